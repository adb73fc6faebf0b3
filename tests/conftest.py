"""What every test stands on: no shared broker, no cache from another test, no collected static files."""

import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.core.cache import caches
from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.test import override_settings

from registry.celery import app
from registry.run.refusals import find_broker
from registry.scorecards.queries import cells, suggested, trends

PLAIN_FILES = settings.STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}


@pytest.fixture(autouse=True, scope="session")
def plain_static_files() -> Iterator[None]:
    """Templates link static files without their collected names."""
    with override_settings(STORAGES=PLAIN_FILES):
        yield


@pytest.fixture(autouse=True, scope="session")
def broker_of_its_own() -> None:
    """Without REDIS_URL messages stay in this process: none reaches a site that runs on this machine."""
    if settings.OWN_BROKER:
        app.conf.update(broker_url="memory://")


@pytest.fixture(autouse=True, scope="session")
def what_is_kept_goes_between_tests() -> Iterator[None]:
    """Rows that the database refuses to delete are taken away after a test that commits.

    PostgreSQL truncates, which asks no trigger; SQLite deletes, so its triggers step aside meanwhile.
    """
    operations = DatabaseWrapper.ops_class
    flush = operations.execute_sql_flush

    def without_triggers(self: BaseDatabaseOperations, statements: Sequence[str]) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%BEFORE DELETE%'"
            )
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
            flush(self, statements)
            for _, made in triggers:
                cursor.execute(made)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "execute_sql_flush", without_triggers)
        yield


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    caches["process"].clear()
    # Kept by the number of the last change, and each test begins to count anew.
    trends._most_missing.cache_clear()
    cells.kept.forget()
    suggested.kept.forget()


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real broker: the one of REDIS_URL, or the server that `make run` would start."""
    if not settings.OWN_BROKER:
        yield settings.REDIS_URL
        return
    folder = tmp_path_factory.mktemp("broker")
    path = folder / "broker.sock"
    options = ["--port", "0", "--unixsocket", str(path), "--dir", str(folder), "--save", ""]
    with subprocess.Popen([str(find_broker()), *options], stdout=subprocess.DEVNULL) as server:
        wait_for_broker(path)
        yield f"unix://{path}"
        server.terminate()


def wait_for_broker(path: Path) -> None:
    asked = redis.Redis(unix_socket_path=str(path))
    for _ in range(200):
        try:
            asked.ping()
        except redis.ConnectionError:
            time.sleep(0.05)
        else:
            asked.close()
            return
    pytest.fail("the broker did not start within 10 seconds")

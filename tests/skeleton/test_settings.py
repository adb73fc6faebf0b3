"""What SITE_URL decides, and that no secret of a file has to stand in the environment."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from registry.installation import broker_socket

ROOT = Path(__file__).parent.parent.parent
READ = (
    "import json, registry.settings as read;"
    "print(json.dumps({k: v for k, v in vars(read).items() if k.isupper() and k != 'SITE'},"
    " default=str))"
)


def settings(data: Path, **environment: str) -> dict[str, Any]:
    inherited = {"PATH": os.environ["PATH"], "DATA_DIR": str(data)}
    said = subprocess.check_output(
        [sys.executable, "-c", READ], cwd=ROOT, env=inherited | environment, text=True
    )
    return dict(json.loads(said))


def test_the_default_needs_nothing_and_is_safe(tmp_path: Path) -> None:
    found = settings(tmp_path)
    assert found["DEBUG"] is False
    assert found["SITE_URL"] == "http://localhost:8000"
    assert found["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert found["SECRET_KEY"] == (tmp_path / "secret-key").read_text()
    assert found["SESSION_COOKIE_SECURE"] is False
    assert found["SECURE_HSTS_SECONDS"] == 0
    assert found["SECURE_PROXY_SSL_HEADER"] is None


def test_https_makes_cookies_secure_and_stays_https(tmp_path: Path) -> None:
    found = settings(tmp_path, SITE_URL="https://registry.example", SECRET_KEY="k" * 60)
    assert found["ALLOWED_HOSTS"] == ["registry.example", "localhost", "127.0.0.1", "[::1]"]
    assert (found["SESSION_COOKIE_NAME"], found["CSRF_COOKIE_NAME"]) == ("__Host-session", "__Host-csrf")
    assert found["SESSION_COOKIE_SECURE"] is found["CSRF_COOKIE_SECURE"] is True
    assert found["SECURE_HSTS_SECONDS"] == 31_536_000
    assert found["SECURE_SSL_REDIRECT"] is True
    assert found["NUM_PROXIES"] == 1
    assert not (tmp_path / "secret-key").exists()


def test_a_forwarded_header_is_believed_only_behind_a_proxy(tmp_path: Path) -> None:
    found = settings(tmp_path, SITE_URL="https://registry.example", SECRET_KEY="k" * 60, NUM_PROXIES="0")
    assert found["SECURE_PROXY_SSL_HEADER"] is None
    assert found["SECURE_SSL_REDIRECT"] is False


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("from-a-file" * 6)
    found = settings(tmp_path, SITE_URL="https://registry.example", SECRET_KEY_FILE=str(tmp_path / "key"))
    assert found["SECRET_KEY"] == "from-a-file" * 6


def test_sqlite_waits_for_its_writers_and_postgresql_is_asked_whether_it_lives(tmp_path: Path) -> None:
    sqlite = settings(tmp_path)["DATABASES"]["default"]
    assert sqlite["NAME"] == str(tmp_path / "sourceform.sqlite3")
    assert sqlite["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    postgresql = settings(tmp_path, DATABASE_URL="postgres://u:p@db:5432/name")["DATABASES"]["default"]
    assert (postgresql["HOST"], postgresql["NAME"]) == ("db", "name")
    assert postgresql["CONN_HEALTH_CHECKS"] is True


def test_redis_url_replaces_the_broker_of_our_own(tmp_path: Path) -> None:
    own = settings(tmp_path)
    assert own["OWN_BROKER"] is True
    assert own["CELERY_BROKER_URL"] == f"redis+socket://{broker_socket(tmp_path)}"
    given = settings(tmp_path, REDIS_URL="redis://cache:6379/3")
    assert given["OWN_BROKER"] is False
    assert given["CELERY_BROKER_URL"] == "redis://cache:6379/3"


def test_running_work_is_never_delivered_again(tmp_path: Path) -> None:
    found = settings(tmp_path)
    assert found["CELERY_BROKER_TRANSPORT_OPTIONS"]["visibility_timeout"] > found["CELERY_TASK_TIME_LIMIT"]

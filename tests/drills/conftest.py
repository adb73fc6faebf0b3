"""What the drills stand on: a database in a file, a broker and a hub of their own, a table of measurements.

A drill runs real processes. None outlives it, and it has to end in time itself, whatever it waits for.
"""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from registry.celery import app
from registry.installation import broker_url
from registry.run.programs import web_command, worker_command
from tests.drills.processes import Broker, Program, place
from tests.hubs import stand_in
from tests.hubs.stand_in import Hub

LONGEST = 150  # seconds
Measured = Callable[..., None]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Other processes cannot see a database in memory; those who drill at the same time have their own."""
    if connection.vendor == "sqlite":
        folder = tmp_path_factory.mktemp("database")
        connection.settings_dict["TEST"]["NAME"] = str(folder / "drills.sqlite3")


@pytest.fixture(autouse=True, scope="session")
def broker_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where each drill starts its own broker, for it will be killed."""
    folder = tmp_path_factory.mktemp("broker")
    app.conf.update(broker_url=broker_url(f"unix://{folder / 'broker.sock'}"))
    return folder


@pytest.fixture(autouse=True)
def every_drill_ends() -> Iterator[None]:
    def too_long(number: int, frame: object) -> None:
        pytest.fail(f"the drill did not end within {LONGEST} s")

    before = signal.signal(signal.SIGALRM, too_long)
    signal.alarm(LONGEST)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture(autouse=True)
def database(transactional_db: None) -> None:
    """Emptied after each drill, when its processes are gone."""


@pytest.fixture
def hub(settings: Any) -> Iterator[Hub]:
    with stand_in.running() as running:
        settings.HF_ENDPOINT, settings.HF_TOKEN = running.url, ""
        yield running
        running.mend()


@pytest.fixture
def environment(tmp_path: Path, broker_of_its_own: Path, hub: Hub) -> dict[str, str]:
    """What every program of the drill is told."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return kept | {
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": database_url(),
        "REDIS_URL": f"unix://{broker_of_its_own / 'broker.sock'}",
        "SITE_URL": "http://localhost",
        "SECRET_KEY": "of a drill, of no use to anybody and long enough to be accepted as one",
        "HF_ENDPOINT": hub.url,
    }


def database_url() -> str:
    """The test database, as the programs are told of it."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    password = f":{at['PASSWORD']}" if at["PASSWORD"] else ""
    port = f":{at['PORT']}" if at["PORT"] else ""
    return f"postgres://{at['USER']}{password}@{at['HOST'] or 'localhost'}{port}/{at['NAME']}"


@pytest.fixture
def programs(database: None, request: pytest.FixtureRequest) -> Iterator[list[Program]]:
    """All that were started; what is left of them is killed at the end."""
    started: list[Program] = []
    request.node.programs = started
    yield started
    for program in reversed(started):
        program.end()


@pytest.fixture
def broker(broker_of_its_own: Path, environment: dict[str, str], programs: list[Program]) -> Iterator[Broker]:
    """An empty one that runs."""
    made = Broker(broker_of_its_own, environment)
    programs.append(made)
    made.start()
    made.client.flushall()
    yield made
    made.client.close()


@pytest.fixture
def worker(
    tmp_path: Path, environment: dict[str, str], programs: list[Program], broker: Broker
) -> Callable[..., Program]:
    """Makes workers: the program of `make run`, scheduler included."""

    def make(name: str = "worker", *, app: str = "registry.run.worker", **more: str) -> Program:
        command = worker_command(place(tmp_path / name))
        command = [app if word == "registry.run.worker" else word for word in command]
        made = Program(command, environment | more, tmp_path / f"{name}.log")
        programs.append(made)
        return made

    return make


@pytest.fixture
def web(tmp_path: Path, environment: dict[str, str], programs: list[Program]) -> Callable[[int], Program]:
    """Makes web servers on a port: the program of `make run`."""

    def make(port: int) -> Program:
        command = web_command(place(tmp_path / "web", port=port))
        made = Program(command, environment | {"DEBUG": "true"}, tmp_path / "web.log")
        programs.append(made)
        return made

    return make


@pytest.fixture
def measured(record_property: Callable[[str, object], None]) -> Measured:
    """Note how long something took; it must not take longer than allowed."""

    def note(what: str, seconds: float, *, allowed: float) -> None:
        record_property(what, (seconds, allowed))
        assert seconds <= allowed, f"{what}: {seconds:.1f} s, allowed are {allowed:.0f} s"

    return note


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """A drill that fails shows the last lines of its programs."""
    report = yield
    if report.failed:
        for program in getattr(item, "programs", []):
            report.sections.append((f"end of {program.log.name}", program.said()[-6000:]))
    return report


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """The table of what was measured."""
    ended = terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
    rows = [row for report in ended if report.when == "call" for row in report.user_properties]
    if rows:
        terminalreporter.section("measured recovery")
    for what, (seconds, allowed) in rows:
        terminalreporter.write_line(f"{seconds:6.1f} s of {allowed:3.0f} s  {what}")

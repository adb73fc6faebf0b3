"""The supervisor's configuration, and what happens when a program cannot start."""

import configparser
import dataclasses
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from registry.run import programs, site
from registry.run.programs import Place, configuration
from registry.run.site import Broken, Site, Stopped


@pytest.fixture
def place(tmp_path: Path) -> Place:
    (tmp_path / "broker").mkdir()
    return Place(
        base=tmp_path,
        data=tmp_path,
        sockets=Path(os.path.relpath(tmp_path)) if len(str(tmp_path)) > 80 else tmp_path,
        host="127.0.0.1",
        port=8149,
        site_url="http://localhost:8149",
        workers=3,
        log_level="INFO",
        broker=Path("/opt/a folder/valkey-server"),
    )


def read(text: str) -> configparser.ConfigParser:
    parsed = configparser.ConfigParser(inline_comment_prefixes=(";", "#"))
    parsed.read_string(text)
    return parsed


def test_every_program_is_given_up_after_its_second_early_end(place: Place) -> None:
    parsed = read(configuration(place, as_root=False))
    for name in ("web", "worker", "broker"):
        assert parsed[f"program:{name}"]["startretries"] == "1"
        assert parsed[f"program:{name}"]["killasgroup"] == "true"


def test_all_stop_within_ten_seconds(place: Place) -> None:
    """Web and worker stop at the same time, the broker after them."""
    parsed = read(configuration(place, as_root=False))
    assert parsed["group:site"]["programs"] == "web,worker"
    together = max(int(parsed[f"program:{name}"]["stopwaitsecs"]) for name in ("web", "worker"))
    assert together + int(parsed["program:broker"]["stopwaitsecs"]) <= site.STOPS_WITHIN < 10
    assert int(parsed["program:broker"]["priority"]) < int(parsed["group:site"]["priority"])


def test_the_broker_listens_on_a_private_socket_only(place: Place) -> None:
    command = shlex.split(read(configuration(place, as_root=False))["program:broker"]["command"])
    assert "/opt/a folder/valkey-server" in command
    given = dict(zip(command[-22::2], command[-21::2], strict=True))
    assert given["--port"] == "0"
    assert given["--unixsocketperm"] == "700"
    assert given["--appendonly"] == "yes"
    assert given["--maxmemory-policy"] == "noeviction"


def test_a_server_of_its_own_is_not_started_beside_redis_url(place: Place) -> None:
    parsed = read(configuration(dataclasses.replace(place, broker=None), as_root=False))
    assert "program:broker" not in parsed


def test_a_percent_sign_in_a_path_survives(place: Place) -> None:
    parsed = read(configuration(dataclasses.replace(place, data=Path("/100%/data")), as_root=True))
    assert "/100%/data/beat-schedule" in parsed["program:worker"]["command"]
    assert parsed["supervisord"]["user"] == "root"


def sleeping(place: Place) -> list[str]:
    return ["sleep", "60"]


@pytest.fixture
def sleepers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Programs that start at once and do nothing; the site counts as answering."""
    for name in ("web_command", "worker_command", "broker_command"):
        monkeypatch.setattr(programs, name, sleeping)
    monkeypatch.setattr(site, "answers", lambda port: True)
    monkeypatch.setattr(site, "hear_no_more", lambda: None)


def alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists() and "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()


def all_end(pids: list[int]) -> bool:
    """A killed process needs a moment to be gone."""
    for _ in range(100):
        if not any(alive(pid) for pid in pids):
            return True
        time.sleep(0.05)
    return False


def until_started(running: Site) -> None:
    for _ in range(200):
        running.look()
        if len([child for child in running.seen if child.pid]) == 3:
            return
        time.sleep(0.05)
    pytest.fail("the programs did not start within 10 seconds")


@pytest.mark.usefixtures("sleepers")
def test_a_program_that_cannot_start_ends_the_site(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "broker_command", lambda place: ["sh", "-c", "echo no room; exit 3"])
    running = Site(place)
    with pytest.raises(Broken, match="the broker ended again and again: no room"):
        running.serve()
    assert running.supervising.poll() is not None
    assert all_end([child.pid for child in running.seen if child.pid])


@pytest.mark.usefixtures("sleepers")
def test_a_stop_leaves_no_program_behind(place: Place) -> None:
    running = Site(place)
    running.start()
    until_started(running)
    running.end()
    assert all_end([child.pid for child in running.seen])


@pytest.mark.usefixtures("sleepers")
def test_a_killed_supervisor_leaves_no_program_behind(place: Place) -> None:
    running = Site(place)
    running.start()
    until_started(running)
    running.supervising.kill()
    running.supervising.wait()
    with pytest.raises(Broken, match="the supervisor of its programs ended"):
        running.look()
    running.end()
    assert all_end([child.pid for child in running.seen])


def test_a_signal_becomes_a_stop_and_a_second_one_is_not_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[signal.Signals] = []
    monkeypatch.setattr(signal, "signal", lambda number, handler: heard.append(number))
    with pytest.raises(Stopped):
        site.stop(signal.SIGTERM, None)
    assert heard == [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only Linux tells a child of its parent's end"
)
def test_a_tied_command_ends_with_its_parent(tmp_path: Path) -> None:
    tied = [sys.executable, "-S", str(programs.TIED), "sleep", "60"]
    told = tmp_path / "pid"
    script = (
        f"import pathlib, subprocess, time; child = subprocess.Popen({tied!r});"
        f"pathlib.Path({str(told)!r}).write_text(str(child.pid)); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script]) as parent:
        for _ in range(200):
            if told.exists() and told.read_text() and "sleep" in command_line(int(told.read_text())):
                break
            time.sleep(0.05)
        parent.kill()
    pid = int(told.read_text())
    assert all_end([pid])


def command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().split("\0")[0]
    except OSError:
        return ""

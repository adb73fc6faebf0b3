"""The programs of the site as real processes that a drill can kill, freeze and start again.

Each is what `make run` starts (registry.run.programs), tied to this process: none outlives it. A program is
a process group of its own, so that a signal reaches all of it.
"""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import redis

from registry.run.programs import TIED, Place, broker_command
from registry.run.refusals import find_broker

BASE = Path(__file__).parents[2]
Environment = Mapping[str, str]


class TooLate(AssertionError):
    """What a drill waited for did not come about in time."""


def until(holds: Callable[[], object], *, within: float, what: str, every: float = 0.05) -> float:
    """Wait for something to hold; the seconds it took. Raises TooLate."""
    began = time.monotonic()
    while not holds():
        if time.monotonic() - began > within:
            raise TooLate(f"not within {within:.0f} s: {what}")
        time.sleep(every)
    return time.monotonic() - began


def place(folder: Path, *, port: int = 0) -> Place:
    """One installation below a folder; its broker listens beside the data."""
    (folder / "broker").mkdir(parents=True, exist_ok=True)
    return Place(
        base=BASE,
        data=folder,
        sockets=folder,
        host="127.0.0.1",
        port=port,
        site_url=f"http://localhost:{port}",
        workers=1,
        log_level="INFO",
        broker=find_broker(),
    )


@dataclass
class Program:
    """One program and everything it starts."""

    command: Sequence[str]
    environment: Environment
    log: Path
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-S", str(TIED), *self.command],
                cwd=BASE,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def group(self) -> int:
        assert self._process, "the program was not started"
        return self._process.pid

    def left(self) -> list[int]:
        """The processes of it that live."""
        return members(self.group)

    def signal(self, sent: signal.Signals) -> None:
        """To the whole group."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.group, sent)

    def kill(self) -> None:
        """kill -9 of all of it; returns when nothing of it is left."""
        self.signal(signal.SIGKILL)
        assert self._process
        self._process.wait(10)
        until(lambda: not self.left(), within=10, what=f"{self.log.stem} is gone")

    def terminate(self, *, within: float) -> float:
        """SIGTERM to the program itself, as a supervisor sends it; the seconds until all of it had ended."""
        assert self._process
        began = time.monotonic()
        self._process.terminate()
        try:
            self._process.wait(within)
        except subprocess.TimeoutExpired:
            raise TooLate(f"{self.log.stem} did not stop within {within:.0f} s of SIGTERM") from None
        until(lambda: not self.left(), within=5, what=f"{self.log.stem} left nothing behind")
        return time.monotonic() - began

    def ended(self) -> int | None:
        """Its exit code; None while it runs."""
        assert self._process, "the program was not started"
        return self._process.poll()

    def wait(self, *, within: float) -> int:
        """Its exit code, once it has come to its end by itself. Raises TooLate."""
        until(lambda: self.ended() is not None, within=within, what=f"{self.log.stem} ends")
        return self.ended() or 0

    def end(self) -> None:
        """Whatever state it is in: nothing of it is left."""
        if self._process:
            self.signal(signal.SIGKILL)
            self._process.wait(10)

    def said(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""


class Whole(Program):
    """The site as `make run` starts it; each of its programs is a group of its own."""

    def __init__(self, command: Sequence[str], environment: Environment, log: Path, *, port: int) -> None:
        super().__init__(command, environment, log)
        self.port = port
        self._family: list[int] = []

    def left(self) -> list[int]:
        """Whoever it started so far, wherever it belongs now."""
        living = _parents()
        family = {self.group, *self._family}
        while found := {pid for pid, parent in living.items() if parent in family} - family:
            family |= found
        self._family = [pid for pid in family if pid in living]
        return self._family

    def signal(self, sent: signal.Signals) -> None:
        for pid in self.left():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, sent)

    def terminate(self, *, within: float) -> float:
        self.left()  # once its first process has ended, the others cannot be told any more
        return super().terminate(within=within)

    def end(self) -> None:
        if self._process:
            self.signal(signal.SIGKILL)
            self._process.wait(10)


class Broker(Program):
    """The broker of `make run` on its unix socket, with a client to look into it."""

    def __init__(self, folder: Path, environment: Environment) -> None:
        super().__init__(broker_command(place(folder)), environment, folder / "broker.log")
        self.socket = folder / "broker.sock"
        self.url = f"unix://{self.socket}"
        self.client = redis.Redis(unix_socket_path=str(self.socket))

    def start(self) -> None:
        super().start()
        until(self.answers, within=15, what="the broker answers")

    def answers(self) -> bool:
        try:
            return bool(self.client.ping())
        except redis.RedisError:
            return False

    def rings(self, queue: str) -> int:
        """How many messages lie in a queue, which is one list for each step of priority."""
        lists = [queue, *self.client.scan_iter(match=f"{queue}\x06\x16*")]
        return sum(int(self.client.llen(name)) for name in lists)


def members(group: int) -> list[int]:
    """The living processes of a group."""
    return [pid for pid, (_, its_group) in _living().items() if its_group == group]


def _parents() -> dict[int, int]:
    return {pid: parent for pid, (parent, _) in _living().items()}


def _living() -> dict[int, tuple[int, int]]:
    """Parent and group of each process; a zombie does not live."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, parent, group = stat.read_text().rpartition(")")[2].split()[:3]
            if state != "Z":
                found[int(stat.parent.name)] = (int(parent), int(group))
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def status(port: int, path: str) -> int:
    """What a web server answers; 0 when nobody does."""
    return fetched(port, path)[0]


def fetched(port: int, path: str) -> tuple[int, bytes]:
    """Status and body; 0 when nobody answers."""
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        asked.request("GET", path, headers={"Host": "localhost"})
        answer = asked.getresponse()
        return answer.status, answer.read()
    except OSError:
        return 0, b""
    finally:
        asked.close()

"""The programs of the site and the supervisor's configuration that runs them."""

import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

TIED = Path(__file__).with_name("tied.py")


@dataclass(frozen=True)
class Place:
    """Where and how one installation runs; `broker` is None where REDIS_URL names a server of its own."""

    base: Path
    data: Path
    sockets: Path
    host: str
    port: int
    site_url: str
    workers: int
    log_level: str
    broker: Path | None

    @property
    def supervisor_socket(self) -> Path:
        return self.sockets / "supervisor.sock"

    @property
    def broker_log(self) -> Path:
        return self.data / "broker.log"


def broker_command(place: Place) -> list[str]:
    """A unix socket and no port; writes reach the disk each second; a full memory refuses, drops nothing."""
    settings = {
        "port": "0",
        "unixsocket": str(place.sockets / "broker.sock"),
        "unixsocketperm": "700",
        "dir": str(place.data / "broker"),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory-policy": "noeviction",
        "databases": "2",
        "daemonize": "no",
        "loglevel": "warning",
    }
    return [str(place.broker), *(word for key, value in settings.items() for word in (f"--{key}", value))]


def web_command(place: Place) -> list[str]:
    """Four threads of Python a worker. HTTP/1 alone costs a quarter less processor time than finding out."""
    return [
        *(sys.executable, "-m", "registry.run.server", "--interface", "wsgi", "--http", "1", "--no-ws"),
        *("--host", place.host, "--port", str(place.port)),
        *("--workers", str(place.workers), "--blocking-threads", "4", "--backpressure", "64"),
        *("--workers-kill-timeout", "4", "--log-level", "warning", "registry.run.web:application"),
    ]


def worker_command(place: Place) -> list[str]:
    """One process works and one rings on schedule: here both belong to the same program."""
    return [
        # In a container all is root, and the warning against it is about pickled messages: ours are JSON.
        *(sys.executable, "-W", "ignore:You're running the worker", "-m", "celery"),
        *("--app", "registry.run.worker", "--quiet", "worker"),
        *("--beat", "--schedule", str(place.data / "beat-schedule"), "--loglevel", place.log_level),
        *("--pool", "prefork", "--concurrency", "1", "--without-gossip", "--without-mingle"),
    ]


def configuration(place: Place, *, as_root: bool, output: str = "/dev/fd/1") -> str:
    """The text of supervisord.conf. Web and worker stop together, the broker after them: 8 s at most."""
    programs = [
        program("web", web_command(place), output=output, starts_in=5, stops_in=5),
        program("worker", worker_command(place), output=output, starts_in=5, stops_in=5),
        section("group:site", {"programs": "web,worker", "priority": "20"}),
    ]
    if place.broker:
        log = str(place.broker_log)
        programs += [program("broker", broker_command(place), output=log, starts_in=1, stops_in=3)]
    return "\n".join(
        [
            section(
                "supervisord",
                {
                    "nodaemon": "true",
                    "directory": str(place.base),
                    "pidfile": str(place.sockets / "supervisord.pid"),
                    "silent": "true",
                    "logfile": str(place.data / "supervisor.log"),
                    "logfile_maxbytes": "1MB",
                    "logfile_backups": "1",
                }
                | ({"user": "root"} if as_root else {}),
            ),
            section("unix_http_server", {"file": str(place.supervisor_socket), "chmod": "0700"}),
            section(
                "rpcinterface:supervisor",
                {"supervisor.rpcinterface_factory": "supervisor.rpcinterface:make_main_rpcinterface"},
            ),
            *programs,
        ]
    )


def program(name: str, command: Sequence[str], *, output: str, starts_in: int, stops_in: int) -> str:
    """One program: started again when it dies; given up when it dies twice within its first seconds."""
    limit = "1MB" if output.endswith(".log") else "0"
    tied = [sys.executable, "-S", str(TIED), *command]
    return section(
        f"program:{name}",
        {
            "command": shlex.join(tied),
            "priority": "10",
            "autorestart": "true",
            "startsecs": str(starts_in),
            "startretries": "1",
            "stopsignal": "TERM",
            "stopwaitsecs": str(stops_in),
            "killasgroup": "true",
            "redirect_stderr": "true",
            "stdout_logfile": output,
            "stdout_logfile_maxbytes": limit,
            "stdout_logfile_backups": "1",
        },
    )


def section(name: str, keys: dict[str, str]) -> str:
    """One section of the file; a percent sign would otherwise begin a variable."""
    lines = [f"{key} = {value.replace('%', '%%')}" for key, value in keys.items()]
    return "\n".join([f"[{name}]", *lines, ""])

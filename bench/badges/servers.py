"""The two servers that are compared, and what they cost: nginx with files, the site with its map."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from registry.badges.answers import FRESH

TICKS = os.sysconf("SC_CLK_TCK")
PATIENCE = 30.0  # seconds a server may take to answer

NGINX = """
worker_processes {workers};
error_log {folder}/error.log;
pid {folder}/nginx.pid;
daemon off;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  etag on;
  sendfile on;
  keepalive_requests 1000000000;
  open_file_cache max=10000;
  types {{ image/svg+xml svg; }}
  server {{
    listen 127.0.0.1:{port};
    root {folder}/files;
    add_header Cache-Control "{caching}";
    add_header Access-Control-Allow-Origin "*";
    add_header X-Content-Type-Options nosniff;
    add_header Content-Security-Policy "default-src 'none'; sandbox";
  }}
}}
"""


@dataclass(frozen=True)
class Server:
    name: str
    port: int
    pid: int

    def cpu(self) -> float:
        """Seconds of processor time that its processes have used, user and system."""
        return sum(_ticks(pid) for pid in _tree(self.pid)) / TICKS


def site_command(port: int, workers: int) -> list[str]:
    """The web server as `make run` starts it."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--http", "1"),
        *("--no-ws", "--host", "127.0.0.1"),
        *("--port", str(port), "--workers", str(workers), "--blocking-threads", "4"),
        *("--backpressure", "64", "--log-level", "warning", "registry.wsgi:application"),
    ]


def nginx_command(folder: Path, port: int, workers: int, files: Mapping[str, bytes]) -> list[str]:
    """nginx with these bodies as files, by path."""
    for path, body in files.items():
        file = folder / "files" / path.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)
    folder.chmod(0o755)  # its workers may run as another user
    configuration = folder / "nginx.conf"
    configuration.write_text(NGINX.format(workers=workers, folder=folder, port=port, caching=FRESH))
    return ["nginx", "-c", str(configuration), "-p", str(folder)]


@contextmanager
def running(name: str, command: Sequence[str], port: int, path: str, **environ: str) -> Iterator[Server]:
    """The server, from its first answer at `path`; ends with everything it started."""
    process = subprocess.Popen(command, env=os.environ | environ, start_new_session=True)
    try:
        _wait(port, path, process)
        yield Server(name, port, process.pid)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def fetch(port: int, path: str) -> tuple[int, bytes, str]:
    """(status, body, ETag) of one request."""
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read(), answer.getheader("ETag", "")
    finally:
        connection.close()


def _wait(port: int, path: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            if fetch(port, path)[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"nothing answered at port {port} within {PATIENCE:.0f} s")


def _tree(root: int) -> list[int]:
    """A process and everything below it."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            fields = _stat(int(entry.name))
            if fields:
                parents.setdefault(int(fields[1]), []).append(int(entry.name))
    found = [root]
    for pid in found:
        found += parents.get(pid, [])
    return found


def _ticks(pid: int) -> int:
    """User and system time, its own and that of children that have ended."""
    fields = _stat(pid)
    return sum(int(field) for field in fields[11:15])


def _stat(pid: int) -> list[str]:
    """The fields after the name, so that the parent is number 1 and user time number 11."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []

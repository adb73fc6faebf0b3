"""What the supervisor says of its programs, asked over its unix socket."""

import http.client
import socket
import xmlrpc.client
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Child:
    """One supervised program; `pid` is 0 while it does not run."""

    name: str
    state: str
    pid: int


class UnixConnection(http.client.HTTPConnection):
    """HTTP over a unix socket."""

    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=5)
        self.path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        try:
            self.sock.connect(str(self.path))
        except OSError:
            self.close()
            raise


class UnixTransport(xmlrpc.client.Transport):
    """XML-RPC over a unix socket, one connection a call."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path

    def make_connection(self, host: Any) -> http.client.HTTPConnection:
        connection = UnixConnection(self.path)
        self._connection = (host, connection)  # where Transport.close() looks for it
        return connection


def children(path: Path) -> list[Child] | None:
    """All programs, or None while the supervisor does not answer."""
    try:
        with xmlrpc.client.ServerProxy("http://localhost", transport=UnixTransport(path)) as server:
            found: Any = server.supervisor.getAllProcessInfo()
    except (OSError, http.client.HTTPException, xmlrpc.client.Error):
        return None
    return [Child(name=one["name"], state=one["statename"], pid=one["pid"]) for one in found]

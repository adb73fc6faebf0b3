"""A web server on this machine that stands in for any site: what each path does is a function.

`with serving() as site:` gives one on 127.0.0.1. `public_names` makes names lead to it, past the look-up and
past the connection, so that everything between the two is what a real fetch does.
"""

import gzip
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from urllib3.util import connection

Answering = Callable[["Handler"], None]


@dataclass
class Site:
    """What it answers, by path, and what it was asked."""

    port: int = 0
    pages: dict[str, Answering] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def places(self) -> frozenset[tuple[str, int]]:
        """For `fetch(..., stand_ins=site.places)`."""
        return frozenset({("127.0.0.1", self.port)})

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Site

    def handle(self) -> None:
        with suppress(OSError):  # whoever asked may have given up
            super().handle()

    def do_GET(self) -> None:
        self.site.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        self.site.pages.get(self.path, page("Not found", status=404))(self)

    def answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Quiet."""


def page(
    body: str | bytes,
    *,
    kind: str = "text/html; charset=utf-8",
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Answering:
    content = body.encode() if isinstance(body, str) else body
    return lambda handler: handler.answer(status, content, {"Content-Type": kind, **(headers or {})})


def redirect(location: str, *, status: int = 302) -> Answering:
    return lambda handler: handler.answer(status, b"", {"Location": location})


def packed(body: bytes, encoding: str = "gzip") -> Answering:
    return page(gzip.compress(body), headers={"Content-Encoding": encoding})


def raw(*pieces: bytes, every: float = 0.0) -> Answering:
    """These bytes as they are, a piece at a time, and then nothing more."""

    def send(handler: Handler) -> None:
        for piece in pieces:
            handler.wfile.write(piece)
            handler.wfile.flush()
            time.sleep(every)
        handler.close_connection = True

    return send


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    site = Site()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("BoundHandler", (Handler,), {"site": site}))
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    server.daemon_threads = True
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class Names:
    """What was looked up, and which addresses were connected to."""

    addresses: dict[str, list[list[str]]] = field(default_factory=dict)  # one list for each look-up in turn
    looked_up: list[str] = field(default_factory=list)
    connected: list[tuple[str, int]] = field(default_factory=list)


def public_names(patch: pytest.MonkeyPatch, site: Site | None, **addresses: list[list[str]]) -> Names:
    """Let names have these addresses; every connection ends at the site, whatever its address."""
    names = Names({name.replace("_", "."): list(found) for name, found in addresses.items()})
    look_up, connect = socket.getaddrinfo, connection.create_connection

    def getaddrinfo(host: str, port: Any, *args: Any, **kwargs: Any) -> list[Any]:
        if host not in names.addresses:
            if host.replace(".", "").isdigit() or ":" in host:  # written as a number: asks nobody
                return look_up(host, port, *args, **kwargs)
            names.looked_up.append(host)
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        names.looked_up.append(host)
        found = names.addresses[host]
        return [
            (socket.AF_INET6 if ":" in row else socket.AF_INET, socket.SOCK_STREAM, 6, "", (row, port))
            for row in (found.pop(0) if len(found) > 1 else found[0])
        ]

    def create_connection(address: tuple[str, int], *args: Any, **kwargs: Any) -> socket.socket:
        names.connected.append(address)
        assert site is not None, f"connected to {address}"
        return connect(("127.0.0.1", site.port), *args, **kwargs)

    patch.setattr(socket, "getaddrinfo", getaddrinfo)
    patch.setattr(connection, "create_connection", create_connection)
    return names

"""One connection to one checked address, over before its time is up or its answer grows too large.

requests-hardened checks the address once more and pins it. Below it the reader of the socket knows the
deadline: time-outs of requests are per read, and a server that sends one byte at a time never meets them.
"""

import io
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from http.client import HTTPResponse
from typing import Any

import requests
from requests.models import PreparedRequest, Response
from requests_hardened.ip_filter_adapter import IPFilterAdapter


class FetchError(Exception):
    """Fetching failed; its text is one sentence for people."""


class TooLarge(FetchError):
    """The headers, or what a packed body unpacks to, are beyond what any page needs."""


class Unreachable(FetchError):
    """No usable answer. Says nothing about the page."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one fetch may cost, in seconds and bytes, the same for every address."""

    connect: float = 5.0
    read: float = 5.0
    total: float = 10.0
    body: int = 1024 * 1024  # after unpacking; what lies beyond is not read
    headers: int = 64 * 1024
    wire: int = 4 * 1024 * 1024  # all that may come in: a body in chunks of one byte is six times as long
    ratio: int = 200  # unpacked to packed


@dataclass(frozen=True, slots=True)
class Hop:
    """One request to one server. `until` is a time of time.monotonic()."""

    url: str  # with the checked address in place of the name
    is_https: bool
    hostname: str
    port: int
    is_stand_in: bool
    until: float
    limits: Limits

    @property
    def seconds_left(self) -> float:
        return self.until - time.monotonic()

    @property
    def host_header(self) -> str:
        name = f"[{self.hostname}]" if ":" in self.hostname else self.hostname
        usual = 443 if self.is_https else 80
        return name if self.port == usual else f"{name}:{self.port}"


def get(hop: Hop, headers: Mapping[str, str]) -> Response:
    """The answer with its body not read yet. No session: no cookie, login, proxy or redirect can come in.

    Raises FetchError and requests.RequestException.
    """
    request = requests.Request("GET", hop.url, headers=dict(headers)).prepare()
    seconds = max(hop.seconds_left, 0.001)
    timeout = (min(hop.limits.connect, seconds), min(hop.limits.read, seconds))
    answer: Response = _Adapter(hop).send(request, stream=True, timeout=timeout, verify=True, proxies={})
    return answer


class _Adapter(IPFilterAdapter):  # type: ignore[misc] # comes without types
    """Speaks to the pinned address in the name of the host."""

    def __init__(self, hop: Hop) -> None:
        super().__init__(is_https_proto=hop.is_https, allow_loopback=hop.is_stand_in)
        self._hop = hop

    def build_connection_pool_key_attributes(
        self, request: PreparedRequest, verify: Any, cert: Any = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        host, pool = super().build_connection_pool_key_attributes(request, verify, cert)
        request.headers["Host"] = self._hop.host_header
        if self._hop.is_https:
            pool["assert_hostname"] = pool["server_hostname"] = self._hop.hostname
        return host, pool

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        pool = super().get_connection_with_tls_context(*args, **kwargs)
        answers = {"response_class": staticmethod(partial(_Answer, hop=self._hop))}
        pool.ConnectionCls = type("BoundedConnection", (pool.ConnectionCls,), answers)
        return pool


class _Answer(HTTPResponse):
    """An answer read through the deadline, its headers counted."""

    def __init__(self, sock: socket.socket, *args: Any, hop: Hop, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp.close()
        self._reader = _Reader(sock, hop)
        self.fp = io.BufferedReader(self._reader)

    def begin(self) -> None:
        super().begin()
        self._reader.in_headers = False


class _Reader(io.RawIOBase):
    """The socket as a file: every read gets what is left of the time, and bytes are counted."""

    def __init__(self, sock: socket.socket, hop: Hop) -> None:
        self._sock, self._hop = sock, hop
        self._file = sock.makefile("rb", buffering=0)
        self._count = 0
        self.in_headers = True

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._hop.seconds_left
        if left <= 0:
            raise Unreachable("The server did not finish its answer in time.")
        self._sock.settimeout(min(left, self._hop.limits.read))
        size = self._file.readinto(buffer)
        self._count += size or 0
        if self.in_headers and self._count > self._hop.limits.headers:
            raise TooLarge("The headers of the answer are too large.")
        if self._count > self._hop.limits.wire:
            raise TooLarge("The answer is too large.")
        return size

    def close(self) -> None:
        self._file.close()
        super().close()

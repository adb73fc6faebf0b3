"""The wire to a hub, with its limits built in: time, size, and where a redirect may lead.

A client-wide time-out is not enough: callers pass "no time-out" explicitly, time-outs are per read, and a
server that sends one byte at a time never meets them. So the limits stand below the client, at the socket:
every single read and write gets what is left of the whole call, whatever the caller asked for.
"""

import logging
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import httpcore2
import httpx2

from registry.hubs.rate_limits import Meter

logging.getLogger("httpx2").setLevel(logging.WARNING)  # it would log a line for every single request

READ_TIMEOUT = 10.0  # seconds, of any single read, write or connect
# Said of the body as it came over the wire; and cookies, which nobody here wants to keep.
_DROPPED = (b"content-encoding", b"content-length", b"set-cookie")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one call may cost. `until` is a time of time.monotonic()."""

    origin: tuple[str, str, int | None]
    until: float
    most_bytes: int
    meter: Meter | None = None

    @property
    def seconds_left(self) -> float:
        return max(self.until - time.monotonic(), 0.0)


class Refused(httpx2.TransportError):
    """The answer leads elsewhere, or is encoded in a way nobody asked for."""


class TooLarge(httpx2.TransportError):
    """The body is larger than such an answer may be; its headers were read."""

    def __init__(self, most_bytes: int, *, request: httpx2.Request, headers: httpx2.Headers) -> None:
        super().__init__(f"the answer is larger than {most_bytes:,} bytes", request=request)
        self.headers = headers


_limits: ContextVar[Limits] = ContextVar("limits of the current call")


@contextmanager
def limited(endpoint: str, *, seconds: float, most_bytes: int, meter: Meter | None = None) -> Iterator[None]:
    """Run what is inside under these limits: one deadline for all of it, one cap for each body.

    The meter is asked before every request, redirects included, and told what came back.
    """
    until = time.monotonic() + max(seconds, 0.0)
    token = _limits.set(Limits(origin(httpx2.URL(endpoint)), until, most_bytes, meter))
    try:
        yield
    finally:
        _limits.reset(token)


def origin(url: httpx2.URL) -> tuple[str, str, int | None]:
    return (url.scheme, url.host, url.port)


class BoundedTransport(httpx2.HTTPTransport):
    """HTTP over sockets that know the deadline; bodies are read here, whole and capped."""

    def __init__(self) -> None:
        super().__init__(trust_env=False)
        self._pool = httpcore2.ConnectionPool(
            ssl_context=httpx2.create_ssl_context(),
            network_backend=_DeadlineBackend(),
            keepalive_expiry=5.0,
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        limits = _limits.get()
        if origin(request.url) != limits.origin:
            raise Refused(f"the answer leads to another host, {request.url.host}", request=request)
        request.headers["accept-encoding"] = "identity"
        request.extensions["timeout"] = dict.fromkeys(("connect", "read", "write", "pool"), READ_TIMEOUT)
        if limits.meter:
            limits.meter.ask(request.url.path)
        response = super().handle_request(request)
        if limits.meter:
            limits.meter.hear(request.url.path, response.status_code, response.headers)
        try:
            body = _body(response, request, limits)
        finally:
            response.close()
        kept = [pair for pair in response.headers.raw if pair[0].lower() not in _DROPPED]
        return httpx2.Response(response.status_code, headers=kept, content=body, request=request)


def _body(response: httpx2.Response, request: httpx2.Request, limits: Limits) -> bytes:
    """The body, unpacked if the server packed it unasked; never more than the cap, packed or not."""
    assert isinstance(response.stream, httpx2.SyncByteStream)
    chunks: list[bytes] = []
    size = 0
    for chunk in response.stream:
        size += len(chunk)
        if size > limits.most_bytes:
            raise TooLarge(limits.most_bytes, request=request, headers=response.headers)
        chunks.append(chunk)
    packed = b"".join(chunks)
    match response.headers.get("content-encoding", "identity").lower():
        case "identity" | "":
            return packed
        case "gzip" | "deflate":
            return _unpacked(packed, response, request, limits)
        case other:
            raise Refused(
                f"the answer is encoded as {other[:40]!r}, which was not asked for", request=request
            )


def _unpacked(packed: bytes, response: httpx2.Response, request: httpx2.Request, limits: Limits) -> bytes:
    unpacker = zlib.decompressobj(wbits=47)  # gzip or zlib, told apart by their first bytes
    try:
        body = unpacker.decompress(packed, limits.most_bytes + 1)
    except zlib.error as error:
        raise Refused("the answer is not readable gzip", request=request) from error
    if len(body) > limits.most_bytes:
        raise TooLarge(limits.most_bytes, request=request, headers=response.headers)
    if not unpacker.eof:
        raise Refused("the answer breaks off", request=request)
    return body


def _seconds(timeout: float | None, kind: type[httpcore2.TimeoutException]) -> float:
    """What a single operation may take now. Raises the time-out itself when nothing is left."""
    left = _limits.get().seconds_left
    if left <= 0:
        raise kind("the time for the whole call is up")
    return min(left, READ_TIMEOUT if timeout is None else timeout)


class _DeadlineBackend(httpcore2.SyncBackend):
    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        seconds = _seconds(timeout, httpcore2.ConnectTimeout)
        return _DeadlineStream(super().connect_tcp(host, port, seconds, local_address, socket_options))


class _DeadlineStream(httpcore2.NetworkStream):
    def __init__(self, stream: httpcore2.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _seconds(timeout, httpcore2.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _seconds(timeout, httpcore2.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        seconds = _seconds(timeout, httpcore2.ConnectTimeout)
        return _DeadlineStream(self._stream.start_tls(ssl_context, server_hostname, seconds))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

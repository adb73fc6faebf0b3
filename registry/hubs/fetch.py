"""The one way to open an address that a stranger named: never into our own network, never for long.

The name is looked up once, every address it has must be public, and the connection goes to the one that was
checked; each redirect is a new question of the same kind. Only a worker, or a person at the command line,
fetches: no request of a visitor does.
"""

import hashlib
import queue
import socket
import threading
import time
import zlib
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http.client import HTTPException
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

import idna
import requests
import urllib3
from requests.models import Response
from requests_hardened.ip_filter import InvalidIPAddress

from registry.hubs import page_text, pinned
from registry.hubs.addresses import is_public
from registry.hubs.pinned import FetchError, Hop, Limits, TooLarge, Unreachable
from registry.hubs.rate_limits import retry_after

__all__ = ["FetchError", "Fetched", "Limits", "NoSuchHost", "Refused", "TooLarge", "Unreachable", "fetch"]

VERSION = "0.1.0"
PORTS = (80, 443)
MOST_REDIRECTS = 3
LONGEST_URL = 2000
READ = ("text/html", "text/plain", "text/markdown", "application/json", "application/pdf")
_PACKINGS = ("", "identity", "gzip", "x-gzip", "deflate")
_REDIRECTS = (301, 302, 303, 307, 308)
_NO_SUCH_NAME = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
_UNCHECKED_RATIO = 64 * 1024  # bytes unpacked; below that no packing is a bomb

Place = tuple[str, int]  # host and port, exactly


class Refused(FetchError):
    """An address that is not opened at all; its answer, if there is one, was never asked for."""


class NoSuchHost(Unreachable):
    """The name of the host does not exist."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """The last answer, of any status. Other content than pages, texts, JSON and PDF is not read, nor is what
    is packed in a way nobody asked for.

    `text` is plain and its spaces are collapsed. `digest` is over it or, where there is none, over the body;
    "" when nothing was read. `is_whole`: the body was no longer than the limit. `license` is the address that
    the page names as its license. `retry_after` in seconds.
    """

    url: str
    final_url: str
    status: int
    content_type: str
    title: str = ""
    text: str = ""
    digest: str = ""
    license: str = ""
    is_whole: bool = True
    retry_after: float | None = None


def fetch(url: str, *, site: str, limits: Limits | None = None, stand_ins: Collection[Place] = ()) -> Fetched:
    """Open an address, with at most three redirects. `site` says in the User-Agent who asks.

    `stand_ins` are places on this machine that a test opens as if they were public; no setting fills it.
    Raises Refused, NoSuchHost, Unreachable or TooLarge. Source of the limits: pinned.Limits.
    """
    limits = limits or Limits()
    until = time.monotonic() + limits.total
    here = url
    for _ in range(MOST_REDIRECTS + 1):
        parts = _checked(here, stand_ins)
        with _opened(parts, site, until, limits, stand_ins) as answer:
            leads_to = answer.headers.get("Location", "") if answer.status_code in _REDIRECTS else ""
            if not leads_to:
                return _read(url, here, answer, limits)
        here = _joined(here, leads_to)
    raise Refused(f"The address redirects more than {MOST_REDIRECTS} times.")


def _checked(url: str, stand_ins: Collection[Place]) -> SplitResult:
    """The parts of an address that may be asked for. Raises Refused."""
    if len(url) > LONGEST_URL:
        raise Refused(f"The address is longer than {LONGEST_URL} characters.")
    if any(char <= " " or char == "\x7f" for char in url) or "\\" in url:
        raise Refused("The address holds spaces, control characters or backslashes.")
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
    except ValueError as error:
        raise Refused("The address cannot be read.") from error
    if parts.scheme not in ("http", "https"):
        raise Refused("Only http and https addresses are opened.")
    if not host or "%" in host:
        raise Refused("The address names no host.")
    if "@" in parts.netloc:
        raise Refused("The address carries a user name or password.")
    if port not in (None, *PORTS) and (host, port) not in stand_ins:
        raise Refused("Only the ports 80 and 443 are opened.")
    return parts


def _opened(
    parts: SplitResult, site: str, until: float, limits: Limits, stand_ins: Collection[Place]
) -> closing[Response]:
    """Ask the server of an address, its name looked up once."""
    host = _ascii(parts.hostname or "")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    is_stand_in = (host, port) in stand_ins
    address = _address(host, port, until, is_stand_in=is_stand_in)
    place = f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    there = f"{parts.scheme}://{place}{path}"
    hop = Hop(there, parts.scheme == "https", host, port, is_stand_in, until, limits)
    headers = {
        "User-Agent": f"Sourceform/{VERSION} (+{site})",
        "Accept": ", ".join(READ) + ", */*;q=0.1",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }
    with _in_our_words():
        return closing(pinned.get(hop, headers))


def _ascii(host: str) -> str:
    if host.isascii():
        return host
    try:
        return idna.encode(host[:253], uts46=True).decode()
    except (idna.IDNAError, UnicodeError) as error:
        raise Refused("The name of the host cannot be read.") from error


def _address(host: str, port: int, until: float, *, is_stand_in: bool) -> str:
    """The first address of a host, when all of them are public. Raises Refused, NoSuchHost, Unreachable."""
    found = [str(row[4][0]) for row in _looked_up(host, port, max(until - time.monotonic(), 0.001))]
    if not found:
        raise NoSuchHost("The host has no address.")
    if not is_stand_in and not all(is_public(address) for address in found):
        raise Refused("The host lies in a network that is not public.")
    return found[0]


def _looked_up(host: str, port: int, seconds: float) -> list[Any]:
    """One look-up, in a thread: the resolver knows no deadline."""
    answers: queue.SimpleQueue[list[Any] | Exception] = queue.SimpleQueue()

    def look() -> None:
        try:
            answers.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=look, daemon=True).start()
    try:
        found = answers.get(timeout=seconds)
    except queue.Empty as error:
        raise Unreachable("The name of the host was not found in time.") from error
    if isinstance(found, list):
        return found
    if isinstance(found, socket.gaierror) and found.errno in _NO_SUCH_NAME:
        raise NoSuchHost("The name of the host does not exist.") from found
    raise Unreachable("The name of the host could not be looked up.") from found


@contextmanager
def _in_our_words() -> Iterator[None]:
    """Errors of the libraries, as ours. What is one already passes."""
    try:
        yield
    except InvalidIPAddress as error:
        raise Refused("The host lies in a network that is not public.") from error
    except requests.exceptions.SSLError as error:
        raise Unreachable("The certificate of the server is not valid.") from error
    except (requests.Timeout, TimeoutError, urllib3.exceptions.TimeoutError) as error:
        raise Unreachable("The server did not answer in time.") from error
    except (urllib3.exceptions.HTTPError, HTTPException, OSError) as error:  # OSError: those of requests too
        raise Unreachable("The server could not be reached, or broke off.") from error


def _joined(here: str, location: str) -> str:
    try:
        return urljoin(here, location.encode("latin-1").decode("utf-8", "replace").strip()).partition("#")[0]
    except ValueError as error:
        raise Refused("The address redirects to one that cannot be read.") from error


def _read(url: str, final_url: str, answer: Response, limits: Limits) -> Fetched:
    content_type = answer.headers.get("Content-Type", "")[:200]
    unread = Fetched(
        url,
        final_url,
        answer.status_code,
        page_text.plain(content_type),
        retry_after=retry_after(answer.headers, now=datetime.now(UTC)),
    )
    packing = answer.headers.get("Content-Encoding", "").strip().lower()
    if content_type.partition(";")[0].strip().lower() not in READ or packing not in _PACKINGS:
        return unread
    with _in_our_words():
        body, is_whole = _body(answer, limits)
    said = page_text.read(body, content_type)
    digest = hashlib.sha256(said.text.encode() or body).hexdigest()
    return replace(
        unread, title=said.title, text=said.text, digest=digest, license=said.license, is_whole=is_whole
    )


def _body(answer: Response, limits: Limits) -> tuple[bytes, bool]:
    """At most as much as the limit, unpacked, and whether that is all. Raises TooLarge for a bomb."""
    chunks = answer.raw.stream(16 * 1024, decode_content=False)
    is_packed = answer.headers.get("Content-Encoding", "").strip().lower() not in ("", "identity")
    pieces = _unpacked(chunks, limits) if is_packed else chunks
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) > limits.body:
            return bytes(body[: limits.body]), False
    return bytes(body), True


def _unpacked(chunks: Iterator[bytes], limits: Limits) -> Iterator[bytes]:
    """Unpacked piece by piece, never more than the limit at once."""
    unpacker = zlib.decompressobj(wbits=47)  # gzip or zlib, told apart by their first bytes
    packed = unpacked = 0
    for chunk in chunks:
        packed += len(chunk)
        try:
            piece = unpacker.decompress(chunk, limits.body + 1)
        except zlib.error as error:
            raise Unreachable("The answer is packed and cannot be unpacked.") from error
        unpacked += len(piece)
        used = packed - len(unpacker.unconsumed_tail)
        if unpacked > max(_UNCHECKED_RATIO, used * limits.ratio):
            raise TooLarge(f"The answer unpacks to more than {limits.ratio} times its size.")
        yield piece
        if unpacker.eof:
            return
    if not unpacker.eof:
        raise Unreachable("The answer breaks off.")

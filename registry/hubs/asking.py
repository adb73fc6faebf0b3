"""Asking a hub that has no client of its own: one request under all limits, its failures in our words."""

import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import httpx2

from registry.hubs import rate_limits, transport
from registry.hubs.rate_limits import Meter
from registry.hubs.snapshot import (
    Disabled,
    HubError,
    Malformed,
    NotVisible,
    RateLimited,
    Unauthorized,
    Unavailable,
)

USER_AGENT = "sourceform/0.1.0"
MOST_BYTES = 1024 * 1024  # of one answer
LONGEST_ETAG = 200
LATER = 60.0  # seconds, where a hub asks to wait and does not say how long


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]  # by name in any case
    content: bytes
    path: str = ""

    @property
    def etag(self) -> str:
        """What to send the next time; "" for one that is too long to keep."""
        etag = self.headers.get("ETag", "")
        return etag if len(etag) <= LONGEST_ETAG and etag.isascii() else ""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who is asked, by whom, and until when. `ends` is a time of time.monotonic()."""

    endpoint: str
    hub: str  # as people call it
    token: str = ""
    setting: str = ""  # the name of the setting that holds the token
    agent: str = USER_AGENT
    ends: float = 0.0
    meter: Meter | None = None

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        return self._send("GET", path, headers)

    def post(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        return self._send("POST", path, headers)

    def _send(self, method: str, path: str, headers: Mapping[str, str] | None) -> Answer:
        """Raises RateLimited before anything is sent, Unavailable without a usable answer, else Malformed."""
        sent = {"User-Agent": self.agent, "Accept": "application/json", **(headers or {})}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        try:
            with transport.limited(
                self.endpoint, seconds=self._left(), most_bytes=MOST_BYTES, meter=self.meter
            ):
                answer = _client().request(method, self.endpoint + path, headers=sent)
        except transport.TooLarge as error:
            raise Malformed(f"The answer of {self.hub} cannot be read: {error}.") from error
        except httpx2.TimeoutException as error:
            raise Unavailable(f"{self.hub} did not answer in time.") from error
        except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError) as error:
            words = str(error)[:200] or type(error).__name__
            raise Unavailable(f"{self.hub} could not be read: {words}.") from error
        return Answer(answer.status_code, answer.headers, answer.content, path)

    def _left(self) -> float:
        return self.ends - time.monotonic()

    def json(self, answer: Answer) -> Mapping[str, Any]:
        """The object in a body. Not JSON at all means something else answered; that is an outage."""
        body = self.any_json(answer)
        if not isinstance(body, dict):
            raise Unavailable(f"{self.hub} answered with JSON that is no record.")
        return body

    def any_json(self, answer: Answer) -> object:
        try:
            return json.loads(answer.content, parse_constant=lambda _: None)
        except RecursionError as error:
            raise Malformed(f"The answer of {self.hub} is nested too deeply to be read.") from error
        except (json.JSONDecodeError, UnicodeDecodeError) as error:
            raise Unavailable(f"{self.hub} answered with something that is not JSON.") from error
        except ValueError as error:
            raise Malformed(f"The answer of {self.hub} has a number too long to be read.") from error

    def refusal(self, answer: Answer, *, now: datetime) -> HubError:
        """What a status other than success means, on hubs that follow the usual meanings."""
        match answer.status:
            case 429:
                return self.too_many(answer, now=now)
            case 401 if self.token:  # a refused token must never read as "everything is gone"
                return Unauthorized(f"{self.hub} refuses our token ({self.setting}).")
            case 401 | 404 | 410:
                return NotVisible(f"{self.hub} does not show this: it is missing, private or deleted.")
            case 451:
                return Disabled(f"{self.hub} has disabled access to this for legal reasons.")
            case 400 | 422:
                return Malformed(f"{self.hub} does not understand the question.")
        return Unavailable(f"{self.hub} answered with status {answer.status}.")

    def too_many(self, answer: Answer, *, now: datetime) -> RateLimited:
        wait = stated_wait(answer.headers, now=now)
        if self.meter and answer.status != 429:  # told so in other words, which a meter does not know
            self.meter.hear(answer.path, 429, answer.headers)
        return RateLimited(f"{self.hub} asks us to wait: too many requests.", retry_after=wait)


@cache
def _client() -> httpx2.Client:
    """One for all, since reading the certificates takes long; it keeps no cookie and no redirect."""
    return httpx2.Client(
        transport=transport.BoundedTransport(), follow_redirects=True, max_redirects=5, trust_env=False
    )


os.register_at_fork(after_in_child=_client.cache_clear)  # connections belong to one process


def stated_wait(headers: Mapping[str, str], *, now: datetime) -> float:
    """Seconds: Retry-After, else until a spent window resets, else a minute.

    A limit on bursts is told while much of the window is left: then the end of the window is not meant.
    """
    after = rate_limits.retry_after(headers, now=now)
    if after is not None:
        return after
    window = rate_limits.read(headers, now=now)
    return max(window.resets_in, 1.0) if window and not window.remaining else LATER

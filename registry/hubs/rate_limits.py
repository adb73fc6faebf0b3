"""What a hub says of its limits: in the RateLimit headers, in X-RateLimit-*, and in Retry-After."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Protocol

LONGEST_WAIT = 3600.0  # seconds; whatever a hub says, it is asked again after an hour

_NUMBER = r"(\d{1,10})(?!\d)"
_NAMED = re.compile(rf'"(\w{{1,20}})"\s*;\s*r\s*=\s*{_NUMBER}\s*;\s*t\s*=\s*{_NUMBER}')
_POLICY = re.compile(rf"q\s*=\s*{_NUMBER}[^,]*?w\s*=\s*{_NUMBER}")
_WHOLE = re.compile(_NUMBER)


@dataclass(frozen=True, slots=True)
class Stated:
    """What is left of the window under way, which ends in `resets_in` seconds. 0 where nothing was said."""

    remaining: int
    resets_in: float
    limit: int = 0  # requests per window
    window: int = 0  # seconds
    bucket: str = ""  # as the hub names it


class Meter(Protocol):
    """Who is asked before each request, detours included, and told what came back."""

    def ask(self, path: str) -> None:
        """Raises RateLimited when the request should wait."""

    def hear(self, path: str, status: int, headers: Mapping[str, str]) -> None: ...


def read(headers: Mapping[str, str], *, now: datetime) -> Stated | None:
    """The limits in the headers of an answer; None where there are none that can be read."""
    named = _NAMED.search(headers.get("RateLimit", ""))
    if named:
        policy = _POLICY.search(headers.get("RateLimit-Policy", ""))
        limit, window = (int(policy[1]), int(policy[2])) if policy else (0, 0)
        return Stated(int(named[2]), min(float(named[3]), LONGEST_WAIT), limit, window, named[1])
    left, reset = _whole(headers, "X-RateLimit-Remaining"), _whole(headers, "X-RateLimit-Reset")
    if left is None or reset is None:
        return None
    resets_in = min(max(reset - now.timestamp(), 0.0), LONGEST_WAIT)
    return Stated(left, resets_in, _whole(headers, "X-RateLimit-Limit") or 0)


def stated_wait(headers: Mapping[str, str], *, now: datetime) -> float | None:
    """Seconds that a refused caller should wait, at most an hour; None when the answer does not say."""
    limits, after = read(headers, now=now), retry_after(headers, now=now)
    if limits is None:
        return after
    return max(limits.resets_in, after or 0.0)


def retry_after(headers: Mapping[str, str], *, now: datetime) -> float | None:
    """Retry-After, which is a number of seconds or a date."""
    stated = headers.get("Retry-After", "").strip()
    if stated.isascii() and stated.isdigit():
        return min(float(stated[:9]), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(stated)
        seconds = (until.replace(tzinfo=until.tzinfo or UTC) - now).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(seconds, 0.0), LONGEST_WAIT)


def _whole(headers: Mapping[str, str], name: str) -> int | None:
    found = _WHOLE.fullmatch(headers.get(name, "").strip()[:12])
    return int(found[1]) if found else None

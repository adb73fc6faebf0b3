"""One token bucket for each hub, account and kind of request, shared by all workers through its row.

At most four fifths of a window are used, so that whoever else asks under the same address or token is not
shut out by us. Once told to wait, nothing is sent to that bucket until its window ends.
"""

import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Greatest, Least
from django.db.models.query import QuerySet

from registry.hubs import rate_limits
from registry.hubs.rate_limits import LONGEST_WAIT
from registry.hubs.snapshot import RateLimited
from registry.refresh.models import Budget

ANONYMOUS = "anonymous"
SHORTEST_WAIT = 1.0  # seconds
SAME_WINDOW = timedelta(seconds=30)  # the ends of one window, told twice, differ by less

# Requests per window in seconds, without and with a token, until a hub says otherwise. Hugging Face: hub-docs
# rate-limits.md as of September 2025, free plan.
PLANS: dict[tuple[str, str], tuple[tuple[int, int], tuple[int, int]]] = {
    ("huggingface", "api"): ((500, 300), (1000, 300)),
    ("huggingface", "resolvers"): ((3000, 300), (5000, 300)),
    ("huggingface", "pages"): ((100, 300), (200, 300)),
    # docs.github.com, "Rate limits for the REST API"; developers.zenodo.org; archive.softwareheritage.org/api
    ("github", "api"): ((60, 3600), (5000, 3600)),
    ("zenodo", "api"): ((60, 60), (100, 60)),
    ("swh", "api"): ((120, 3600), (1200, 3600)),
    ("swh", "save"): ((10, 3600), (10, 3600)),
}
UNKNOWN = ((60, 60), (60, 60))  # one a second, of a hub that publishes no limits


def account_of(token: str) -> str:
    """What stands for a token in tables and pages: enough of its hash to tell two apart."""
    return hashlib.sha256(token.encode()).hexdigest()[:12] if token else ANONYMOUS


def take(hub: str, bucket: str, *, token: str = "", now: datetime) -> float:
    """Take one request out of the budget: 0 when it may be sent, else the seconds to wait."""
    row = _row(hub, bucket, token, now)
    turned = Q(resets_at__lte=now)
    taken = (
        _rows(hub, bucket, token)
        .filter(Q(blocked_until__isnull=True) | Q(blocked_until__lte=now), turned | _enough())
        .update(
            remaining=Case(When(turned, then=F("limit") - 1), default=F("remaining") - 1),
            resets_at=Case(
                When(turned, then=Value(now + timedelta(seconds=row.window))), default=F("resets_at")
            ),
        )
    )
    return 0.0 if taken else _wait(_rows(hub, bucket, token).get(), now)


def learn(hub: str, bucket: str, headers: Mapping[str, str], *, token: str = "", now: datetime) -> None:
    """Believe what an answer says of the window; within one window, the smaller number of what is left."""
    stated = rate_limits.read(headers, now=now)
    if stated is None:
        return
    bucket = stated.bucket if (hub, stated.bucket) in PLANS else bucket
    row = _row(hub, bucket, token, now)
    limit, window = stated.limit or row.limit, stated.window or row.window
    ends = now + timedelta(seconds=stated.resets_in)
    if row.resets_at <= now or ends > row.resets_at + SAME_WINDOW:  # another window: what is left begins anew
        left: Value | Least = Value(stated.remaining)
    else:
        left = Least(F("remaining") + limit - F("limit"), Value(stated.remaining))
    _rows(hub, bucket, token).filter(resets_at=row.resets_at).update(
        remaining=left, limit=limit, window=window, resets_at=max(ends, now)
    )


def refused(hub: str, bucket: str, wait: float | None, *, token: str = "", now: datetime) -> None:
    """We were told that this was too much: nothing more until the stated time, or the end of the window."""
    row = _row(hub, bucket, token, now)
    ends = row.resets_at if row.resets_at > now else now + timedelta(seconds=row.window)
    until = ends if wait is None else now + timedelta(seconds=max(wait, SHORTEST_WAIT))
    until = min(until, now + timedelta(seconds=LONGEST_WAIT))
    _rows(hub, bucket, token).update(
        blocked_until=Case(
            When(blocked_until__isnull=True, then=Value(until)),
            default=Greatest(F("blocked_until"), Value(until)),
        )
    )


def _enough() -> Q:
    """A fifth of the window is left untouched; one request per window always goes."""
    return Q(remaining__gte=F("limit")) | Q(remaining__gte=F("limit") / 5 + 1)


def _wait(row: Budget, now: datetime) -> float:
    until = max(row.resets_at, row.blocked_until or row.resets_at)
    if row.blocked_until and row.blocked_until > now:
        until = row.blocked_until
    return min(max((until - now).total_seconds(), SHORTEST_WAIT), LONGEST_WAIT)


def _rows(hub: str, bucket: str, token: str) -> QuerySet[Budget]:
    return Budget.objects.filter(hub=hub, bucket=bucket, account=account_of(token))


def _row(hub: str, bucket: str, token: str, now: datetime) -> Budget:
    anonymous, with_token = PLANS.get((hub, bucket), UNKNOWN)
    limit, window = with_token if token else anonymous
    fresh = {
        "limit": limit,
        "window": window,
        "remaining": limit,
        "resets_at": now + timedelta(seconds=window),
    }
    return Budget.objects.get_or_create(hub=hub, bucket=bucket, account=account_of(token), defaults=fresh)[0]


@dataclass(frozen=True, slots=True)
class Metered:
    """The meter of one hub and token (hubs.rate_limits.Meter), which counts in the shared rows.

    `began` is the time at which it is made; the clock runs on from there.
    """

    hub: str
    bucket_of: Callable[[str], str]  # of a path
    token: str
    began: datetime
    _since: float = field(default_factory=time.monotonic, compare=False)

    @property
    def now(self) -> datetime:
        return self.began + timedelta(seconds=time.monotonic() - self._since)

    def ask(self, path: str) -> None:
        wait = take(self.hub, self.bucket_of(path), token=self.token, now=self.now)
        if wait:
            raise RateLimited("What we may ask of this hub is used up for now.", retry_after=wait)

    def hear(self, path: str, status: int, headers: Mapping[str, str]) -> None:
        now, bucket = self.now, self.bucket_of(path)
        learn(self.hub, bucket, headers, token=self.token, now=now)
        if status == 429:
            wait = rate_limits.stated_wait(headers, now=now)
            refused(self.hub, bucket, wait, token=self.token, now=now)

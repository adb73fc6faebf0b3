"""What could not be read or written of a hub's list: kept with its reason, never in the way of the rest."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import DataError, IntegrityError, transaction
from django.db.models import F

from registry.hubs.huggingface_list import Unread
from registry.hubs.snapshot import Snapshot
from registry.refresh.models import SetAside
from registry.refresh.pages import Apart, PageResult, write_page

# What one hostile item can cause when it is written. A database that is away or locked is not among it.
ODD = (ArithmeticError, AttributeError, DataError, IntegrityError, LookupError, TypeError, ValueError)


def write_apart(seen: Sequence[Snapshot], *, sweep: int, now: datetime) -> tuple[PageResult, list[Unread]]:
    """`write_page`, and what it stumbled over, found by halves. Part of the caller's transaction."""
    try:
        with transaction.atomic():
            return write_page(seen, sweep=sweep, now=now), []
    except ODD as error:
        if len(seen) == 1:
            return PageResult(seen=1), [_unwritten(seen[0], error)]
    middle = len(seen) // 2
    one, refused = write_apart(seen[:middle], sweep=sweep, now=now)
    other, more = write_apart(seen[middle:], sweep=sweep, now=now)
    return _sum(one, other), refused + more


def _unwritten(seen: Snapshot, error: Exception) -> Unread:
    reason = f"The item cannot be recorded: {type(error).__name__}."
    return Unread(reason, raw=str(seen.relevant())[:8192], key=seen.key, repo_id=seen.repo_id)


def _sum(one: PageResult, other: PageResult) -> PageResult:
    return PageResult(
        seen=one.seen + other.seen,
        new=one.new + other.new,
        changed=one.changed + other.changed,
        unchanged=one.unchanged + other.unchanged,
        older=one.older + other.older,
        apart=one.apart + other.apart,
    )


def of_apart(apart: Apart) -> Unread:
    """A repository that was read and not taken over."""
    return Unread(apart.reason, key=apart.key, repo_id=apart.repo_id)


def note(hub: str, items: Iterable[Unread], *, now: datetime) -> None:
    """Keep what was set aside; the same item once, with how often and since when."""
    rows = {item.digest: _row(hub, item, now) for item in items}
    known = SetAside.objects.filter(hub=hub, digest__in=rows)
    again = set(known.values_list("digest", flat=True))
    known.update(times=F("times") + 1, last_at=now)
    SetAside.objects.bulk_create(row for digest, row in rows.items() if digest not in again)


def _row(hub: str, item: Unread, now: datetime) -> SetAside:
    return SetAside(
        hub=hub,
        key=item.key[:100],
        repo_id=item.repo_id[:200],
        reason=item.reason[:300],
        digest=item.digest,
        raw=item.raw,
        first_at=now,
        last_at=now,
    )


def forget(hub: str, *, before: datetime) -> None:
    """Let go what a whole sweep, begun then, did not stumble over again."""
    SetAside.objects.filter(hub=hub, last_at__lt=before).delete()

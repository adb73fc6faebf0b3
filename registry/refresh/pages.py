"""A page of what a hub lists, written down: the set-based road beside the one for single entries."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q

from registry.catalog.models import HubEntry
from registry.hubs.snapshot import Snapshot
from registry.refresh import entries
from registry.refresh.drafts import is_old_name, list_entry
from registry.refresh.refresh import write

MOST = 1000


@dataclass(frozen=True, slots=True)
class Apart:
    """A repository that was not taken over, and why, in one sentence."""

    key: str
    repo_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class PageResult:
    """What came of a page: how many were seen; of these new, changed, unchanged, older than what is known.

    Private ones that only our own token sees, and that were not listed, count as seen and nothing else.
    """

    seen: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    older: int = 0
    apart: tuple[Apart, ...] = ()


def write_page(seen: Sequence[Snapshot], *, sweep: int = 0, now: datetime) -> PageResult:
    """Record at most 1,000 snapshots of one hub, `sweep` being the number of the sweep that saw them.

    Part of the caller's transaction. Raises ValueError for more than 1,000.
    """
    if len(seen) > MOST:
        raise ValueError(f"at most {MOST} snapshots at a time, not {len(seen)}")
    result = PageResult(seen=len(seen))
    for one in seen:
        result = _write(one, result, sweep=sweep, now=now)
    return result


def _write(seen: Snapshot, so_far: PageResult, *, sweep: int, now: datetime) -> PageResult:
    known = HubEntry.objects.filter(hub=seen.hub)
    entry = known.filter(hub_key=seen.key).first() or known.filter(Q(repo_id__iexact=seen.repo_id)).first()
    new = entry is None
    if entry is None:
        if seen.private:
            return so_far
        if is_old_name(seen):
            apart = Apart(seen.key, seen.repo_id, f"{seen.repo_id} is an earlier name of another model.")
            return replace(so_far, apart=(*so_far.apart, apart))
        entry = list_entry(seen, now=now)
    elif entries.is_older(entry, seen):
        return replace(so_far, older=so_far.older + 1)
    written = write(entry.pk, seen, now=now)
    if written.trouble and not seen.private:
        apart = Apart(seen.key, seen.repo_id, written.trouble)
        return replace(so_far, apart=(*so_far.apart, apart))
    HubEntry.objects.filter(pk=entry.pk, seen_in__lt=sweep).update(seen_in=sweep)
    if new:
        return replace(so_far, new=so_far.new + 1)
    if written.recorded.changed:
        return replace(so_far, changed=so_far.changed + 1)
    return replace(so_far, unchanged=so_far.unchanged + 1)

"""A page of what a hub lists, written down: the set-based road beside the one for single entries.

Most of what a sweep sees is as it was, and most of the rest is new. Both are written for the whole page at
once, in a number of queries that does not grow with it. What is rare (a rename, a claim read for the first
time) takes the road of single entries, in the same transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from registry.hubs.snapshot import Snapshot
from registry.refresh import known_entries, new_entries
from registry.refresh.found import Apart, Found

__all__ = ["MOST", "Apart", "PageResult", "write_page"]

MOST = 1000


@dataclass(frozen=True, slots=True)
class PageResult:
    """What came of a page: how many were seen; of these new, changed, unchanged, older than what is known.

    Repositories that were not taken over are listed with the reason. Private ones that only our own token
    sees, and that were not listed, count as seen and nothing else.
    """

    seen: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    older: int = 0
    apart: tuple[Apart, ...] = ()


def write_page(seen: Sequence[Snapshot], *, sweep: int = 0, now: datetime) -> PageResult:
    """Record at most 1,000 snapshots of one hub, `sweep` being the number of the sweep that saw them.

    Part of the caller's transaction. A repository whose path belongs to another id is not taken over: what is
    listed there keeps its ratings, and is told that another stands at its path. Raises ValueError for more
    than 1,000.
    """
    if len(seen) > MOST:
        raise ValueError(f"at most {MOST} snapshots at a time, not {len(seen)}")
    found = Found.look_up(_newest_of_each(seen))
    known = known_entries.write(found, sweep=sweep, now=now)
    new = new_entries.write(found, sweep=sweep, now=now)
    return PageResult(
        seen=len(seen),
        new=new.written,
        changed=known.changed,
        unchanged=known.unchanged,
        older=known.older,
        apart=(*known.apart, *new.apart),
    )


def _newest_of_each(seen: Sequence[Snapshot]) -> list[Snapshot]:
    """Pages repeat repositories that move while they are read: the last word of each counts."""
    newest: dict[str, Snapshot] = {}
    for one in seen:
        other = newest.get(one.key)
        if other is None or (one.fetched_at, one.modified_at) >= (other.fetched_at, other.modified_at):
            newest[one.key] = one
    return list(newest.values())

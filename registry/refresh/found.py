"""Which repositories of a page are listed here, and under which entries."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models.query import QuerySet

from registry.catalog.hub_entries import by_key, by_name
from registry.catalog.models import HubEntry
from registry.hubs.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Apart:
    """A repository that was not taken over, and why, in one sentence."""

    key: str
    repo_id: str
    reason: str


@dataclass
class Found:
    """The snapshots of a page by what is known of their repositories."""

    listed: list[tuple[HubEntry, Snapshot]] = field(default_factory=list)  # by the hub's own id
    claimed: list[tuple[HubEntry, Snapshot]] = field(default_factory=list)  # by path; never read until now
    taken: list[tuple[HubEntry, Snapshot]] = field(default_factory=list)  # the path is that of another id
    new: list[Snapshot] = field(default_factory=list)

    @classmethod
    def look_up(cls, seen: Sequence[Snapshot]) -> "Found":
        """Look them all up; the entries are held until the transaction ends."""
        found = cls()
        if not seen:
            return found
        hub = seen[0].hub
        same = {entry.hub_key: entry for entry in _held(by_key(hub, [one.key for one in seen]))}
        rest = [one for one in seen if one.key not in same]
        found.listed = [(same[one.key], one) for one in seen if one.key in same]
        there = {entry.repo_id.lower(): entry for entry in _held(by_name(hub, [one.repo_id for one in rest]))}
        for one in rest:
            entry = there.get(one.repo_id.lower())
            if entry is None:
                found.new.append(one)
            else:
                (found.taken if entry.hub_key else found.claimed).append((entry, one))
        return found


def _held(rows: QuerySet[HubEntry]) -> QuerySet[HubEntry]:
    """Locked in the order of their numbers, which is that of every other writer."""
    return rows.select_for_update(of=("self",)).order_by("pk")

"""Which repositories of a page are listed here, and under which entries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models.functions import Lower

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
        by_key = {entry.hub_key: entry for entry in _entries(seen, hub_key__in=[one.key for one in seen])}
        rest = [one for one in seen if one.key not in by_key]
        found.listed = [(by_key[one.key], one) for one in seen if one.key in by_key]
        by_path = {entry.repo_id.lower(): entry for entry in _entries(rest, path__in=_paths(rest))}
        for one in rest:
            entry = by_path.get(one.repo_id.lower())
            if entry is None:
                found.new.append(one)
            else:
                (found.taken if entry.hub_key else found.claimed).append((entry, one))
        return found


def _paths(seen: Iterable[Snapshot]) -> list[str]:
    return [one.repo_id.lower() for one in seen]


def _entries(seen: Sequence[Snapshot], **where: list[str]) -> Iterable[HubEntry]:
    """Entries of the page's hub, in the order of their numbers, which is that of every other writer."""
    if not seen:
        return []
    rows = HubEntry.objects.annotate(path=Lower("repo_id")).filter(hub=seen[0].hub, **where)
    return rows.select_for_update(of=("self",)).order_by("pk")

"""What happened to a hub entry between two readings, told as events with their day."""

from collections.abc import Iterator
from datetime import datetime

from registry.catalog.models import EntryEvent, HubEntry
from registry.hubs.repository import Repository
from registry.hubs.snapshot import Snapshot

Kind = EntryEvent.Kind
State = HubEntry.State


def state_of(seen: Snapshot) -> HubEntry.State:
    if seen.private:
        return State.NOT_VISIBLE
    if seen.disabled:
        return State.DISABLED
    return State.GATED if seen.gated else State.PUBLIC


def weights_in(seen: Snapshot) -> bool | None:
    """Whether there are weight files; None where that is not shown: no list of files, or not all of it."""
    if seen.private or seen.disabled:
        return None
    if seen.has_weight_files:
        return True
    return False if seen.lists_every_file else None


def events_of(entry: HubEntry, seen: Snapshot, *, at: datetime) -> list[EntryEvent]:
    """What the snapshot shows to have happened since the entry, as it stands, was read last."""
    return [
        EntryEvent(entry=entry, at=at, kind=kind, before=before[:200], after=after[:200], commit=seen.commit)
        for kind, before, after in _happened(entry, seen)
    ]


def shown_again_or_not(entry: HubEntry, after: str) -> Iterator[tuple[str, str, str]]:
    """(kind, before, after) of what it means that the entry, as it stands, moves into this state."""
    before = entry.state
    if entry.missing_since:
        yield Kind.RETURNED, f"not shown since {entry.missing_since}", ""
    if before == State.NOT_VISIBLE != after and not entry.missing_since:
        yield Kind.VISIBLE, "", ""
    if after == State.NOT_VISIBLE != before:
        yield Kind.PRIVATE, "", ""
    if before == State.DISABLED and after not in (State.DISABLED, State.NOT_VISIBLE):
        yield Kind.ENABLED, "", ""
    if after == State.DISABLED != before:
        yield Kind.DISABLED, "", ""


def _happened(entry: HubEntry, seen: Snapshot) -> Iterator[tuple[str, str, str]]:
    before, after = entry.state, state_of(seen)
    yield from shown_again_or_not(entry, after)
    if before == State.CLAIMED:
        return  # nothing else can have changed since a reading that never was
    if (before, after) == (State.PUBLIC, State.GATED):
        yield Kind.GATED, "", seen.gated
    if (before, after) == (State.GATED, State.PUBLIC):
        yield Kind.UNGATED, "", ""
    if entry.repo_id != seen.repo_id and not seen.private:
        yield Kind.RENAMED, entry.repo_id, seen.repo_id
    yield from _weights(entry, seen)


def _weights(entry: HubEntry, seen: Snapshot) -> Iterator[tuple[str, str, str]]:
    there = weights_in(seen)
    if entry.weights and there is False:
        yield Kind.WEIGHTS_REMOVED, "", ""
    if entry.weights is False and there:
        yield Kind.WEIGHTS_RETURNED, "", ""


def missing(entry: HubEntry, *, at: datetime) -> EntryEvent | None:
    """What one more answer "not visible" means; sets the entry's state and since when it has been so.

    One look may be a slip of the hub; the same answer on a later day is a state.
    """
    today = at.date()
    if entry.missing_since is None:
        entry.missing_since = today
        return EntryEvent(entry=entry, at=at, kind=Kind.MISSING, commit=entry.commit)
    if entry.missing_since >= today or entry.state == State.GONE:
        return None
    entry.state = State.GONE
    since = f"not shown since {entry.missing_since}"
    return EntryEvent(entry=entry, at=at, kind=Kind.GONE, before=since, commit=entry.commit)


def replaced(entry: HubEntry, seen: Snapshot | Repository, *, at: datetime) -> EntryEvent | None:
    """Another repository stands at the entry's path; None when that is what was told last.

    Where the entry's own repository is, nobody has said; it is only not shown here.
    """
    last = EntryEvent.objects.filter(entry=entry).exclude(kind=Kind.GONE).order_by("-at", "-pk").first()
    if last and (last.kind, last.after) == (Kind.REPLACED, seen.key):
        return None
    entry.missing_since = entry.missing_since or at.date()
    return EntryEvent(
        entry=entry, at=at, kind=Kind.REPLACED, before=entry.hub_key, after=seen.key, commit=entry.commit
    )

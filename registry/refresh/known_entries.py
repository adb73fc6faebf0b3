"""Repositories of a page that are listed: what is as it was costs one update, what changed is recorded."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter

from django.db.models import Sum

from registry.catalog import tables
from registry.catalog.models import EntryEvent, HubEntry
from registry.hubs.snapshot import Snapshot
from registry.refresh import entries, entry_events
from registry.refresh.found import Apart, Found
from registry.refresh.lineage import note_links_of
from registry.refresh.readings import Read, compare
from registry.refresh.refresh import statement_of
from registry.refresh.refresh import write as write_one
from registry.scorecards.downloads import refresh_counts
from registry.scorecards.record import Cause, Derived, record_many

_READ = ("state", "commit", "downloads", "likes", "hub_modified_at", "weights", "card_commit")
_TOUCHED = (*_READ, "checked_at", "failed_at", "failure", "missing_since")
_touched = attrgetter(*_TOUCHED)


@dataclass
class Known:
    """What came of the listed repositories of a page."""

    changed: int = 0
    unchanged: int = 0
    older: int = 0
    apart: list[Apart] = field(default_factory=list)


def write(found: Found, *, sweep: int, now: datetime) -> Known:
    """Record what is listed, be it as it was. Part of the caller's transaction."""
    result = Known()
    _mark(found, sweep)
    fresh = [(entry, seen) for entry, seen in found.listed if not entries.is_older(entry, seen)]
    result.older = len(found.listed) - len(fresh)
    read = compare(fresh)
    _write_together([one for one in read if not one.has_moved], result, now=now)
    moved = [(one.entry, one.seen) for one in read if one.has_moved]
    for entry, seen in [*moved, *found.claimed]:
        _write_alone(entry, seen, result, now=now)
    _tell_replaced(found, result, now=now)
    return result


def _mark(found: Found, sweep: int) -> None:
    """Whatever else comes of them, this sweep has seen these repositories."""
    seen = [entry.pk for entry, _ in [*found.listed, *found.claimed] if entry.seen_in < sweep]
    HubEntry.objects.filter(pk__in=seen).update(seen_in=sweep)


def _write_alone(entry: HubEntry, seen: Snapshot, result: Known, *, now: datetime) -> None:
    written = write_one(entry.pk, seen, now=now)
    if written.trouble and not seen.private:
        result.apart.append(Apart(seen.key, seen.repo_id, written.trouble))
    elif written.moved or written.recorded.created or written.recorded.changed:
        result.changed += 1
    else:
        result.unchanged += 1


def _tell_replaced(found: Found, result: Known, *, now: datetime) -> None:
    """Where another id stands at an entry's path now, the entry says so and nothing is taken over."""
    still_there = {entry.pk for entry, seen in found.listed}
    for entry, seen in found.taken:
        result.apart.append(Apart(seen.key, seen.repo_id, entries.stands_apart(entry, seen)))
        if entry.pk not in still_there and not seen.private:
            entries.note_replaced(entry, seen, now=now)


def _write_together(read: Sequence[Read], result: Known, *, now: datetime) -> None:
    events: list[EntryEvent] = []
    changed: list[Read] = []
    turned: list[HubEntry] = []
    counted: list[int] = []
    for one in read:
        entry, was, downloads = one.entry, one.entry.state, one.entry.downloads
        events += entry_events.events_of(entry, one.seen, at=now)
        entries.show(entry, one.seen, now=now)
        if one.is_news and not one.seen.private:
            changed.append(one)
        elif entry.is_shut != (was in HubEntry.SHUT):
            turned.append(entry)
        if entry.downloads != downloads:
            counted.append(entry.model_id)
    result.changed += len(changed) + len(turned)
    result.unchanged += len(read) - len(changed) - len(turned)
    tables.update(HubEntry, _TOUCHED, ((one.entry.pk, *_touched(one.entry)) for one in read))
    entries.note_events(events)
    _record(changed, turned, now=now)
    _count(counted)


def _record(changed: Sequence[Read], turned: Sequence[HubEntry], *, now: datetime) -> None:
    """Hand what was said to the one writer; a model that can be read no more or again is judged anew."""
    if not changed and not turned:
        return
    note_links_of({one.entry.model_id: one.seen for one in changed})
    said = [statement_of(one.entry, one.seen, one.digest) for one in changed]
    record_many([*said, *(Derived(entry.model_id) for entry in turned)], cause=Cause.HUB, now=now)


def _count(model_ids: Sequence[int]) -> None:
    """Downloads order the lists; they are no part of history. A model may be on several hubs."""
    if model_ids:
        rows = HubEntry.objects.filter(model__in=model_ids).values_list("model").annotate(Sum("downloads"))
        refresh_counts(list(rows.order_by("model")))

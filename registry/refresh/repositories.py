"""The road from the other hubs: read a repository once, and record it for every model whose sources cite it.

Network first, transaction last. What it shows confirms or contradicts what is on record of the parts it is
cited for, and never adds to it (hubs/observed_elsewhere.py). An outage changes nothing but a state.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from datetime import datetime
from functools import reduce
from operator import add

from django.utils.dateparse import parse_datetime

from registry.catalog.models import EntryEvent, HubEntry
from registry.hubs.repository import Repository, from_relevant
from registry.hubs.snapshot import HubError, RateLimited, Unauthorized
from registry.hubs.zenodo import Zenodo
from registry.refresh import cited, entries, entry_events, hub_state, hubs
from registry.refresh.outcome import NOTHING, SETTLED, Refreshed, Writing
from registry.scorecards.models import Observation
from registry.scorecards.record import MOST, Cause, Recorded, Seen, record_many

State = HubEntry.State


def refresh(entry: HubEntry, *, now: datetime, writing: Writing, noting: Writing) -> Refreshed:
    """Read the repository of this entry, and record what it says for all entries of it.

    Raises RateLimited, Unavailable or Unauthorized from hubs.snapshot.
    """
    hub = hubs.cited_hub(entry.hub, now=now)
    if hub is None:
        sentence = "This hub has no address here, so nobody asks it."
        with writing():
            hub_state.note_off(entry.hub, sentence, now=now)
        return Refreshed(entry.model.path, trouble=sentence)
    known = _last(entry)
    try:
        with hub_state.asking(hub.name, token=hub.token, now=now):
            answer = hub.fetch(entry.repo_id, now=now, etag=entry.etag if known else "")
    except SETTLED as error:
        with writing():
            _note_failure(entry, error, now=now)
        return Refreshed(entry.model.path, trouble=str(error))
    except (RateLimited, Unauthorized):
        raise  # our own trouble, which says nothing of this repository
    except HubError as error:
        with noting():
            _note_failure(entry, error, now=now)
        raise
    seen = answer.seen or (replace(known, fetched_at=now.isoformat()) if known else None)
    assert seen is not None, "a hub can only say that nothing changed when it was told since when"
    with writing():
        return write(entry, seen, etag=answer.etag, now=now)


def write(entry: HubEntry, seen: Repository, *, etag: str = "", now: datetime) -> Refreshed:
    """Record what was seen of a repository for all models that cite it. Part of the caller's transaction."""
    rows = _locked(entry)
    last = _said_last(rows)
    parts = cited.parts(entry.hub, entry.repo_id, [row.model_id for row in rows])
    trouble, statements = {}, []
    for row in rows:
        trouble[row.pk] = _trouble(row, seen)
        if trouble[row.pk]:
            entries.note_apart(row, seen, trouble[row.pk], now=now)
            continue
        if _is_older(row, seen):
            continue
        digest, name = last.get(row.pk, ("", ""))
        entries.note_events(_events(row, seen, name, now=now))
        _note_seen(row, seen, etag=etag, now=now)
        shown = replace(seen, cited=parts.get(row.model_id, ()))
        if not (seen.private or seen.disabled) and digest != shown.digest:
            statements.append(_statement(row, shown))
    recorded = _record(statements, now=now) if statements else Recorded(unchanged=len(rows))
    return Refreshed(entry.model.path, trouble=trouble.get(entry.pk, ""), seen=seen, recorded=recorded)


def _last(entry: HubEntry) -> Repository | None:
    """What was seen the last time, if all entries have it: a new one needs the whole answer once."""
    rows = cited.entries_of(entry.hub, entry.repo_id)
    with_one = Observation.objects.filter(entry__in=rows).values("entry").distinct().count()
    if with_one < len(rows):
        return None
    said = Observation.objects.filter(entry=entry).order_by("-sequence").values_list("said", flat=True)
    newest = said.first()
    return from_relevant(newest) if newest else None


def _locked(entry: HubEntry) -> list[HubEntry]:
    """All entries of the repository, held until the transaction ends."""
    ids = cited.entries_of(entry.hub, entry.repo_id)
    rows = HubEntry.objects.select_for_update(of=("self",)).select_related("model")
    return list(rows.filter(pk__in=ids).order_by("pk"))


def _note_failure(entry: HubEntry, error: HubError, *, now: datetime) -> None:
    for row in _locked(entry):
        entries.note_failure(row, error, now=now)


def _trouble(row: HubEntry, seen: Repository) -> str:
    """The hub's immutable id decides: a name can be given to another repository, and nothing moves along."""
    if not row.hub_key or row.hub_key == seen.key:
        return ""
    return f"Another repository stands at {row.repo_id} now; nothing is taken over from it."


def _is_older(row: HubEntry, seen: Repository) -> bool:
    asked = parse_datetime(seen.fetched_at)
    return bool(row.checked_at and asked and asked < row.checked_at)


def _note_seen(row: HubEntry, seen: Repository, *, etag: str, now: datetime) -> None:
    """The entry as just read; `repo_id` stays the name that is cited, wherever it leads."""
    row.hub_key = seen.key
    row.state = _state(seen)
    row.commit = seen.commit
    row.etag = etag
    if seen.modified_at:
        row.hub_modified_at = parse_datetime(seen.modified_at)
    row.checked_at = now
    row.failed_at, row.failure, row.missing_since = None, "", None
    row.save()


def _state(seen: Repository) -> HubEntry.State:
    if seen.private:
        return State.NOT_VISIBLE
    if seen.disabled:
        return State.DISABLED
    if seen.gated == "closed":
        return State.CLOSED
    if seen.gated:
        return State.GATED
    return State.ARCHIVED if seen.archived else State.PUBLIC


def _said_last(rows: Sequence[HubEntry]) -> dict[int, tuple[str, str]]:
    """The digest of what was said the last time, and the name the repository had, by entry."""
    listed = Observation.objects.filter(entry__in=rows).order_by("entry", "sequence")
    said = listed.values_list("entry", "digest", "said__repo_id")
    return {entry: (digest, name) for entry, digest, name in said}  # the last of each wins


def _events(row: HubEntry, seen: Repository, name: str, *, now: datetime) -> Iterator[EntryEvent]:
    """What happened to the repository since; `name` is the one it had."""
    happened = list(entry_events.shown_again_or_not(row, _state(seen)))
    if name and name != seen.repo_id and row.hub != Zenodo.name:  # there each version has a number
        happened.append((EntryEvent.Kind.RENAMED, name, seen.repo_id))
    for kind, before, after in happened:
        yield EntryEvent(entry=row, at=now, kind=kind, before=before, after=after)


def _statement(row: HubEntry, seen: Repository) -> Seen:
    at = datetime.fromisoformat(seen.fetched_at)
    return Seen(row.pk, row.model_id, seen.commit, at, seen.digest, seen.relevant())


def _record(statements: Sequence[Seen], *, now: datetime) -> Recorded:
    """Hand them to the one writer, as many as it takes at a time."""
    written = [
        record_many(statements[start : start + MOST], cause=Cause.HUB, now=now)
        for start in range(0, len(statements), MOST)
    ]
    return _sum(written)


def _sum(results: Iterable[Recorded]) -> Recorded:
    listed = list(results) or [NOTHING]
    names = [field.name for field in fields(Recorded)]
    return Recorded(**{name: reduce(add, (getattr(row, name) for row in listed)) for name in names})

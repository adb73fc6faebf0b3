"""What is kept of a hub entry beside its facts: where it is now, when it was read, what went wrong.

None of this changes a verdict. An outage leaves a failure and when it began; what was said before stays.
"""

from collections.abc import Iterable
from datetime import datetime

from django.utils.dateparse import parse_datetime

from registry.catalog import hub_entries, lineage, organizations, search_docs
from registry.catalog.models import AIModel, Alias, EntryEvent, HubEntry, Organization
from registry.catalog.paths import path_of
from registry.hubs.repository import Repository
from registry.hubs.snapshot import Disabled, HubError, Malformed, NotVisible, Snapshot
from registry.refresh import entry_events
from registry.scorecards import derive
from registry.scorecards.marks import note_move


def organization_of(repo_id: str) -> Organization:
    """The organization that a repository id names, listed if it was not yet."""
    spelled = repo_id.partition("/")[0] if "/" in repo_id else "_"
    return organizations.listed(spelled)


def locked(entry_id: int) -> HubEntry:
    """The entry, held until the transaction ends. Raises HubEntry.DoesNotExist."""
    return HubEntry.objects.select_for_update(of=("self",)).select_related("model").get(pk=entry_id)


def note_failure(entry: HubEntry, error: HubError, *, now: datetime) -> None:
    """Keep what went wrong, and since when it has been so.

    One "not visible" may be a slip of the hub; the same answer on a later day is a state.
    """
    sentence = str(error)[:300]
    if isinstance(error, Disabled) and entry.state != HubEntry.State.DISABLED:
        entry.state = HubEntry.State.DISABLED
        note_events([EntryEvent(entry=entry, at=now, kind=EntryEvent.Kind.DISABLED, commit=entry.commit)])
    if isinstance(error, NotVisible):
        note_events([entry_events.missing(entry, at=now)])
    if entry.failure != sentence or entry.failed_at is None:
        entry.failure, entry.failed_at = sentence, now
    entry.save(update_fields=["state", "missing_since", "failure", "failed_at"])


def note_apart(entry: HubEntry, seen: Snapshot | Repository, reason: str, *, now: datetime) -> None:
    """Keep that what was read is not this entry's repository; asked again on another day, it is not there."""
    if entry.hub_key and entry.hub_key != seen.key:
        told = entry_events.replaced(entry, seen, at=now)
        note_events([told or entry_events.missing(entry, at=now)])
    note_failure(entry, Malformed(reason), now=now)


def note_replaced(entry: HubEntry, seen: Snapshot, *, now: datetime) -> None:
    """Keep that a list shows another repository at the entry's path. Where its own is, a sweep will say."""
    note_events([entry_events.replaced(entry, seen, at=now)])
    note_failure(entry, Malformed(stands_apart(entry, seen)), now=now)


def note_events(events: Iterable[EntryEvent | None]) -> None:
    """Write what happened to entries: the only place where that is done."""
    EntryEvent.objects.bulk_create(event for event in events if event)


def note_seen(entry: HubEntry, seen: Snapshot, *, now: datetime) -> None:
    """The entry as just read. Its model must be recorded elsewhere (scorecards.record)."""
    note_events(entry_events.events_of(entry, seen, at=now))
    show(entry, seen, now=now)
    entry.save()


def show(entry: HubEntry, seen: Snapshot, *, now: datetime) -> None:
    """Let the entry, as it will be written, say what the snapshot says."""
    entry.hub_key = seen.key
    if not seen.private:  # a name that only our own token sees is not for everybody
        entry.repo_id = seen.repo_id
    entry.state = entry_events.state_of(seen)
    entry.commit = seen.commit
    entry.downloads = seen.downloads
    entry.likes = seen.likes
    entry.hub_modified_at = moment(seen.modified_at)
    entry.checked_at = now
    entry.failed_at, entry.failure = None, ""
    entry.missing_since = None
    weights = entry_events.weights_in(seen)
    entry.weights = entry.weights if weights is None else weights
    entry.card_commit = seen.card_commit or entry.card_commit


def is_older(entry: HubEntry, seen: Snapshot) -> bool:
    """Whether something newer is kept already: asked later, or modified later by the hub's own account."""
    asked, modified = moment(seen.fetched_at), moment(seen.modified_at)
    if entry.checked_at and asked and asked < entry.checked_at:
        return True
    return bool(entry.hub_modified_at and modified and modified < entry.hub_modified_at)


def moment(text: str) -> datetime | None:
    return parse_datetime(text) if text else None


def stands_apart(entry: HubEntry, seen: Snapshot) -> str:
    """Why what was seen must not be taken as this entry's repository, in one sentence; "" if it may.

    The hub's immutable id decides, never the path: a path can be given to another repository, and a
    redirect can end at one. Ratings never move along.
    """
    if entry.hub_key and entry.hub_key != seen.key:
        return f"Another repository stands at {seen.repo_id} now; nothing is taken over from it."
    if not entry.hub_key and entry.repo_id.lower() != seen.repo_id.lower():
        return (
            f"{entry.repo_id} leads to {seen.repo_id} now. Whether that is the same model is not known, "
            "so nothing is taken over from it."
        )
    for known in (hub_entries.by_key(seen.hub, [seen.key]), hub_entries.by_name(seen.hub, [seen.repo_id])):
        other = known.exclude(pk=entry.pk).select_related("model").first()
        if other:
            return f"{seen.repo_id} is already listed as {other.model.path}."
    return ""


def follow(entry: HubEntry, seen: Snapshot, *, now: datetime) -> bool:
    """Let the model follow a renamed repository to its new path; the old path stays an alias.

    The path stays where it is when it was not the repository's, or the new one belongs to another model.
    """
    model, old, new = entry.model, path_of(entry.repo_id), path_of(seen.repo_id)
    if seen.private:
        return False  # a name that only our own token sees is not for everybody
    if old == new or model.path != old or _is_taken(new, model):
        return False
    Alias.objects.filter(path=new).delete()  # it was this model's own: it has come back to an earlier name
    model.path, model.organization = new, organization_of(seen.repo_id)
    model.save(update_fields=["path", "organization"])
    Alias.objects.create(path=old, model=model)
    search_docs.keep([model.pk])
    note_move(model.pk, now=now)
    derive.anew(lineage.adopt([model]))  # cards may have named the new path before
    return True


def _is_taken(path: str, model: AIModel) -> bool:
    others_alias = Alias.objects.filter(path=path).exclude(model=model)
    return AIModel.objects.filter(path=path).exists() or others_alias.exists()

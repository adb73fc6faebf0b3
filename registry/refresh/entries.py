"""What is kept of a hub entry beside its facts: where it is now, when it was read, what went wrong.

None of this changes a verdict. An outage leaves a failure and when it began; what was said before stays.
"""

from datetime import datetime

from django.db.models import Q
from django.utils.dateparse import parse_datetime

from registry.catalog import lineage
from registry.catalog.models import AIModel, Alias, HubEntry, Organization
from registry.catalog.paths import path_of
from registry.hubs.snapshot import Disabled, HubError, NotVisible, Snapshot
from registry.scorecards import derive
from registry.scorecards.marks import note_move


def organization_of(repo_id: str) -> Organization:
    """The organization that a repository id names, listed if it was not yet."""
    spelled = repo_id.partition("/")[0] if "/" in repo_id else "_"
    return Organization.objects.get_or_create(slug=spelled.lower(), defaults={"name": spelled})[0]


def locked(entry_id: int) -> HubEntry:
    """The entry, held until the transaction ends. Raises HubEntry.DoesNotExist."""
    return HubEntry.objects.select_for_update(of=("self",)).select_related("model").get(pk=entry_id)


def note_failure(entry: HubEntry, error: HubError, *, now: datetime) -> None:
    """Keep what went wrong, and since when it has been so.

    One "not visible" may be a slip of the hub; the same answer on a later day is a state.
    """
    sentence = str(error)[:300]
    if isinstance(error, Disabled):
        entry.state = HubEntry.State.DISABLED
    if isinstance(error, NotVisible) and entry.failure == sentence and _began_before(entry, now):
        entry.state = HubEntry.State.NOT_VISIBLE
    if entry.failure != sentence or entry.failed_at is None:
        entry.failure, entry.failed_at = sentence, now
    entry.save(update_fields=["state", "failure", "failed_at"])


def _began_before(entry: HubEntry, now: datetime) -> bool:
    return entry.failed_at is not None and entry.failed_at.date() < now.date()


def note_seen(entry: HubEntry, seen: Snapshot, *, now: datetime) -> None:
    """The entry as just read. Its model must be recorded elsewhere (scorecards.record)."""
    entry.hub_key = seen.key
    entry.repo_id = seen.repo_id
    entry.state = _state(seen)
    entry.commit = seen.commit
    entry.downloads = seen.downloads
    entry.likes = seen.likes
    entry.hub_modified_at = _moment(seen.modified_at)
    entry.checked_at = now
    entry.failed_at, entry.failure = None, ""
    entry.save()


def _state(seen: Snapshot) -> HubEntry.State:
    if seen.private:
        return HubEntry.State.NOT_VISIBLE
    if seen.disabled:
        return HubEntry.State.DISABLED
    return HubEntry.State.GATED if seen.gated else HubEntry.State.PUBLIC


def is_older(entry: HubEntry, seen: Snapshot) -> bool:
    """Whether something newer is kept already: asked later, or modified later by the hub's own account."""
    asked, modified = _moment(seen.fetched_at), _moment(seen.modified_at)
    if entry.checked_at and asked and asked < entry.checked_at:
        return True
    return bool(entry.hub_modified_at and modified and modified < entry.hub_modified_at)


def _moment(text: str) -> datetime | None:
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
    other = (
        HubEntry.objects.filter(Q(hub_key=seen.key) | Q(repo_id__iexact=seen.repo_id), hub=seen.hub)
        .exclude(pk=entry.pk)
        .select_related("model")
        .first()
    )
    return f"{seen.repo_id} is already listed as {other.model.path}." if other else ""


def follow(entry: HubEntry, seen: Snapshot, *, now: datetime) -> bool:
    """Let the model follow a renamed repository to its new path; the old path stays an alias.

    The path stays where it is when it was not the repository's, or the new one belongs to another model.
    """
    model, old, new = entry.model, path_of(entry.repo_id), path_of(seen.repo_id)
    if old == new or model.path != old or _is_taken(new, model):
        return False
    Alias.objects.filter(path=new).delete()  # it was this model's own: it has come back to an earlier name
    model.path, model.organization = new, organization_of(seen.repo_id)
    model.save(update_fields=["path", "organization"])
    Alias.objects.create(path=old, model=model)
    note_move(model.pk, now=now)
    derive.anew(lineage.adopt([model]))  # cards may have named the new path before
    return True


def _is_taken(path: str, model: AIModel) -> bool:
    others_alias = Alias.objects.filter(path=path).exclude(model=model)
    return AIModel.objects.filter(path=path).exists() or others_alias.exists()

"""The road from a hub: fetch, compare, observe, record.

Network first, transaction last. What is fetched is a frozen snapshot; what is written is one transaction, and
only what changed. An outage changes no fact.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Sum

from registry.catalog.models import HubEntry
from registry.hubs import huggingface
from registry.hubs.huggingface_wire import bucket_of
from registry.hubs.snapshot import (
    HubError,
    NotVisible,
    RateLimited,
    Snapshot,
    Unauthorized,
)
from registry.jobs.models import Job
from registry.jobs.queue import enqueue
from registry.refresh import entries, hub_state, repositories, shutting
from registry.refresh.budget import Metered
from registry.refresh.lineage import note_links
from registry.refresh.outcome import SETTLED, Refreshed, Writing
from registry.scorecards.downloads import refresh_counts
from registry.scorecards.models import Observation
from registry.scorecards.record import Cause, Recorded, Seen, record


def ask(entry: HubEntry) -> Job:
    """Have an entry read soon, by a worker. Many who ask cause one reading."""
    return enqueue("refresh", job_key(entry), {"entry": entry.pk}, queue="refresh")


def job_key(entry: HubEntry) -> str:
    return f"refresh:{entry.hub}:{entry.pk}"


def refresh(
    entry_id: int,
    *,
    now: datetime,
    with_card: bool = True,
    writing: Writing = transaction.atomic,
    noting: Writing = transaction.atomic,
) -> Refreshed:
    """Read one hub entry and record what it says; without its card, what a list would show of it.

    `writing` is the transaction the outcome is written in, `noting` the one for a failure that will be tried
    again. Raises HubEntry.DoesNotExist, and RateLimited, Unavailable or Unauthorized from hubs.snapshot.
    """
    entry = HubEntry.objects.select_related("model").get(pk=entry_id)
    if entry.is_cited:
        return repositories.refresh(entry, now=now, writing=writing, noting=noting)
    try:
        seen = _fetch(entry.repo_id, now, with_card=with_card)
    except SETTLED as error:
        with writing():
            return _not_readable(entry_id, error, now=now)
    except (Unauthorized, RateLimited):
        raise  # our own trouble, which says nothing of this entry
    except HubError as error:
        with noting():
            entries.note_failure(entries.locked(entry_id), error, now=now)
        raise
    with writing():
        return write(entry_id, seen, now=now)


def _fetch(repo_id: str, now: datetime, *, with_card: bool = True) -> Snapshot:
    token, read = settings.HF_TOKEN, huggingface.fetch if with_card else huggingface.look_up
    meter = Metered(huggingface.HUB, bucket_of, token, now)
    with hub_state.asking(huggingface.HUB, token=token, now=now):
        return read(repo_id, endpoint=settings.HF_ENDPOINT, token=token, meter=meter, now=now)


def fetch_public(repo_id: str, now: datetime, *, with_card: bool = True) -> Snapshot:
    """A repository that anybody can see. Raises the errors of hubs.snapshot."""
    seen = _fetch(repo_id, now, with_card=with_card)
    if seen.private:
        raise NotVisible("The repository is private.")
    return seen


def _not_readable(entry_id: int, error: HubError, *, now: datetime) -> Refreshed:
    entry = entries.locked(entry_id)
    was = entry.state
    entries.note_failure(entry, error, now=now)
    recorded = shutting.follow([(entry, was)], now=now)
    return Refreshed(entry.model.path, trouble=str(error), recorded=recorded)


def write(entry_id: int, seen: Snapshot, *, now: datetime) -> Refreshed:
    """Record a snapshot of an entry. Part of the caller's transaction."""
    entry = entries.locked(entry_id)
    apart = entries.stands_apart(entry, seen)
    if apart:
        entries.note_apart(entry, seen, apart, now=now)
        return Refreshed(entry.model.path, trouble=apart, seen=seen)
    if entries.is_older(entry, seen):
        return Refreshed(
            entry.model.path, trouble="The hub's answer is older than what is known already.", seen=seen
        )
    moved, was = entries.follow(entry, seen, now=now), entry.state
    entries.note_seen(entry, seen, now=now)
    if seen.private:
        recorded = shutting.follow([(entry, was)], now=now)
        trouble = "The repository is private."
        return Refreshed(entry.model.path, trouble=trouble, seen=seen, moved=moved, recorded=recorded)
    recorded = _record(entry, was, seen, now=now)
    _count(entry)
    return Refreshed(entry.model.path, seen=seen, moved=moved, recorded=recorded)


def _record(entry: HubEntry, was: str, seen: Snapshot, *, now: datetime) -> Recorded:
    """Hand what was said to the one writer, unless it is what was said the last time."""
    last = Observation.objects.filter(entry=entry).order_by("-sequence").values_list("digest", flat=True)
    if last.first() == seen.digest:
        followed = shutting.follow([(entry, was)], now=now)
        return followed if followed.changed else Recorded(unchanged=1)
    note_links(entry.model, seen)
    return record(statement_of(entry, seen, seen.digest), cause=Cause.HUB, now=now)


def statement_of(entry: HubEntry, seen: Snapshot, digest: str) -> Seen:
    """What the entry says, as the one writer takes it."""
    at = datetime.fromisoformat(seen.fetched_at)
    return Seen(entry.pk, entry.model_id, seen.commit, at, digest, seen.relevant())


def _count(entry: HubEntry) -> None:
    """Downloads order the lists; they are no part of history."""
    counted = HubEntry.objects.filter(model=entry.model_id).aggregate(all=Sum("downloads"))
    refresh_counts([(entry.model_id, counted["all"] or 0)])

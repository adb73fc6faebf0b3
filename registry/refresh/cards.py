"""Whose cards are read: models that people look at. All others live from what the hub's list shows."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q
from django.db.models.query import QuerySet

from registry.catalog.models import HubEntry
from registry.jobs.models import Job
from registry.refresh.refresh import ask, job_key
from registry.scorecards.models import Scorecard

MOST_OPEN = 300  # readings asked for at any time: two or three requests each, well within a window
LOOKED_AT = 3000  # of what is due, the most downloaded
AGAIN_AFTER = timedelta(days=1)  # what could not be read is not tried more often
READ = (HubEntry.State.CLAIMED, HubEntry.State.PUBLIC, HubEntry.State.GATED)


def ask_for_due(hub: str, *, now: datetime) -> int:
    """Ask for some of the cards that are due, by a job each; how many. Part of the caller's transaction."""
    room = MOST_OPEN - Job.objects.filter(kind="refresh", state__in=["waiting", "running"]).count()
    if room <= 0:
        return 0
    rows = {entry.pk: entry for wanted in WANTED for entry in _due(hub, wanted())}
    tried = _tried(rows.values(), now)
    chosen = [entry for entry in rows.values() if job_key(entry) not in tried][:room]
    for entry in chosen:
        ask(entry)
    return len(chosen)


def _due(hub: str, wanted: Q) -> QuerySet[HubEntry]:
    """Entries whose card was not read at their commit; the most downloaded first."""
    unread = Q(state=HubEntry.State.CLAIMED) | ~Q(commit=F("card_commit")) & ~Q(commit="")
    rows = HubEntry.objects.filter(wanted, unread, hub=hub, state__in=READ)
    return rows.order_by("-downloads", "pk")[:LOOKED_AT]


def _recorded_by_people() -> Q:
    return Q(model__scorecard__state__in=[Scorecard.State.REVIEWED, Scorecard.State.IMPORTED])


def _much_downloaded() -> Q:
    return Q(model__scorecard__rank__gte=_least_rank())


# Each by an index of its own; asked together, the whole hub would be read for them.
WANTED = (_recorded_by_people, _much_downloaded)


def _least_rank() -> int:
    """From which rank on a model is among the most downloaded."""
    if settings.CARDS_READ <= 0:
        return 2**63 - 1
    ranks = Scorecard.objects.order_by("-rank").values_list("rank", flat=True)
    found = ranks[settings.CARDS_READ - 1 : settings.CARDS_READ].first()
    return found or 0


def _tried(rows: Iterable[HubEntry], now: datetime) -> set[str]:
    lately = Q(state__in=["waiting", "running"]) | Q(finished_at__gt=now - AGAIN_AFTER)
    jobs = Job.objects.filter(lately, kind="refresh", key__startswith="refresh:")
    return set(jobs.values_list("key", flat=True)) & {job_key(entry) for entry in rows}

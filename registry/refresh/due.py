"""Which cited repositories are read next: each about once a week, and no more than the hubs allow."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Min, Q
from django.db.models.functions import Lower

from registry.catalog.models import HubEntry
from registry.hubs import known
from registry.jobs.models import Job
from registry.refresh import hub_state, hubs
from registry.refresh.refresh import ask, job_key

EVERY = timedelta(days=7)
# Asked for by one slot, every ten minutes. GitHub allows 60 requests an hour without a token.
AT_ONCE = {"github": 8, "modelscope": 20, "zenodo": 40}
WITH_TOKEN = {"github": 200}


def enqueue_due(*, now: datetime) -> dict[str, int]:
    """Have the next due repositories of each hub read by workers; how many, by hub."""
    return {name: _enqueue_due(name, now=now) for name in known.CITED}


def _enqueue_due(name: str, *, now: datetime) -> int:
    hub = hubs.cited_hub(name, now=now) if name in settings.CITED_HUBS else None
    if hub is None:
        hub_state.note_off(name, "This hub is not followed here (CITED_HUBS).", now=now)
        return 0
    if hub_state.may_ask(name, token=hub.token, now=now) is not None:
        return 0
    most = WITH_TOKEN.get(name, AT_ONCE[name]) if hub.token else AT_ONCE[name]
    entries = due(name, now=now)[:most]
    for entry in entries:
        ask(entry)
    return len(entries)


def due(name: str, *, now: datetime) -> list[HubEntry]:
    """One entry of each repository that nobody read or tried for a week; longest ago first.

    A repository that another model has come to cite since is due at once.
    """
    rows = HubEntry.objects.filter(hub=name).annotate(lower_id=Lower("repo_id"))
    stale = rows.filter(Q(checked_at__isnull=True) | Q(checked_at__lte=now - EVERY)).values("lower_id")
    firsts = rows.filter(lower_id__in=stale).values("lower_id").annotate(first=Min("pk")).values("first")
    ordered = rows.filter(pk__in=firsts).order_by(F("checked_at").asc(nulls_first=True), "pk")
    tried = _tried(name, now)
    return [row for row in ordered.select_related("model") if job_key(row) not in tried]


def _tried(name: str, now: datetime) -> set[str]:
    """The keys of jobs that are open, or ended within the week."""
    jobs = Job.objects.filter(kind="refresh", key__startswith=f"refresh:{name}:")
    ended = jobs.filter(finished_at__gt=now - EVERY).values_list("key", flat=True)
    return {*ended, *jobs.filter(finished_at__isnull=True).values_list("key", flat=True)}

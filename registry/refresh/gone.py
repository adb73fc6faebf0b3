"""Looking for what a sweep did not see. Only the hub's own "not visible", on two days, makes it gone.

One request each, within the budget. Before each batch a repository that the sweep did see is looked up: a hub
that does not show that one either says nothing of any.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.db.models.query import QuerySet

from registry.catalog.models import HubEntry
from registry.hubs.snapshot import NotVisible
from registry.refresh import hub_state, missing
from registry.refresh.refresh import fetch_public, refresh

BATCH = 50

Writing = Callable[[], AbstractContextManager[None]]


def candidates(hub: str, *, now: datetime) -> QuerySet[HubEntry]:
    """What the last believed sweep did not see and nobody has missed today already."""
    sweep = missing.last_believed(hub)
    if sweep is None:
        return HubEntry.objects.none()
    not_today = Q(missing_since__isnull=True) | Q(missing_since__lt=now.date())
    return missing.missed_by(sweep).filter(not_today)


def look_for(hub: str, *, after: int = 0, now: datetime, writing: Writing = transaction.atomic) -> int | None:
    """Look up the next candidates by number: the last one looked up, None when there are no more.

    Raises RateLimited, Unavailable or Unauthorized from hubs.snapshot; what was found before that is kept.
    """
    batch = list(candidates(hub, now=now).filter(pk__gt=after).order_by("pk")[:BATCH])
    if not batch or not _shows_what_is_there(hub, now):
        return None
    for entry in batch:
        refresh(entry.pk, now=now, with_card=False, writing=writing, noting=writing)
    return batch[-1].pk


def _shows_what_is_there(hub: str, now: datetime) -> bool:
    """Whether the hub shows a repository that its own list showed last."""
    seen = HubEntry.objects.filter(hub=hub, state=HubEntry.State.PUBLIC).exclude(seen_in=0)
    witness = seen.order_by("-seen_in", "-checked_at", "-pk").first()
    try:
        if witness:
            fetch_public(witness.repo_id, now, with_card=False)
    except NotVisible:
        hub_state.warn(
            hub, f"The hub does not show {witness}, which it lists; nothing is taken for gone.", now=now
        )
        return False
    return True

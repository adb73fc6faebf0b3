"""A repository that the hub shut, or that is gone, or that is back: its model's record must be compared anew.

Its last observation may be what it always was, so that nothing else would make the record look.
"""

from collections.abc import Iterable
from datetime import datetime

from registry.catalog.models import HubEntry
from registry.scorecards.models import Observation
from registry.scorecards.record import Cause, Derived, Recorded, record_many


def follow(moves: Iterable[tuple[HubEntry, str]], *, now: datetime) -> Recorded:
    """Have the models compared with their hubs again of which an entry was shut or opened.

    `moves` pairs at most 1,000 saved entries with the state each had before. Part of the caller's
    transaction.
    """
    moved = [
        entry
        for entry, was in moves
        if entry.state != was and not HubEntry.SHUT.isdisjoint({entry.state, was})
    ]
    if not moved:
        return Recorded()
    seen = set(Observation.objects.filter(entry__in=moved).values_list("entry", flat=True).distinct())
    models = sorted({entry.model_id for entry in moved if entry.pk in seen})
    return record_many([Derived(model_id) for model_id in models], cause=Cause.HUB, now=now)

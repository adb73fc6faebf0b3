"""Switches of the whole site, set by admins and seen by all processes at once."""

from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from registry.accounts import events
from registry.accounts.actors import Actor
from registry.accounts.models import Switch

Name = Switch.Name
LONGEST_REASON = 500  # characters


def on(*, now: datetime | None = None) -> frozenset[str]:
    """The names of the switches that are on: one look at a table of three rows."""
    at = now or timezone.now()
    running = Switch.objects.filter(Q(until__isnull=True) | Q(until__gt=at), on=True)
    return frozenset(running.values_list("name", flat=True))


def is_on(name: str, *, now: datetime | None = None) -> bool:
    return name in on(now=now)


def switch(
    name: str, turn_on: bool, *, because: str, by: Actor, now: datetime, until: datetime | None = None
) -> None:
    """Turn one on or off, and keep who did it and why.

    Raises ValueError for an unknown name or without a reason.
    """
    known, because = Name(name), because.strip()[:LONGEST_REASON]
    if not because:
        raise ValueError("say why")
    before = is_on(known, now=now)
    values = {"on": turn_on, "because": because, "since": now, "until": until if turn_on else None}
    Switch.objects.update_or_create(name=known, defaults=values)
    events.note(
        "switch.on" if turn_on else "switch.off",
        by=by,
        target=known.value,
        now=now,
        before={"on": before},
        after={"on": turn_on, "until": until.isoformat() if until else None},
        because=because,
    )

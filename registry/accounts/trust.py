"""How far a person is trusted: a pure function of what the log says of that person's assessments."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from registry.accounts.models import Event, Trust, User

ACCEPTED, REJECTED = "assessment.published", "assessment.rejected"
SOME_ACCEPTED, SOME_AGE = 3, timedelta(days=7)
MANY_ACCEPTED, RECENT, MOSTLY = 25, timedelta(days=180), 0.9


class Level(IntEnum):
    """Workflow, trust levels. The highest is what a person has to show to be proposed as reviewer."""

    T0 = 0
    T1 = 1
    T2 = 2


@dataclass(frozen=True, slots=True)
class Judged:
    """An assessment of a person was accepted or rejected at this time. Withdrawn ones say nothing."""

    accepted: bool
    at: datetime


def trust(events: Iterable[Judged], now: datetime, *, since: datetime) -> Level:
    """The level of a person whose account is as old as `since`, after these judgments.

    T1: 3 accepted, 7 days. T2: 25 accepted, and 90 % of those judged in the last 180 days.
    """
    known = [event for event in events if event.at <= now]
    accepted = sum(event.accepted for event in known)
    if accepted < SOME_ACCEPTED or now - since < SOME_AGE:
        return Level.T0
    recent = [event for event in known if event.at > now - RECENT]
    share = sum(event.accepted for event in recent) / len(recent) if recent else 0
    return Level.T2 if accepted >= MANY_ACCEPTED and share >= MOSTLY else Level.T1


def level_of(user: User, *, now: datetime) -> Level:
    """The level of this person, computed from the log as it is now."""
    return trust(judged(user.pk), now, since=user.date_joined)


def judged(user_id: int, *, up_to: int | None = None) -> list[Judged]:
    """What the log says of this person's assessments, up to an event if one is named."""
    rows = Event.objects.filter(about=user_id, verb__in=[ACCEPTED, REJECTED])
    if up_to is not None:
        rows = rows.filter(pk__lte=up_to)
    return [Judged(verb == ACCEPTED, at) for verb, at in rows.order_by("pk").values_list("verb", "at")]


def recompute(*, now: datetime, user_id: int | None = None) -> int:
    """Store the level of this person, or of everybody of whom there is something to read; how many."""
    people = User.objects.filter(deleted_at__isnull=True)
    people = people.filter(pk=user_id) if user_id else people.filter(events_about__verb=ACCEPTED).distinct()
    return sum(_store(user, now) for user in people.iterator())


def _store(user: User, now: datetime) -> int:
    last = Event.objects.filter(about=user).order_by("-pk").values_list("pk", flat=True).first() or 0
    level = trust(judged(user.pk, up_to=last), now, since=user.date_joined)
    Trust.objects.update_or_create(user=user, defaults={"level": level, "at": now, "read_to": last})
    return 1

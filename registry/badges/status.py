"""The state of this site in one look, for its page, its JSON and its metrics.

A few small reads, kept for some seconds, of which none counts models. It always answers: what cannot be
read is a trouble among others.
"""

import logging
import time
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.core.cache import caches
from django.db import Error

from registry.badges import map as badge_map
from registry.badges.map import Freshness
from registry.jobs import broker
from registry.jobs.queries import Work, work
from registry.jobs.schedule import SLOTS
from registry.refresh.queries import Following, Links, following, links
from registry.scorecards.queries import open_drifts

KEPT = 5  # seconds
LATEST_DUE = 15 * 60.0  # seconds a job may be due
PARKED_LATELY = timedelta(days=1)
LONGEST_SILENCE = 2 * min(slot.every for slot in SLOTS) + timedelta(minutes=5)
OLDEST_TAIL = timedelta(hours=1)
OLDEST_SWEEP = timedelta(days=8)
OLDEST_BADGES = 60.0  # seconds

logger = logging.getLogger(__name__)


class Trouble(StrEnum):
    """What makes the state "degraded". None of it changes a fact or a verdict."""

    DATABASE = "database"
    BROKER = "broker"
    SCHEDULER = "scheduler"
    JOBS_LATE = "jobs_late"
    JOBS_PARKED = "jobs_parked"
    HUB_UNREACHABLE = "hub_unreachable"
    HUB_UNAUTHORIZED = "hub_unauthorized"
    HUB_WARNING = "hub_warning"
    TAIL_LATE = "tail_late"
    SWEEP_LATE = "sweep_late"
    BADGES_LATE = "badges_late"


@dataclass(frozen=True, slots=True)
class Reason:
    """One trouble. `subject` is a hub where it is one's; `detail` is a sentence kept with it."""

    trouble: Trouble
    subject: str = ""
    detail: str = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """What was seen at one moment. Without the database only broker and badges are known."""

    at: datetime
    broker: bool
    work: Work | None = None
    following: Following | None = None
    links: Links | None = None
    drifts: int | None = None
    badges: Freshness | None = None
    reasons: tuple[Reason, ...] = ()

    @property
    def database(self) -> bool:
        return self.work is not None

    @property
    def is_ok(self) -> bool:
        return not self.reasons


def lately(*, now: datetime) -> Status:
    """The state as it was some seconds ago at most: many who ask cost one look."""
    cache = caches["process"]
    found: Status | None = cache.get("status")
    if found is None:
        found = status(now=now)
        cache.set("status", found, KEPT)
    return found


def status(*, now: datetime) -> Status:
    """Look now: seven queries and one question to the broker, asked within a second."""
    badges = badge_map.shown().freshness(now=time.monotonic())
    answers = broker.reachable()
    try:
        seen = Status(now, answers, work(now=now), following(), links(), open_drifts(), badges)
    except Error as error:
        logger.warning("the state cannot be read from the database: %s", error)
        seen = Status(now, answers, badges=badges)
    return replace(seen, reasons=_reasons(seen))


def _reasons(seen: Status) -> tuple[Reason, ...]:
    found = [] if seen.broker else [Reason(Trouble.BROKER)]
    if seen.badges and seen.badges.age > OLDEST_BADGES:
        found.append(Reason(Trouble.BADGES_LATE, since=seen.at - timedelta(seconds=seen.badges.age)))
    if seen.work is None or seen.following is None:
        return (Reason(Trouble.DATABASE), *found)
    return (
        *found,
        *_of_work(seen.work, seen.at),
        *_of_hubs(seen.following),
        *_of_passes(seen.following, seen.at),
    )


def _of_work(found: Work, now: datetime) -> list[Reason]:
    reasons = []
    if found.last_slot is None or now - found.last_slot > LONGEST_SILENCE:
        reasons.append(Reason(Trouble.SCHEDULER, since=found.last_slot))
    if found.oldest_due > LATEST_DUE:
        reasons.append(Reason(Trouble.JOBS_LATE, since=now - timedelta(seconds=found.oldest_due)))
    parked = [line for line in found.lines if line.state == "parked"]
    if any(line.newest < PARKED_LATELY.total_seconds() for line in parked):
        reasons.append(Reason(Trouble.JOBS_PARKED))
    return reasons


def _of_hubs(found: Following) -> list[Reason]:
    troubles = {"unreachable": Trouble.HUB_UNREACHABLE, "unauthorized": Trouble.HUB_UNAUTHORIZED}
    bad = [hub for hub in found.hubs if hub.state in troubles]
    warned = [hub for hub in found.hubs if hub.warning]
    return [
        *(Reason(troubles[hub.state], hub.slug, hub.reason, hub.since) for hub in bad),
        *(Reason(Trouble.HUB_WARNING, hub.slug, hub.warning) for hub in warned),
    ]


def _of_passes(found: Following, now: datetime) -> list[Reason]:
    """Late is what was once in time, and is still to happen by the clock."""
    limits = (
        (Trouble.TAIL_LATE, found.whole_tail, OLDEST_TAIL),
        (Trouble.SWEEP_LATE, found.whole_sweep, OLDEST_SWEEP),
    )
    return [
        Reason(trouble, whole.hub, since=whole.started_at)
        for trouble, whole, limit in limits
        if whole and whole.hub in settings.CRAWL and now - whole.started_at > limit
    ]

"""The safety net: fills slots, rings for due jobs that were not heard, parks those that kill their worker."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Now
from django.db.models.query import QuerySet

from registry.celery import app
from registry.jobs.claims import Claim
from registry.jobs.handlers import handler
from registry.jobs.models import Job, Queue
from registry.jobs.queue import enqueue, ring
from registry.jobs.schedule import SLOTS, Slot

UNHEARD = timedelta(seconds=30)
MOST_RINGS = 1000  # in the broker per queue, so that a backlog does not fill it
KEEP_DONE = timedelta(days=7)
KEEP_PARKED = timedelta(days=90)

log = logging.getLogger(__name__)


def fill_slots(*, now: datetime, slots: Iterable[Slot] = SLOTS) -> int:
    """Make the job of every slot whose time has come; how many were missing."""
    due = {slot.key(now): slot.kind for slot in slots}
    filled = set(Job.objects.filter(key__in=due).values_list("key", flat=True))
    for key in due.keys() - filled:
        enqueue(due[key], key, {})
    return len(due.keys() - filled)


def sweep() -> int:
    """Ring for every job that is due and unheard; how many were rung for."""
    park_deadly()
    return sum(_sweep_queue(queue) for queue in Queue.values)


def park_deadly() -> int:
    """Park jobs whose every attempt ended with the worker dead, as they would end the next one too."""
    return Job.objects.filter(
        state=Job.State.RUNNING, lease__lt=Now(), attempts__gte=F("max_attempts")
    ).update(
        state=Job.State.PARKED,
        lease=None,
        finished_at=Now(),
        error="the worker died, or the time was up, in the last allowed attempt",
        error_class="LeaseExpired",
    )


@handler("tidy-jobs")
def tidy_jobs(held: Claim) -> None:
    with held.finishing():
        tidy()


def tidy() -> int:
    """Forget jobs done a week ago and parked ones after ninety days; how many."""
    old = Q(state__in=[Job.State.DONE, Job.State.CANCELED], finished_at__lt=Now() - KEEP_DONE) | Q(
        state=Job.State.PARKED, finished_at__lt=Now() - KEEP_PARKED
    )
    return Job.objects.filter(old).delete()[0]


def _sweep_queue(queue: str) -> int:
    due = _due(queue)
    if not due.exists():
        return 0
    room = MOST_RINGS - _rings_waiting(queue)
    rung = 0
    first = due.order_by("-priority", "run_after").values_list("pk", "priority")
    for job_id, priority in first[: max(room, 0)]:
        if not ring(job_id, queue, priority):
            break
        rung += 1
    return rung


def _due(queue: str) -> QuerySet[Job]:
    unheard = Q(rung_at__isnull=True) | Q(rung_at__lt=Now() - UNHEARD)
    return Job.objects.filter(
        Q(state=Job.State.WAITING) & unheard | Q(state=Job.State.RUNNING, lease__lt=Now()) & unheard,
        queue=queue,
        run_after__lte=Now(),
    )


def _rings_waiting(queue: str) -> int:
    """How many messages the broker holds for a queue."""
    try:
        with app.connection_for_write() as connection:
            channel: Any = connection.default_channel
            return int(channel.queue_declare(queue, passive=True).message_count)
    except Exception as error:  # never used, or the broker is down: each transport says it its own way
        log.info("the broker does not say how long queue %s is: %s", queue, error)
        return 0

"""Ask for work, ring for it, and settle how it ended.

The broker is a doorbell and the database is the record: a message only says "look at job 4711", so it may
be lost, repeated or late, and a request never fails because the broker is down.
"""

import logging
import random
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Value
from django.db.models.functions import Least, Now

from registry import logs
from registry.celery import app
from registry.jobs.claims import Claim, claim, finish, park, put_back, renew
from registry.jobs.models import Job

__all__ = ["claim", "enqueue", "fail", "finish", "give_up", "renew", "ring"]

FIRST_WAIT = 10.0  # seconds, doubled with each attempt
LONGEST_WAIT = 3600.0
SHORTEST_WAIT = 1.0
OPEN = (Job.State.WAITING, Job.State.RUNNING)

log = logging.getLogger(__name__)


def enqueue(
    kind: str,
    key: str,
    payload: Mapping[str, Any],
    *,
    run_after: datetime | None = None,
    queue: str = "default",
    priority: int = 0,
    request_id: str = "",
) -> Job:
    """The open job under this key, made if there is none. Part of the caller's transaction; rung on commit.

    A job that is already running is asked to run once more, so that a change made during its run is seen.
    Of the jobs that are due, those of higher priority are rung for first. Without `request_id` it carries
    that of the request, or of the job, that asks for it.
    """
    asked_by = request_id or logs.request_id()
    new = Job(kind=kind, key=key, payload=dict(payload), queue=queue, priority=priority, request_id=asked_by)
    job = _join_open(key, run_after) or _insert(new, run_after) or _join_open(key, run_after)
    if (
        job is None
    ):  # made by another and done between the two looks: what it saw may be older than our change
        job = Job.objects.create(**_columns(new, run_after))
    if job.state == Job.State.WAITING and run_after is None:
        transaction.on_commit(partial(ring, job.pk, job.queue, job.priority))
    return job


def _join_open(key: str, run_after: datetime | None) -> Job | None:
    """Ask the open job under this key to cover the caller's change too.

    Both cases write the row: a claim made before the caller commits would read what was before, so it has to
    wait for the caller, and a run under way has to be followed by another.
    """
    due = Value(run_after) if run_after else Now()
    same_key = Job.objects.filter(key=key)
    waiting = same_key.filter(state=Job.State.WAITING).update(run_after=Least(F("run_after"), due))
    running = 0 if waiting else same_key.filter(state=Job.State.RUNNING).update(again=True)
    return same_key.filter(state__in=OPEN).first() if waiting or running else None


def _insert(new: Job, run_after: datetime | None) -> Job | None:
    """The row, written; for a slot that was run before, the earlier one; None when another came first."""
    try:
        with transaction.atomic():
            return Job.objects.create(**_columns(new, run_after))
    except IntegrityError:
        earlier = Job.objects.filter(key=new.key)
        if not earlier.exists():
            raise  # not the key: something else about this job is impossible
        return earlier.filter(key__startswith="slot:").first()


def _columns(new: Job, run_after: datetime | None) -> dict[str, Any]:
    asked = ("kind", "key", "payload", "queue", "priority", "request_id")
    return {name: getattr(new, name) for name in asked} | {"run_after": run_after or Now()}


def ring(job_id: int, queue: str = "default", priority: int = 0) -> bool:
    """One publish, no retry. False when the broker cannot be reached: the sweep rings again."""
    try:
        app.send_task("work", args=[job_id], queue=queue, priority=_step(priority), retry=False)
    except Exception as error:  # every transport has errors of its own, and none of them may reach a request
        log.warning("could not ring for job %s: %s", job_id, error)
        return False
    Job.objects.filter(pk=job_id, state__in=OPEN).update(rung_at=Now())
    return True


def _step(priority: int) -> int:
    """The broker has four steps, 0 is heard first; that one is left to the sweep."""
    if priority > 0:
        return 3
    return 6 if priority == 0 else 9


def fail(held: Claim, error: BaseException, *, after: float = 0) -> None:
    """Back to waiting, later with each attempt; parked after the last. `after`: a stated wait in seconds."""
    if held.attempts >= held.max_attempts:
        give_up(held, error)
        return
    wait = min(max(backoff(held.attempts), after), LONGEST_WAIT)
    put_back(held, wait=wait, error=_text(error), error_class=type(error).__name__)


def postpone(held: Claim, reason: BaseException, *, after: float) -> None:
    """Back to waiting for a reason outside of the work, which counts as no attempt. `after` in seconds."""
    wait = min(max(after, SHORTEST_WAIT), LONGEST_WAIT) * random.uniform(1, 1.1)  # not all at one moment
    error, error_class = _text(reason), type(reason).__name__
    put_back(held, wait=wait, error=error, error_class=error_class, attempts=held.attempts - 1)


def give_up(held: Claim, error: BaseException) -> None:
    """Parked with its reason, and said in the log."""
    log.error("job %s (%s) gave up: %s", held.job_id, held.key, _text(error))
    park(held, error=_text(error), error_class=type(error).__name__)


def backoff(attempts: int) -> float:
    """Seconds to wait after this many attempts: 20 s, doubled up to an hour, times 0.5 to 1.5."""
    return float(min(FIRST_WAIT * 2**attempts, LONGEST_WAIT) * random.uniform(0.5, 1.5))


def _text(error: BaseException) -> str:
    told = (str(error) or type(error).__name__).replace("\x00", "")
    return logs.redact(told, settings.SECRETS)[:2000]

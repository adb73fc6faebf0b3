"""What a person may do to a job by hand. Each is one conditional UPDATE: no race can undo a worker."""

from enum import StrEnum
from functools import partial

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from registry import logs
from registry.jobs.models import Job
from registry.jobs.queue import ring

BY_HAND = "ParkedByHand"


class Retried(StrEnum):
    """What came of asking for a parked job once more."""

    WAITING = "waiting"
    COVERED = "covered"  # an open job is about the same: this one is canceled
    NOT_PARKED = "not parked"


def retry(job_id: int) -> Retried:
    """Let a parked job wait again, with all its attempts, and ring for it."""
    parked = Job.objects.filter(pk=job_id, state=Job.State.PARKED)
    try:
        with transaction.atomic():
            released = parked.update(
                state=Job.State.WAITING,
                attempts=0,
                run_after=Now(),
                finished_at=None,
                rung_at=None,
                again=False,
            )
    except IntegrityError:  # one open job per key
        return Retried.COVERED if parked.update(state=Job.State.CANCELED) else Retried.NOT_PARKED
    if not released:
        return Retried.NOT_PARKED
    job = Job.objects.get(pk=job_id)
    transaction.on_commit(partial(ring, job.pk, job.queue, job.priority))
    return Retried.WAITING


def park(job_id: int, *, because: str) -> bool:
    """Put a waiting job aside; False when it does not wait. Raises ValueError without a reason."""
    reason = logs.redact(because.replace("\x00", "").strip(), settings.SECRETS)[:2000]
    if not reason:
        raise ValueError("a job is parked with a reason")
    waiting = Job.objects.filter(pk=job_id, state=Job.State.WAITING)
    return bool(waiting.update(state=Job.State.PARKED, finished_at=Now(), error=reason, error_class=BY_HAND))

"""Holding a job: the claim, its lease, and the one transaction in which effects and "done" are written.

A claim is known by its token. Every write of a holder says `WHERE token = ?`, so that a holder who slept
through its lease and wakes up after somebody else took over can write nothing.
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Now

from registry.jobs.models import Job

LEASE = timedelta(seconds=20)
RENEW_EVERY = 5.0  # seconds
RENEW_FOR = 240.0  # seconds: the soft time limit, so that a hung task cannot keep its lease

log = logging.getLogger(__name__)


class ClaimLost(Exception):
    """Somebody else holds this job now; nothing was written."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to do one job, until the lease runs out."""

    job_id: int
    kind: str
    key: str
    payload: dict[str, Any]
    token: int
    attempts: int
    max_attempts: int
    request_id: str = ""
    _done: threading.Event = field(default_factory=threading.Event, compare=False, repr=False)

    @property
    def is_done(self) -> bool:
        return self._done.is_set()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction for something worth noting on the way. Raises ClaimLost, with it rolled back."""
        with transaction.atomic():
            yield
            if not renew(self):
                raise _lost(self)

    @contextmanager
    def finishing(self) -> Iterator[None]:
        """One transaction for the effects and "done". Raises ClaimLost, with everything rolled back."""
        with transaction.atomic():
            yield
            finish(self)
        self._done.set()


def claim(job_id: int) -> Claim | None:
    """Take a due job that nobody holds; None when somebody does, or it is done or not due."""
    free = Q(state=Job.State.WAITING) | Q(state=Job.State.RUNNING, lease__lt=Now())
    with transaction.atomic():
        taken = Job.objects.filter(free, pk=job_id, run_after__lte=Now()).update(
            state=Job.State.RUNNING,
            token=F("token") + 1,
            attempts=F("attempts") + 1,
            lease=Now() + LEASE,
            rung_at=None,  # heard; if the holder dies, the next sweep after the lease rings at once
        )
        if not taken:
            return None
        job = Job.objects.get(pk=job_id)
    return Claim(
        job.pk, job.kind, job.key, job.payload, job.token, job.attempts, job.max_attempts, job.request_id
    )


def renew(held: Claim) -> bool:
    """Prolong the lease; False when the claim is lost."""
    return bool(_held(held).update(lease=Now() + LEASE))


def finish(held: Claim) -> None:
    """Mark done, or waiting once more when it was asked for meanwhile. Raises ClaimLost."""
    asked_again = Q(again=True)
    written = _held(held).update(
        state=Case(When(asked_again, then=Value(Job.State.WAITING)), default=Value(Job.State.DONE)),
        attempts=F("attempts") * Case(When(asked_again, then=Value(0)), default=Value(1)),
        finished_at=Case(When(asked_again, then=Value(None)), default=Now()),
        run_after=Now(),
        rung_at=None,
        again=False,
        lease=None,
        error="",
        error_class="",
    )
    if not written:
        raise _lost(held)


def put_back(held: Claim, *, wait: float, error: str, error_class: str, attempts: int | None = None) -> bool:
    """Waiting again, due in `wait` seconds; False when the claim is lost."""
    return bool(
        _held(held).update(
            state=Job.State.WAITING,
            run_after=Now() + timedelta(seconds=wait),
            attempts=held.attempts if attempts is None else attempts,
            rung_at=None,
            again=False,
            lease=None,
            error=error,
            error_class=error_class,
        )
    )


def park(held: Claim, *, error: str, error_class: str) -> bool:
    """Give up, with the reason kept for a person; False when the claim is lost.

    What was asked for once more meanwhile waits again instead: whoever asked knows of something newer.
    """
    asked_again = Q(again=True)
    return bool(
        _held(held).update(
            state=Case(When(asked_again, then=Value(Job.State.WAITING)), default=Value(Job.State.PARKED)),
            attempts=F("attempts") * Case(When(asked_again, then=Value(0)), default=Value(1)),
            finished_at=Case(When(asked_again, then=Value(None)), default=Now()),
            run_after=Case(When(asked_again, then=Now()), default=F("run_after")),
            rung_at=None,
            again=False,
            lease=None,
            error=error,
            error_class=error_class,
        )
    )


@contextmanager
def renewing(held: Claim) -> Iterator[None]:
    """Keep the lease while the block runs."""
    stop = threading.Event()
    thread = threading.Thread(target=_renew_until, args=(held, stop), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _renew_until(held: Claim, stop: threading.Event) -> None:
    ends = time.monotonic() + RENEW_FOR
    while not stop.wait(RENEW_EVERY) and time.monotonic() < ends:
        try:
            if not renew(held):
                return
        except Exception:  # the next renewal may do, and the token protects the rest
            log.exception("could not renew the lease of job %s", held.job_id)
        finally:
            connection.close()


def _held(held: Claim) -> Any:
    return Job.objects.filter(pk=held.job_id, token=held.token, state=Job.State.RUNNING)


def _lost(held: Claim) -> ClaimLost:
    return ClaimLost(f"job {held.job_id} is no longer held under token {held.token}")

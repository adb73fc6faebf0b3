"""What Celery runs: work on a job; turn the times that have come into jobs, and ring for what is due."""

import logging
import time
from datetime import UTC, datetime

from registry import logs
from registry.celery import app
from registry.jobs import claims, handlers, queue, sweep

log = logging.getLogger(__name__)


@app.task(name="work")
def work(job_id: int) -> None:
    """Do one job, if it is due and nobody else holds it."""
    held = claims.claim(job_id)
    if held is None:
        return
    with logs.noting(request=held.request_id, job=held.job_id, kind=held.kind, attempt=held.attempts):
        run(held)


@app.task(name="sweep")
def ring_due() -> None:
    sweep.fill_slots(now=datetime.now(UTC))
    sweep.sweep()


def run(held: claims.Claim) -> None:
    """Do the work of a claim and settle how it ended."""
    function = handlers.find(held.kind)
    began = time.monotonic()
    try:
        if function is None:
            raise handlers.GiveUp(f"nothing here does jobs of kind {held.kind!r}")
        with claims.renewing(held):
            function(held)
        if not held.is_done:
            with held.finishing():
                pass
        log.info("job %s (%s) done in %.2f s", held.job_id, held.key, time.monotonic() - began)
    except claims.ClaimLost as lost:
        log.warning("%s", lost)
    except handlers.GiveUp as error:
        queue.give_up(held, error)
    except handlers.NotNow as reason:
        queue.postpone(held, reason, after=reason.after)
    except handlers.Later as error:
        queue.fail(held, error, after=error.after)
    except Exception as error:
        log.exception("job %s (%s) failed", held.job_id, held.key)
        queue.fail(held, error)

"""What Celery runs: work on a job; ring for what is due; turn a scheduled time into a job."""

import logging
from datetime import UTC, datetime

from registry.celery import app
from registry.jobs import claims, handlers, queue, sweep

log = logging.getLogger(__name__)


@app.task(name="work")
def work(job_id: int) -> None:
    """Do one job, if it is due and nobody else holds it."""
    held = claims.claim(job_id)
    if held:
        run(held)


@app.task(name="sweep")
def ring_due() -> None:
    sweep.sweep()


@app.task(name="slot")
def slot(kind: str) -> None:
    """One job per scheduled time, however many schedulers say so."""
    queue.enqueue(kind, f"slot:{kind}:{datetime.now(UTC):%Y%m%d%H%M}", {})


def run(held: claims.Claim) -> None:
    """Do the work of a claim and settle how it ended."""
    function = handlers.find(held.kind)
    try:
        if function is None:
            raise handlers.GiveUp(f"nothing here does jobs of kind {held.kind!r}")
        with claims.renewing(held):
            function(held)
        if not held.is_done:
            with held.finishing():
                pass
    except claims.ClaimLost as lost:
        log.warning("%s", lost)
    except handlers.GiveUp as error:
        queue.give_up(held, error)
    except handlers.Later as error:
        queue.fail(held, error, after=error.after)
    except Exception as error:
        log.exception("job %s (%s) failed", held.job_id, held.key)
        queue.fail(held, error)

"""Jobs of this floor: look at what an assessment cites; what makers and disputes need is beside it."""

from uuid import UUID

from django.utils import timezone

from registry.assessments import (
    dispute_jobs,  # noqa: F401 - registers the job that follows the clock of disputes
    leftovers,  # noqa: F401 - registers the job that forgets what nobody came back to
    maker_jobs,  # noqa: F401 - registers the jobs that look for proofs on the hub
    reminders,  # noqa: F401 - registers the job that reminds reviewers
    seen,
    stakes,
    waves,  # noqa: F401 - registers the jobs that follow from a step, and those of the clock
)
from registry.jobs.claims import Claim
from registry.jobs.handlers import NotNow, handler


@handler(seen.KIND)
def see_citations(held: Claim) -> None:
    """What it would change, for the queue; then one address, and the next waits in the table of jobs."""
    assessment_id = UUID(held.payload["assessment"])
    stakes.work_out(assessment_id, now=timezone.now())
    left = seen.unseen(assessment_id)
    if not left:
        return
    seen.look(assessment_id, left[0], now=timezone.now(), writing=held.writing)
    if len(left) > 1:
        wait = seen.wait_before(left[0].url, left[1].url)
        raise NotNow(f"{len(left) - 1} more addresses are cited.", after=wait)

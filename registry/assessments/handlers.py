"""Jobs of this floor: look at what an assessment cites; each of the others stands with its noun."""

from uuid import UUID

from django.utils import timezone

from registry.assessments.disputes import jobs as of_disputes  # noqa: F401 - registers their jobs
from registry.assessments.makers import jobs as of_makers  # noqa: F401 - registers their jobs
from registry.assessments.moderation import jobs as of_comments  # noqa: F401 - registers their jobs
from registry.assessments.proposals import leftovers  # noqa: F401 - registers its own job
from registry.assessments.reviewing import (
    citations_seen,
    queue_stakes,
    reminders,  # noqa: F401 - registers its own job
)
from registry.assessments.steps import jobs as of_steps  # noqa: F401 - registers their jobs
from registry.jobs.claims import Claim
from registry.jobs.handlers import NotNow, handler


@handler(citations_seen.KIND)
def see_citations(held: Claim) -> None:
    """What it would change, for the queue; then one address, and the next waits in the table of jobs."""
    assessment_id = UUID(held.payload["assessment"])
    queue_stakes.work_out(assessment_id, now=timezone.now())
    left = citations_seen.unseen(assessment_id)
    if not left:
        return
    citations_seen.look(assessment_id, left[0], now=timezone.now(), writing=held.writing)
    if len(left) > 1:
        wait = citations_seen.wait_before(left[0].url, left[1].url)
        raise NotNow(f"{len(left) - 1} more addresses are cited.", after=wait)

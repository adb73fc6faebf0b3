"""What would change if an assessment were accepted, worked out once for each content: orders the queue."""

from datetime import datetime
from uuid import UUID

from registry.assessments.models import Assessment, Stakes
from registry.assessments.proposals import stored
from registry.assessments.proposals.effect import effect
from registry.openness.definitions import HEADLINE_ORDER


def work_out(assessment_id: UUID, *, now: datetime) -> None:
    """Keep how many results this content would change, unless that is known or nobody waits for it."""
    rows = Assessment.objects.select_related("model", "stakes")
    assessment = rows.filter(pk=assessment_id, state=Assessment.State.SUBMITTED).first()
    if assessment is None or _is_known(assessment):
        return
    moved = effect(assessment.model, [row.proposed for row in stored.load(assessment)], now=now)
    Stakes.objects.update_or_create(
        assessment=assessment,
        defaults={
            "content_sha": assessment.content_sha,
            "flips": len(moved.flipped(HEADLINE_ORDER)),
            "changes": sum(row.reads_otherwise for row in moved.verdicts),
            "at": now,
        },
    )


def _is_known(assessment: Assessment) -> bool:
    known = getattr(assessment, "stakes", None)
    return known is not None and known.content_sha == assessment.content_sha

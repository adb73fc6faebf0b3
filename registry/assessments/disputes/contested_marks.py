"""Marking findings as contested as long as a challenge stands. Changes no value, verdict or badge."""

from datetime import datetime

from registry.assessments.models import Assessment, Dispute
from registry.assessments.models.dispute import STANDING
from registry.scorecards.marks import Challenge, set_contested

# A challenge that was upheld stands until what it opened has been judged.
UNDER_WAY = ("draft", "submitted", "quarantined", "changes_requested", "conflicted")


def restate(model_id: int, component: str, *, now: datetime) -> None:
    """Let the marks of a component say what its disputes are now. Part of the caller's transaction."""
    disputes = Dispute.objects.filter(model=model_id, component=component).order_by("opened_at")
    standing = disputes.filter(state__in=STANDING) | disputes.filter(
        state=Dispute.State.UPHELD, assessment__state__in=UNDER_WAY
    )
    found = [Challenge(str(row.pk), row.qualifier, row.opened_at.isoformat()) for row in standing]
    set_contested(model_id, component, found, now=now)


def after_closing(assessment: Assessment, *, now: datetime) -> None:
    """An assessment was published or closed: challenges that led to it are settled."""
    for model_id, component in assessment.of_disputes.values_list("model", "component").distinct():
        restate(model_id, component, now=now)

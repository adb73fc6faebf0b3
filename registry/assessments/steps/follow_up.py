"""What follows from a step for others: looks at proofs, messages, other assessments of the same findings."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from registry.accounts.models import Grant
from registry.accounts.notify import notify
from registry.assessments.disputes import contested_marks
from registry.assessments.models import Assessment, EmergencyRevert, Review
from registry.assessments.proposals.proposed import Proposed
from registry.assessments.reviewing import citations_seen
from registry.assessments.steps.states import State
from registry.jobs.queue import enqueue

MOVED, NEWS = "bases-moved", "assessment-news"


def after_handing_in(assessment: Assessment, *, now: datetime) -> None:
    """Have its proofs looked at, and watchers of the model told."""
    citations_seen.ask(assessment)
    enqueue(NEWS, f"{NEWS}:{assessment.pk}", {"assessment": str(assessment.pk)})


def after_holding(assessment: Assessment, *, now: datetime) -> None:
    _tell(_authors(assessment), "assessment_held", assessment, now)


def after_asking(assessment: Assessment, review: Review, *, now: datetime) -> None:
    _tell(_authors(assessment), "assessment_changes_requested", assessment, now, review=review.pk)


def after_conflict(assessment: Assessment, *, now: datetime) -> None:
    findings = [row["key"] for row in assessment.conflicts]
    _tell(_authors(assessment), "assessment_conflicted", assessment, now, findings=findings)


def after_closing(assessment: Assessment, *, now: datetime) -> None:
    """It was rejected or has expired."""
    contested_marks.after_closing(assessment, now=now)
    _tell(_authors(assessment), f"assessment_{assessment.state}", assessment, now)


def after_publishing(assessment: Assessment, proposals: Sequence[Proposed], *, now: datetime) -> None:
    """Tell its authors; have others that propose something of the same findings look at the record again."""
    contested_marks.after_closing(assessment, now=now)
    _tell(_authors(assessment), "assessment_published", assessment, now)
    have_bases_looked_at(assessment.model_id)


def have_bases_looked_at(model_id: int) -> None:
    """The record of this model changed: what waits for judgment may be based on what was."""
    waiting = Assessment.objects.filter(model=model_id, state=State.SUBMITTED)
    if waiting.exists():
        enqueue(MOVED, f"{MOVED}:{model_id}", {"model": model_id})


def warn_of_expiry(assessment: Assessment, *, closes: datetime, now: datetime) -> None:
    _tell(_authors(assessment), "assessment_expiring", assessment, now, closes=closes.date().isoformat())


def after_set_back(row: EmergencyRevert, *, now: datetime) -> None:
    """Tell whose work it was, and those who can confirm."""
    _tell_of(row, _authors(row.assessment), "emergency_set_back", now)
    _tell_of(row, _judges(), "emergency_to_confirm", now)
    have_bases_looked_at(row.assessment.model_id)


def remind_of_set_back(row: EmergencyRevert, *, now: datetime) -> None:
    _tell_of(row, _judges(), "emergency_reminder", now)


def after_undoing(row: EmergencyRevert, *, now: datetime) -> None:
    _tell_of(row, {row.by_id, *_authors(row.assessment)}, "emergency_undone", now)
    have_bases_looked_at(row.assessment.model_id)


def _authors(assessment: Assessment) -> set[int]:
    return {assessment.author_id, *assessment.co_authors.values_list("user", flat=True)}


def _judges() -> set[int]:
    """Whoever was given the role of a reviewer or a curator and has it still."""
    rows = Grant.objects.filter(role__in=["reviewer", "curator"], revoked_at__isnull=True)
    return set(rows.values_list("user", flat=True))


def _tell(users: Iterable[int], kind: str, assessment: Assessment, now: datetime, **details: Any) -> None:
    notify(
        users,
        kind=kind,
        key=f"{kind}:{assessment.pk}:{assessment.moves}",
        target=assessment.model.path,
        details={"assessment": str(assessment.pk), **details},
        now=now,
        at_once=True,
    )


def _tell_of(row: EmergencyRevert, users: Iterable[int], kind: str, now: datetime) -> None:
    notify(
        set(users),
        kind=kind,
        key=f"{kind}:{row.pk}",
        target=row.assessment.model.path,
        details={"assessment": str(row.assessment_id), "emergency": row.pk, "findings": row.findings},
        now=now,
        at_once=True,
    )

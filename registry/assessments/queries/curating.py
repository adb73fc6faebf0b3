"""What waits for curators: assessments that are held back, and reverts that somebody has to confirm."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from registry.accounts.actors import Actor
from registry.accounts.links import same_person
from registry.assessments.models import Assessment, EmergencyRevert
from registry.assessments.proposals import stored
from registry.assessments.proposals.proposed import Proposed
from registry.scorecards.models import Revision

MOST = 100


@dataclass(frozen=True)
class HeldRow:
    """An assessment that nobody but curators and its author sees. `own`: this curator wrote it."""

    id: UUID
    path: str
    name: str
    author: str
    since: datetime
    because: str
    summary: str
    proposed: tuple[Proposed, ...]
    own: bool


@dataclass(frozen=True)
class SetBack:
    """What one curator set back at once. `mine`: by this person, who cannot confirm it."""

    id: int
    assessment: UUID
    path: str
    name: str
    by: str
    at: datetime
    because: str
    findings: tuple[str, ...]
    revision: int
    due_at: datetime
    mine: bool


@dataclass(frozen=True)
class Undoable:
    """A published assessment, and whether what it brought was set back already."""

    id: UUID
    path: str
    name: str
    author: str
    summary: str
    revision: int
    latest: int
    set_back: bool


def held(actor: Actor) -> tuple[HeldRow, ...]:
    """The oldest first, at most a hundred. Two queries."""
    rows = Assessment.objects.filter(state=Assessment.State.QUARANTINED).select_related("model", "author")
    listed = rows.prefetch_related("facts", "co_authors").order_by("moved_at", "pk")
    return tuple(_held(row, actor) for row in listed[:MOST])


def _held(row: Any, actor: Actor) -> HeldRow:
    wrote = {row.author_id, *(one.user_id for one in row.co_authors.all())}
    return HeldRow(
        row.pk,
        row.model.path,
        row.model.name,
        row.author.get_username(),
        row.moved_at,
        row.held_because,
        row.summary,
        tuple(stored.of_row(fact) for fact in row.facts.all()),
        actor.user_id in wrote,
    )


def to_confirm(actor: Actor) -> tuple[SetBack, ...]:
    """Reverts made at once that nobody has confirmed yet, the one due first on top."""
    open_ones = EmergencyRevert.objects.filter(confirmed_at__isnull=True, undone_at__isnull=True)
    rows = open_ones.select_related("assessment__model", "by", "revision").order_by("due_at")
    persons = same_person(actor.user_id) if actor.user_id else set()
    return tuple(
        SetBack(
            row.pk,
            row.assessment_id,
            row.assessment.model.path,
            row.assessment.model.name,
            row.by.get_username(),
            row.at,
            row.because,
            tuple(row.findings),
            row.revision.number,
            row.due_at,
            row.by_id in persons,
        )
        for row in rows[:MOST]
    )


def undoable(assessment_id: UUID) -> Undoable | None:
    """A published assessment; None for any other."""
    rows = Assessment.objects.filter(pk=assessment_id, state=Assessment.State.PUBLISHED)
    row = rows.select_related("model", "author", "revision").first()
    if row is None or row.revision is None:
        return None
    newest = Revision.objects.filter(model=row.model_id).order_by("-number").values_list("number", flat=True)
    open_ones = row.emergency_reverts.filter(undone_at__isnull=True)
    return Undoable(
        row.pk,
        row.model.path,
        row.model.name,
        row.author.get_username(),
        row.summary,
        row.revision.number,
        newest.first() or 0,
        open_ones.exists(),
    )

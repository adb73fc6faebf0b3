"""Assessments as programs read them: what is proposed, what it was written on top of, and where it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from registry.accounts.actors import Actor
from registry.accounts.models import User
from registry.assessments.models import Assessment, Dispute, Review
from registry.assessments.proposals import stored
from registry.assessments.proposals.proposed import Proposed, Row, name_of
from registry.assessments.queries.visible import public, visible_to
from registry.assessments.steps.states import TERMINAL
from registry.scorecards import stored as evidence_rows


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One proposed fact, and the reviewed one it would replace. `moved`: that one is in force no more."""

    proposed: Proposed
    base: Row | None
    moved: bool


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """What one reviewer said. `counts`: it is an approval of exactly what is proposed now."""

    reviewer: str
    verdict: str
    text: str
    marks: Mapping[str, Mapping[str, str]]
    at: datetime
    counts: bool


@dataclass(frozen=True, slots=True)
class DisputeRow:
    """A challenge to a finding that this assessment published."""

    id: UUID
    finding: str
    state: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Brief:
    """An assessment of a list. A deleted account has no name."""

    id: UUID
    model: str
    author: str
    state: str
    version: int
    origin: str
    summary: str
    needed: int
    approvals: int
    coi: str
    created_at: datetime
    edited_at: datetime
    submitted_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class AssessmentPage:
    """One assessment, complete. `content_sha` names what is proposed, whatever its version."""

    brief: Brief
    content_sha: str
    co_authors: tuple[str, ...]
    reverts: UUID | None
    revision: int | None
    findings: tuple[FindingRow, ...]
    reviews: tuple[ReviewRow, ...]
    conflicts: tuple[Mapping[str, Any], ...]
    disputes: tuple[DisputeRow, ...]


@dataclass(frozen=True, slots=True)
class Page:
    rows: tuple[Brief, ...]
    next_cursor: str


def row_of(assessment_id: UUID, actor: Actor, *, now: datetime) -> Assessment | None:
    """The assessment with this id, if this person can see it now."""
    rows = visible_to(actor, now=now).select_related("model", "author", "revision")
    return rows.filter(pk=assessment_id).first()


def page_of(row: Assessment) -> AssessmentPage:
    """All there is to read of an assessment that `row_of` gave. At most six queries."""
    reviews = list(row.reviews.select_related("reviewer"))
    return AssessmentPage(
        brief=_brief(row, reviews),
        content_sha=row.content_sha,
        co_authors=tuple(_name(one.user) for one in row.co_authors.select_related("user").order_by("pk")),
        reverts=row.reverts_id,
        revision=row.revision.number if row.revision else None,
        findings=_findings(row),
        reviews=tuple(_review(review, row) for review in reviews),
        conflicts=tuple(row.conflicts),
        disputes=_disputes(row),
    )


def listed(
    *, model: str = "", state: str = "", author: User | None = None, after: UUID | None = None, limit: int
) -> Page:
    """The newest first: those everybody can see, or with `author` all of that person."""
    rows = Assessment.objects.filter(author=author) if author else public()
    wanted = Q()
    if model:
        wanted &= Q(model__path=model)
    if state:
        wanted &= Q(state=state)
    if after:
        wanted &= Q(pk__lt=after)
    found = list(
        rows.filter(wanted)
        .select_related("model", "author")
        .prefetch_related("reviews")
        .order_by("-pk")[: limit + 1]
    )
    shown = tuple(_brief(row, list(row.reviews.all())) for row in found[:limit])
    return Page(shown, str(shown[-1].id) if len(found) > limit else "")


def _brief(row: Assessment, reviews: Sequence[Review]) -> Brief:
    return Brief(
        id=row.pk,
        model=row.model.path,
        author=_name(row.author),
        state=row.state,
        version=row.version,
        origin=row.origin,
        summary=row.summary,
        needed=row.needed,
        approvals=sum(_counts(review, row) for review in reviews),
        coi=row.coi_answer,
        created_at=row.created_at,
        edited_at=row.edited_at,
        submitted_at=row.submitted_at,
        closed_at=row.closed_at,
    )


def _name(user: User) -> str:
    return "" if user.deleted_at else user.username


def _counts(review: Review, row: Assessment) -> bool:
    same = (review.content_sha, review.round) == (row.content_sha, row.round)
    return same and review.verdict == Review.Verdict.APPROVE


def _review(review: Review, row: Assessment) -> ReviewRow:
    return ReviewRow(
        reviewer=_name(review.reviewer),
        verdict=review.verdict,
        text=review.text,
        marks=review.marks,
        at=review.at,
        counts=_counts(review, row),
    )


def _findings(row: Assessment) -> tuple[FindingRow, ...]:
    written = stored.load(row)
    there = stored.in_force(row.model_id, [one.proposed.key for one in written])
    is_open = row.state not in TERMINAL
    return tuple(
        FindingRow(
            one.proposed,
            base=evidence_rows.row_of(one.base) if one.base else None,
            moved=is_open and one.base != there.get(one.proposed.key),
        )
        for one in written
    )


def _disputes(row: Assessment) -> tuple[DisputeRow, ...]:
    """Challenges to what it published; none as long as it published nothing."""
    if row.revision_id is None:
        return ()
    rows = Dispute.objects.filter(evidence__introduced=row.revision_id).order_by("pk")
    return tuple(
        DisputeRow(one.pk, name_of((one.component, one.qualifier)), one.state, one.opened_at) for one in rows
    )

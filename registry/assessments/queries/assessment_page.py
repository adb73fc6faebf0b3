"""One assessment as everybody may read it: what is proposed, where it stands, who said what of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from registry.accounts.actors import Actor
from registry.accounts.trust import Level, level_of
from registry.assessments.models import Assessment, CitationSeen, ProposedFact, Review
from registry.assessments.proposals import stored
from registry.assessments.proposals.proposed import Row, fact_from_json
from registry.assessments.queries.assessment_rows import (
    AssessmentPage,
    EarlierMark,
    GivenReview,
    ProposedFinding,
    SeenProof,
)
from registry.assessments.queries.visible import public
from registry.openness.document import DocumentError

State = Assessment.State


def assessment_page(assessment_id: UUID, *, now: datetime) -> AssessmentPage | None:
    """An assessment that was handed in and is not held; None for any other. Six queries."""
    row = read(public(), assessment_id)
    return page_of(row, now=now) if row else None


def read(rows: QuerySet[Assessment], assessment_id: UUID) -> Any | None:
    """The row of these with what it belongs to; one query."""
    found = rows.filter(pk=assessment_id)
    return found.select_related(
        "model__organization", "model__scorecard", "author", "revision", "stakes"
    ).first()


def page_of(
    row: Any,
    *,
    now: datetime,
    counting: Mapping[tuple[str, str], Row] | None = None,
    kept: Mapping[str, tuple[str, str]] | None = None,
) -> AssessmentPage:
    """The page of this row; five queries. `counting`: what counts now, if known; else what the author saw.

    `kept`: marks of the reader's own review under way.
    """
    facts = list(row.facts.order_by("component", "qualifier"))
    reviews = list(row.reviews.select_related("reviewer").order_by("id"))
    seen = {one.url: one for one in CitationSeen.objects.filter(assessment=row).order_by("id")}
    co_authors = row.co_authors.select_related("user").order_by("pk")
    marks = _earlier(reviews)
    return AssessmentPage(
        id=row.pk,
        path=row.model.path,
        name=row.model.name,
        organization_slug=row.model.organization.slug,
        hidden=row.model.hidden,
        is_listed=hasattr(row.model, "scorecard"),
        state=row.state,
        origin=row.origin,
        author=row.author.get_username(),
        author_id=row.author_id,
        co_authors=tuple(one.user.get_username() for one in co_authors),
        content_sha=row.content_sha,
        round=row.round,
        summary=row.summary,
        coi_answer=row.coi_answer,
        coi_note=row.coi_note,
        created_at=row.created_at,
        submitted_at=row.submitted_at,
        closed_at=row.closed_at,
        needed=row.needed,
        revision=row.revision.number if row.revision else 0,
        reverts=row.reverts_id,
        changes=_changes(row),
        findings=tuple(_finding(fact, counting, seen, marks, kept or {}) for fact in facts),
        reviews=tuple(_given(one, row) for one in reviews),
        links=_may_link(row, now),
        held_because=row.held_because,
    )


def _changes(row: Any) -> int | None:
    stakes = getattr(row, "stakes", None)
    return stakes.changes if stakes and stakes.content_sha == row.content_sha else None


def _may_link(row: Any, now: datetime) -> bool:
    """Addresses of a new author are text until somebody has accepted them. Source: workflow, trust levels."""
    return row.state == State.PUBLISHED or level_of(row.author, now=now) > Level.T0


def _finding(
    row: ProposedFact,
    counting: Mapping[tuple[str, str], Row] | None,
    seen: Mapping[str, CitationSeen],
    marks: Mapping[str, list[EarlierMark]],
    kept: Mapping[str, tuple[str, str]],
) -> ProposedFinding:
    proposed = stored.of_row(row)
    mark, text = kept.get(proposed.name, ("", ""))
    return ProposedFinding(
        name=proposed.name,
        component=row.component,
        qualifier=row.qualifier,
        proposed=proposed,
        now=_as_seen(row) if counting is None else counting.get(proposed.key),
        proofs=tuple(
            SeenProof(cited, seen.get(cited.url), seen.get(cited.archive_url)) for cited in proposed.citations
        ),
        earlier=tuple(marks.get(proposed.name, ())),
        mark=mark,
        text=text,
    )


def _as_seen(row: ProposedFact) -> Row | None:
    """What counted when the author looked."""
    try:
        return fact_from_json((row.component, row.qualifier), row.seen) if row.seen else None
    except DocumentError:
        return None  # a word of that time is listed no more


def _earlier(reviews: Iterable[Review]) -> dict[str, list[EarlierMark]]:
    found: dict[str, list[EarlierMark]] = defaultdict(list)
    for review in reviews:
        for key, said in (review.marks or {}).items():
            found[key].append(
                EarlierMark(
                    review.reviewer.get_username(), said.get("mark", ""), said.get("text", ""), review.at
                )
            )
    return found


def _given(review: Review, row: Any) -> GivenReview:
    same = (review.content_sha, review.round) == (row.content_sha, row.round)
    counts = same and review.verdict == Review.Verdict.APPROVE
    return GivenReview(review.reviewer.get_username(), review.verdict, review.text, review.at, counts)


@dataclass(frozen=True)
class Handed:
    """A review that a person just handed in, and what became of the assessment."""

    id: UUID
    path: str
    name: str
    verdict: str
    state: str
    revision: int
    needed: int


def given_by(actor: Actor, assessment_id: UUID) -> Handed | None:
    """The last review by this person of that assessment, if there is one; one query."""
    rows = Review.objects.filter(assessment=assessment_id, reviewer=actor.user)
    found = rows.select_related("assessment__model", "assessment__revision").order_by("-id").first()
    if found is None:
        return None
    row = found.assessment
    number = row.revision.number if row.revision else 0
    return Handed(row.pk, row.model.path, row.model.name, found.verdict, row.state, number, row.needed)

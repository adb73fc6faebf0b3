"""What one person has written: the assessment of a model they are at, and all of theirs by state."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from registry.accounts.models import User
from registry.assessments.models import Assessment, Review
from registry.assessments.proposals import moved_bases, stored
from registry.assessments.proposals.proposed import Key, Proposed
from registry.catalog.models import AIModel
from registry.scorecards.models import Evidence, Revision

State = Assessment.State
EDITABLE = frozenset({State.DRAFT, State.CHANGES_REQUESTED})
OPEN = (State.DRAFT, State.CHANGES_REQUESTED, State.CONFLICTED, State.SUBMITTED, State.QUARANTINED)
MOST_LISTED = 200


@dataclass(frozen=True)
class Draft:
    """An assessment with what it proposes, by finding."""

    assessment: Assessment
    proposed: tuple[Proposed, ...]

    @property
    def is_editable(self) -> bool:
        return self.assessment.state in EDITABLE

    def of(self, key: Key) -> Proposed | None:
        return next((row for row in self.proposed if row.key == key), None)


@dataclass(frozen=True)
class DraftRow:
    """One assessment of a person in their list."""

    id: str
    path: str
    name: str
    state: str
    findings: int
    edited_at: datetime
    moved_at: datetime
    revision: int | None


@dataclass(frozen=True)
class Overtaken:
    """A finding of a draft that the record says otherwise by now: the revision that did it, and whose."""

    key: Key
    number: int
    by: str
    at: datetime


def model_at(path: str) -> AIModel | None:
    """The listed model with exactly this path."""
    return AIModel.objects.select_related("organization", "scorecard").filter(path=path).first()


def draft_of(model: AIModel, author: User) -> Draft | None:
    """The open assessment this person has of a model, the latest; None if there is none. Two queries."""
    rows = Assessment.objects.filter(model=model, author=author, state__in=OPEN)
    found = rows.select_related("model__organization", "author").order_by("-id").first()
    return of(found) if found else None


def of(assessment: Assessment) -> Draft:
    """An assessment with what it proposes; one query."""
    return Draft(assessment, tuple(row.proposed for row in stored.load(assessment)))


def overtaken(draft: Draft) -> dict[Key, Overtaken]:
    """What somebody else had accepted meanwhile, where it contradicts the draft. At most four queries."""
    versions = moved_bases.look(draft.assessment, stored.load(draft.assessment)).versions
    wanted = {row.key for row in draft.proposed if row.name in {one.key for one in versions}}
    if not wanted:
        return {}
    rows = Evidence.objects.filter(model=draft.assessment.model_id, source=Evidence.Source.REVIEW)
    rows = rows.filter(component__in={component for component, _ in wanted})
    last = rows.select_related("introduced__actor", "retired__actor").order_by("pk")
    by_key = {(row.component, row.qualifier): row.retired or row.introduced for row in last}
    return {key: _by_whom(key, by_key[key]) for key in wanted if key in by_key}


def _by_whom(key: Key, revision: Revision) -> Overtaken:
    actor = revision.actor
    return Overtaken(key, revision.number, actor.get_username() if actor else "", revision.at)


def latest_closed(model: AIModel, author: User) -> Assessment | None:
    """How the last one ended."""
    rows = Assessment.objects.filter(model=model, author=author).exclude(state__in=OPEN)
    return rows.select_related("revision", "model").order_by("-id").first()


def drafts_of(author: User) -> Sequence[DraftRow]:
    """All of a person's assessments, the latest first; at most 200. One query."""
    rows = Assessment.objects.filter(author=author).select_related("model", "revision")
    rows = rows.annotate(findings=Count("facts")).order_by("-id")[:MOST_LISTED]
    return [
        DraftRow(
            str(row.pk),
            row.model.path,
            row.model.name,
            row.state,
            row.findings,
            row.edited_at,
            row.moved_at,
            row.revision.number if row.revision else None,
        )
        for row in rows
    ]


def asked_for(assessment: Assessment) -> Review | None:
    """The last review that asked for changes, with its marks; None if none did."""
    rows = Review.objects.filter(assessment=assessment, verdict=Review.Verdict.ASK)
    return rows.select_related("reviewer").order_by("-id").first()


def bases_in_force(model: AIModel, keys: Sequence[Key]) -> dict[Key, int]:
    """The numbers of the reviewed evidence in force of these findings; one query."""
    return {key: row.pk for key, row in stored.in_force(model.pk, keys).items()}

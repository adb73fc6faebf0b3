"""One assessment before a reviewer: both sides of each finding, what a machine says of it, the effect."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from registry.accounts import trust
from registry.accounts.actors import Actor
from registry.assessments.models import Assessment
from registry.assessments.proposals import stored
from registry.assessments.proposals.effect import Effect, effect
from registry.assessments.proposals.proposed import Key, Row
from registry.assessments.queries.assessment_page import page_of, read
from registry.assessments.queries.assessment_rows import AssessmentPage, ProposedFinding
from registry.assessments.refusals import NotAllowed
from registry.assessments.reviewing import kept_marks, machine_checks
from registry.assessments.reviewing.citations_seen import latest
from registry.assessments.reviewing.machine_checks import Beside
from registry.assessments.steps.rights import right_to
from registry.assessments.steps.states import Act
from registry.catalog import lineage
from registry.openness.facts import Facts
from registry.scorecards import layers
from registry.scorecards.layers import Layers
from registry.scorecards.models import Drift, Revision


@dataclass(frozen=True)
class AuthorRecord:
    """What the log says of an author: trust level, and how many assessments were accepted and rejected."""

    level: int
    accepted: int
    rejected: int


@dataclass(frozen=True)
class OpenDrift:
    """A hub contradicts the record on a finding of this assessment."""

    id: int
    component: str
    qualifier: str


@dataclass(frozen=True)
class Judging:
    """What a reviewer sees of one assessment. `refused`: the code why this person may not judge it, or ""."""

    page: AssessmentPage
    record: AuthorRecord
    effect: Effect
    latest_revision: int
    derivatives: int
    drifts: tuple[OpenDrift, ...]
    refused: str

    def finding(self, name: str) -> ProposedFinding | None:
        return next((row for row in self.page.findings if row.name == name), None)


def judging(assessment_id: UUID, actor: Actor, *, now: datetime) -> Judging | None:
    """An assessment that waits for review, with the reader's own marks; None when it does not wait."""
    row = read(Assessment.objects.filter(state=Assessment.State.SUBMITTED), assessment_id)
    if row is None:
        return None
    layer = layers.load([row.model_id], with_proofs=True)[row.model_id]
    page = page_of(row, now=now, counting=_counting(layer.effective()), kept=kept_marks.kept(row, by=actor))
    return Judging(
        page=_checked(page, row, layer),
        record=_record(row, now),
        effect=effect(row.model, [found.proposed for found in stored.load(row)], now=now),
        latest_revision=_latest_revision(row.model_id),
        derivatives=lineage.carrying().filter(parent=row.model_id).values("child").distinct().count(),
        drifts=tuple(_drifts(layer.drifts, page)),
        refused=_refused(row, actor, now),
    )


def _counting(facts: Facts) -> dict[Key, Row]:
    release: dict[Key, Row] = {(key, ""): row for key, row in facts.release.items()}
    return release | {key: fact for key, fact in facts.components.items() if fact.is_known}


def _checked(page: AssessmentPage, row: Any, layer: Layers) -> AssessmentPage:
    seen = latest(row)
    found = [
        replace(one, checks=machine_checks.of(one.proposed, seen, _beside(one, layer)))
        for one in page.findings
    ]
    return replace(page, findings=tuple(found))


def _beside(finding: ProposedFinding, layer: Layers) -> Beside:
    return Beside(finding.now, layer.observed, layer.bases)


def _record(row: Any, now: datetime) -> AuthorRecord:
    judged = trust.judged(row.author_id)
    level = trust.trust(judged, now, since=row.author.date_joined)
    accepted = sum(one.accepted for one in judged)
    return AuthorRecord(level.value, accepted, len(judged) - accepted)


def _latest_revision(model_id: int) -> int:
    numbers = Revision.objects.filter(model=model_id).order_by("-number").values_list("number", flat=True)
    return numbers.first() or 0


def _drifts(rows: list[Drift], page: AssessmentPage) -> list[OpenDrift]:
    wanted = {(one.component, one.qualifier) for one in page.findings}
    return [
        OpenDrift(row.pk, row.component, row.qualifier)
        for row in rows
        if (row.component, row.qualifier) in wanted
    ]


def _refused(row: Any, actor: Actor, now: datetime) -> str:
    try:
        right_to(Act.APPROVE, row, by=actor, now=now)
    except NotAllowed as error:
        return error.code
    return ""

"""Proposed facts as rows and back, and the reviewed evidence they are based on."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from registry.assessments.models import Assessment, ProposedFact
from registry.assessments.proposals.proposed import (
    Cited,
    Key,
    Proposed,
    citation_as_json,
    citation_from_json,
    content_sha,
    fact_as_json,
    fact_from_json,
)
from registry.openness.document import fact_as_table
from registry.openness.facts import RELEASE_FACTS, Fact, Facts, ReleaseFact
from registry.scorecards import stored as evidence_rows
from registry.scorecards.models import Evidence


@dataclass(frozen=True)
class Written:
    """A proposed fact with the evidence it was written on top of, as that was."""

    proposed: Proposed
    base: Evidence | None

    @property
    def base_digest(self) -> str:
        return self.base.digest if self.base else ""

    @property
    def is_no_op(self) -> bool:
        """Whether it says exactly what its base says, or nothing where there is none."""
        return says_the_same(self.proposed, self.base)


def says_the_same(proposed: Proposed, base: Evidence | None) -> bool:
    """Whether publishing it would change nothing of a finding that stands so."""
    if base is None:
        return proposed.retract or _says_nothing(proposed)
    return not proposed.retract and digest_of(proposed) == base.digest


def _says_nothing(proposed: Proposed) -> bool:
    fact = proposed.row()
    if isinstance(fact, ReleaseFact):
        return not fact.value
    return fact == Fact(fact.component, fact.qualifier)


def digest_of(proposed: Proposed) -> str:
    """The digest that its evidence would have."""
    digest: str = evidence_rows.columns(proposed.row())["digest"]
    return digest


def load(assessment: Assessment) -> list[Written]:
    """The proposed facts of an assessment, in the order of their keys; one query."""
    rows = ProposedFact.objects.filter(assessment=assessment).select_related("base")
    return [Written(of_row(row), row.base) for row in rows.order_by("component", "qualifier")]


def of_row(row: ProposedFact) -> Proposed:
    key = (row.component, row.qualifier)
    fact = empty(key) if row.retract else fact_from_json(key, row.fact)
    cited = tuple(citation_from_json(table) for table in row.citations)
    return Proposed(fact, cited, row.note, row.retract, row.base_id)


def empty(key: Key) -> Fact | ReleaseFact:
    """A fact that only names its finding."""
    return ReleaseFact(key[0], "") if key[0] in RELEASE_FACTS else Fact(*key)


def write(assessment: Assessment, proposals: Iterable[Proposed], *, seen: Facts) -> None:
    """Keep these proposed facts, each in place of what was proposed of its finding. `seen`: what counts."""
    there = {(row.component, row.qualifier): row for row in assessment.facts.all()}
    wanted = [_row(assessment, proposed, there.get(proposed.key), seen) for proposed in proposals]
    new, kept = [row for row in wanted if not row.pk], [row for row in wanted if row.pk]
    ProposedFact.objects.bulk_create(new)
    ProposedFact.objects.bulk_update(kept, ["base", "seen", "retract", "fact", "citations", "note"])


def _row(assessment: Assessment, proposed: Proposed, there: ProposedFact | None, seen: Facts) -> ProposedFact:
    row = there or ProposedFact(assessment=assessment, component=proposed.key[0], qualifier=proposed.key[1])
    if there is None or there.base_id != proposed.base_id:
        row.seen = seen_as_json(proposed.key, seen)
    row.base_id = proposed.base_id
    for name, value in columns(proposed).items():
        setattr(row, name, value)
    return row


def columns(proposed: Proposed) -> dict[str, Any]:
    """The columns that hold what is proposed."""
    return {
        "retract": proposed.retract,
        "fact": {} if proposed.retract else fact_as_json(proposed.fact),
        "citations": [citation_as_json(cited) for cited in proposed.citations],
        "note": proposed.note,
    }


def seen_as_json(key: Key, facts: Facts) -> dict[str, object]:
    """What counts of a finding, with where it comes from; {} where nothing is known."""
    if key in facts.components:
        return fact_as_table(facts.components[key])
    release = facts.release.get(key[0])
    return (
        {"value": release.value, "origin": release.origin.value, "source": release.source} if release else {}
    )


def sha(assessment: Assessment, written: Iterable[Written]) -> str:
    return content_sha(assessment.model.path, [(row.proposed, row.base_digest) for row in written])


def in_force(model_id: int, keys: Collection[Key], *, lock: bool = False) -> dict[Key, Evidence]:
    """The reviewed evidence in force of these findings; with `lock`, held in the order of its numbers."""
    rows = Evidence.objects.filter(
        model=model_id,
        source=Evidence.Source.REVIEW,
        retired__isnull=True,
        component__in={component for component, _ in keys},
    ).order_by("pk")
    if lock:
        rows = rows.select_for_update()
    found = {(row.component, row.qualifier): row for row in rows}
    return {key: found[key] for key in keys if key in found}


def known_bases(model_id: int, proposals: Sequence[Proposed]) -> Mapping[int, Evidence]:
    """The reviewed evidence of this model, in force or not, that these proposals name as their base."""
    named = {proposed.base_id for proposed in proposals if proposed.base_id is not None}
    rows = Evidence.objects.filter(Q(pk__in=named), model=model_id, source=Evidence.Source.REVIEW)
    return {row.pk: row for row in rows} if named else {}


def of_evidence(evidence: Evidence, *, base_id: int | None = None) -> Proposed:
    """What a piece of evidence says, as a proposal: with its citations but those that were taken down."""
    cited = tuple(
        Cited(row.url, row.quote, row.accessed_on, row.locator, row.archive_url)
        for row in evidence.citations.order_by("position")
        if row.quote
    )
    return Proposed(evidence_rows.row_of(evidence), cited, evidence.note, base_id=base_id)

"""What arrives at a scorecard, and what it changes there: statements of sources, observations of hubs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from registry.openness.facts import Facts
from registry.scorecards import stored
from registry.scorecards.layers import Layers
from registry.scorecards.models import Citation, Evidence, Observation, Revision
from registry.scorecards.withdrawn import lost_weights


@dataclass(frozen=True)
class Stated:
    """All that one source now says of one model; what it said before and says no more is retired.

    With `only` it speaks of these findings and leaves its others as they are.
    """

    model_id: int
    facts: Facts
    source: str  # Evidence.Source
    origin: str
    provenance_id: int | None = None
    assessed_on: str = ""
    only: frozenset[tuple[str, str]] | None = None

    @property
    def subject(self) -> dict[str, int]:
        return {"model_id": self.model_id}


@dataclass(frozen=True)
class StatedOfDataset:
    """All that one source now says of one dataset: the data itself is the component `datasets.DATA`."""

    dataset_id: int
    facts: Facts
    source: str  # Evidence.Source
    origin: str
    provenance_id: int | None = None
    assessed_on: str = ""
    only: frozenset[tuple[str, str]] | None = None

    @property
    def subject(self) -> dict[str, int]:
        return {"dataset_id": self.dataset_id}


@dataclass(frozen=True)
class Derived:
    """Nothing new is said of this model, but of what its facts follow from: a base, a dataset, a link."""

    model_id: int


@dataclass(frozen=True)
class Seen:
    """What a hub entry said when it was last read; `said` is hubs.snapshot.Snapshot.relevant()."""

    entry_id: int
    model_id: int
    commit: str
    fetched_at: datetime
    digest: str
    said: Mapping[str, Any]


@dataclass
class Plan:
    """What happens to one subject's evidence: rows retired, facts introduced with their statement."""

    retired: list[Evidence] = field(default_factory=list)
    introduced: list[tuple[Stated | StatedOfDataset, stored.Row]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.retired or self.introduced)

    def add(self, other: "Plan") -> None:
        self.retired += other.retired
        self.introduced += other.introduced

    @property
    def reviewed(self) -> frozenset[tuple[str, str]]:
        """(component, qualifier) of what a review states here."""
        by_review = [row for statement, row in self.introduced if statement.source == Evidence.Source.REVIEW]
        return frozenset(stored.key_of(row) for row in by_review)


def plan_evidence(statements: Sequence[Stated], said: Mapping[int, Layers]) -> dict[int, Plan]:
    """Compare each statement with the evidence in force from the same source, by digest."""
    plans: dict[int, Plan] = defaultdict(Plan)
    for statement in statements:
        layer = said[statement.model_id]
        plan = plan_of(statement, layer.evidence)
        if plan:
            plans[statement.model_id].add(plan)
            _apply(plan, layer)
    return plans


def plan_of(statement: Stated | StatedOfDataset, rows: Iterable[Evidence]) -> Plan:
    """What this statement changes of the evidence in force about its subject."""
    in_force = {
        (row.component, row.qualifier): row
        for row in rows
        if (row.source, row.origin) == (statement.source, statement.origin)
        and (statement.only is None or (row.component, row.qualifier) in statement.only)
    }
    wanted = {stored.key_of(row): row for row in [*statement.facts, *statement.facts.release.values()]}
    plan = Plan()
    for key, row in wanted.items():
        if key not in in_force or in_force[key].digest != stored.columns(row)["digest"]:
            plan.introduced.append((statement, row))
    kept = {key for key in wanted if key in in_force} - {stored.key_of(row) for _, row in plan.introduced}
    plan.retired = [row for key, row in in_force.items() if key not in kept]
    return plan


def _apply(plan: Plan, layer: Layers) -> None:
    """Let the layers say what they will say once the plan is written."""
    gone = {row.pk for row in plan.retired}
    kept = [(row, fact) for row, fact in zip(layer.evidence, layer.rows, strict=True) if row.pk not in gone]
    for statement, fact in plan.introduced:
        row = _evidence(statement, fact)
        kept.append((row, stored.row_of(row, fact.proofs)))
    layer.evidence = [row for row, _ in kept]
    layer.rows = [fact for _, fact in kept]


def _evidence(statement: Stated | StatedOfDataset, row: stored.Row) -> Evidence:
    return Evidence(
        **statement.subject,
        source=statement.source,
        origin=statement.origin,
        provenance_id=statement.provenance_id,
        assessed_on=statement.assessed_on,
        citation_count=sum(stored.is_citation(proof) for proof in row.proofs),
        **stored.columns(row),
    )


def write_evidence(plans: Mapping[int, Plan], revisions: Mapping[int, Revision]) -> None:
    """Retire first: a constraint allows one row in force per source and component."""
    retired = []
    rows: list[tuple[Evidence, stored.Row]] = []
    for subject_id, plan in plans.items():
        for evidence in plan.retired:
            evidence.retired = revisions[subject_id]
            retired.append(evidence)
        for statement, fact in plan.introduced:
            evidence = _evidence(statement, fact)
            evidence.introduced = revisions[subject_id]
            rows.append((evidence, fact))
    Evidence.objects.bulk_update(retired, ["retired"], batch_size=400)
    Evidence.objects.bulk_create(evidence for evidence, _ in rows)
    Citation.objects.bulk_create(
        citation for evidence, fact in rows for citation in stored.citations(evidence, fact.proofs)
    )


def observe(statements: Sequence[Seen], said: Mapping[int, Layers]) -> None:
    """Keep what hubs said where it differs from the last time; an older answer never replaces a newer one."""
    new = []
    for seen in statements:
        last = said[seen.model_id].observations.get(seen.entry_id)
        if last and (last.digest == seen.digest or last.fetched_at > seen.fetched_at):
            continue
        row = Observation(
            entry_id=seen.entry_id,
            sequence=last.sequence + 1 if last else 1,
            commit=seen.commit,
            fetched_at=seen.fetched_at,
            digest=seen.digest,
            said=dict(seen.said),
            weights_removed=lost_weights(last, seen.said),
        )
        said[seen.model_id].observations[seen.entry_id] = row
        new.append(row)
    Observation.objects.bulk_create(new)

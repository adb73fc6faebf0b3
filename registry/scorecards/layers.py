"""Everything that is said of some models, layer by layer, read in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.db.models import F, OuterRef, Q, Subquery

from registry.catalog.models import HubEntry
from registry.hubs.observed import observed
from registry.openness import merge
from registry.openness.facts import Fact, Facts, ReleaseFact
from registry.scorecards import stored
from registry.scorecards.models import Citation, Drift, Evidence, Observation

_OBSERVED = ("id", "sequence", "commit", "fetched_at", "digest", "said")


@dataclass
class Layers:
    """What counts for one model: evidence in force, the latest observation per hub entry, open drifts."""

    evidence: list[Evidence] = field(default_factory=list)
    rows: list[stored.Row] = field(default_factory=list)
    entries: list[HubEntry] = field(default_factory=list)
    observations: dict[int, Observation] = field(default_factory=dict)  # by hub entry
    drifts: list[Drift] = field(default_factory=list)

    def facts_of(self, source: str) -> list[Fact]:
        return [
            row
            for evidence, row in zip(self.evidence, self.rows, strict=True)
            if evidence.source == source and isinstance(row, Fact)
        ]

    @cached_property
    def seen(self) -> list[Facts]:
        """What each hub entry shows. Read it only once the observations are complete."""
        return [observed(observation.said) for observation in self.observations.values()]

    @property
    def observed(self) -> list[Fact]:
        return [fact for facts in self.seen for fact in facts]

    @property
    def release(self) -> list[ReleaseFact]:
        stated = [row for row in self.rows if isinstance(row, ReleaseFact)]
        return [*stated, *(row for facts in self.seen for row in facts.release.values())]

    def record(self) -> Facts:
        """What people and imports say, hubs left aside."""
        return merge.record_of(self.facts_of(Evidence.Source.REVIEW), self.facts_of(Evidence.Source.IMPORT))

    def effective(self) -> Facts:
        """The facts that count (openness/merge.py)."""
        return merge.effective(
            reviewed=self.facts_of(Evidence.Source.REVIEW),
            imported=self.facts_of(Evidence.Source.IMPORT),
            observed=self.observed,
            drifting={(drift.component, drift.qualifier) for drift in self.drifts},
            release=self.release,
        )


def load(model_ids: Collection[int], *, with_proofs: bool = False) -> dict[int, Layers]:
    """The layers of these models now; three queries, four with proofs."""
    found: dict[int, Layers] = {model_id: Layers() for model_id in model_ids}
    in_force = list(
        Evidence.objects.filter(model__in=model_ids, retired__isnull=True)
        .select_related("provenance")
        .order_by("id")
    )
    add_evidence(found, in_force, with_proofs=with_proofs)
    add_entries(found)
    open_drifts = Drift.objects.filter(model__in=model_ids, state=Drift.State.OPEN)
    for drift in open_drifts.select_related("observation").order_by("id"):
        found[drift.model_id].drifts.append(drift)
    return found


def add_evidence(found: dict[int, Layers], rows: Iterable[Evidence], *, with_proofs: bool) -> None:
    """Put rows of evidence into the layers of their models, with their citations if asked."""
    listed = list(rows)
    proofs = _proofs(listed) if with_proofs else {}
    for evidence in listed:
        layers = found[evidence.model_id]
        layers.evidence.append(evidence)
        layers.rows.append(stored.row_of(evidence, [stored.proof_of(c) for c in proofs.get(evidence.pk, [])]))


def _proofs(rows: list[Evidence]) -> dict[int, list[Citation]]:
    found: dict[int, list[Citation]] = defaultdict(list)
    for citation in Citation.objects.filter(evidence__in=[row.pk for row in rows]).order_by("position"):
        found[citation.evidence_id].append(citation)
    return found


def add_entries(found: dict[int, Layers], *, at: datetime | None = None) -> None:
    """Put the hub entries of these models into their layers, each with its newest observation; one query.

    With a moment: the newest observation of that time.
    """
    seen = Observation.objects.filter(entry=OuterRef("pk")).order_by("-sequence")
    if at is not None:
        seen = seen.filter(fetched_at__lte=at)
    columns = {f"seen_{name}": F(f"observations__{name}") for name in _OBSERVED}
    rows = HubEntry.objects.filter(model__in=list(found)).annotate(
        newest=Subquery(seen.values("pk")[:1]), **columns
    )
    for entry in rows.filter(Q(seen_id=F("newest")) | Q(newest__isnull=True)).order_by("pk"):
        layers = found[entry.model_id]
        if entry in layers.entries:
            continue  # before its first observation of that time an entry has a row for each later one
        layers.entries.append(entry)
        if entry.newest is not None:
            values = {name: getattr(entry, f"seen_{name}") for name in _OBSERVED}
            layers.observations[entry.pk] = Observation(entry=entry, **values)

"""Everything that is said of some models, layer by layer, read in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, cached_property, lru_cache
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from registry.catalog.models import BaseLink, DatasetUse, HubEntry
from registry.hubs.observed import NO_RECORD, observed
from registry.openness import datasets, inputs, lineage, merge
from registry.openness.facts import Fact, Facts, Origin, Proof, ReleaseFact
from registry.scorecards import accepted, stored
from registry.scorecards.json_rows import JsonRows
from registry.scorecards.models import Citation, Drift, Evidence, Observation
from registry.scorecards.withdrawn import Withdrawal, withdrawals

VOUCHES = {
    DatasetUse.Source.DECLARED: Origin.OBSERVED,
    DatasetUse.Source.IMPORTED: Origin.IMPORTED,
    DatasetUse.Source.CURATED: Origin.REVIEWED,
}
_OBSERVED = ("id", "sequence", "commit", "fetched_at", "digest", "said", "weights_removed")


@dataclass
class Layers:
    """What counts for one model: evidence in force, the latest observation per hub entry, open drifts.

    Of its bases it holds what verdicts may read of them, which is their profile: it is there already, however
    long the chain behind it, and the proof stands on the base's own scorecard, to which the fact leads.
    """

    evidence: list[Evidence] = field(default_factory=list)
    rows: list[stored.Row] = field(default_factory=list)
    entries: list[HubEntry] = field(default_factory=list)
    observations: dict[int, Observation] = field(default_factory=dict)  # by hub entry
    shut: set[int] = field(default_factory=set)  # the entries that nobody can read now
    drifts: list[Drift] = field(default_factory=list)  # the open ones
    settled: list[Drift] = field(default_factory=list)  # closed by a review that still answers the hub
    of_parents: list[Drift] = field(default_factory=list)  # the open ones of its bases; only with proofs
    links: list[BaseLink] = field(default_factory=list)
    of_bases: dict[int, Facts] = field(default_factory=dict)  # by model, for the parents that are listed
    uses: list[DatasetUse] = field(default_factory=list)
    of_datasets: dict[int, list[stored.Row]] = field(default_factory=dict)  # by dataset, for those used

    def facts_of(self, source: str) -> list[Fact]:
        return [
            row
            for evidence, row in zip(self.evidence, self.rows, strict=True)
            if evidence.source == source and isinstance(row, Fact)
        ]

    @cached_property
    def seen(self) -> dict[int, Facts]:
        """What each hub entry shows. Read it only once the observations are complete.

        Repositories that are cited for a part show it beside the record of that part, and nothing without.
        """
        record = self.record() if any(entry.is_cited for entry in self.entries) else NO_RECORD
        return {entry_id: observed(row.said, record) for entry_id, row in self.observations.items()}

    @property
    def shown(self) -> list[Fact]:
        """What its hub entries showed last, whatever became of them since."""
        return [fact for facts in self.seen.values() for fact in facts]

    @property
    def observed(self) -> list[Fact]:
        """What its hub entries show: nothing that nobody can read any more."""
        return [fact for entry, facts in self.seen.items() if entry not in self.shut for fact in facts]

    @cached_property
    def withdrawals(self) -> list[Withdrawal]:
        """Weights that hubs showed and show no more. Read it only once the observations are complete."""
        return withdrawals(self.entries, self.observations, self.seen)

    @property
    def release(self) -> list[ReleaseFact]:
        stated = [row for row in self.rows if isinstance(row, ReleaseFact)]
        return [*stated, *(row for facts in self.seen.values() for row in facts.release.values())]

    def record(self) -> Facts:
        """What people and imports say, hubs left aside."""
        return merge.record_of(self.facts_of(Evidence.Source.REVIEW), self.facts_of(Evidence.Source.IMPORT))

    @property
    def bases(self) -> list[lineage.Base]:
        """The bases that facts come from. A base that is not listed is one of which nothing is known."""
        inert = (BaseLink.State.ITSELF, BaseLink.State.CYCLE)
        return [
            lineage.Base(
                link.parent.path if link.parent else link.parent_path,
                self.of_bases.get(link.parent_id or 0, Facts()),
                certain_relation(link),
            )
            for link in self.links
            if link.state not in inert
        ]

    def data(self) -> list[Fact]:
        """What follows from the datasets used."""
        return datasets.facts_from(_use(row, self.of_datasets) for row in self.uses)

    def own(self) -> Facts:
        """The facts that count before its bases are looked at (openness/merge.py)."""
        drifting = {(drift.component, drift.qualifier) for drift in self.drifts}
        # What contradicted the record goes on to count when the hub shows nothing any more.
        against = [fact for entry in sorted(self.shut & self.seen.keys()) for fact in self.seen[entry]]
        return merge.effective(
            reviewed=self.facts_of(Evidence.Source.REVIEW),
            imported=self.facts_of(Evidence.Source.IMPORT),
            datasets=self.data(),
            observed=[
                *self.observed,
                *(fact for fact in against if fact.key in drifting),
                *self._withdrawn(),
            ],
            drifting=drifting,
            release=self.release,
        )

    def _withdrawn(self) -> list[Fact]:
        """That weights are gone counts against a record that says otherwise, while that drift is open.

        A machine draft claims nothing that it could contradict: there the weights are simply unknown.
        """
        gone = {row.component for row in self.drifts if row.reason != Drift.Reason.STATED}
        return [row.fact for row in self.withdrawals if row.fact.component in gone] if gone else []

    def effective(self) -> Facts:
        """The facts that count."""
        return lineage.with_base(self.own(), self.bases)


def certain_relation(link: BaseLink) -> str:
    """A relation that a hub inferred is often wrong: the one from which the least follows stands for it."""
    return BaseLink.Relation.FINETUNE if link.source == BaseLink.Source.INFERRED else link.relation


def _use(row: DatasetUse, said: dict[int, list[stored.Row]]) -> datasets.Use:
    fact = dataset_facts(said.get(row.dataset_id or 0, ())).components.get((datasets.DATA, ""))
    return datasets.Use(row.dataset_path, row.stage, VOUCHES[DatasetUse.Source(row.source)], fact)


def dataset_facts(rows: Iterable[stored.Row]) -> Facts:
    """What counts of a dataset, given its evidence in force."""
    listed = list(rows)
    facts = [row for row in listed if isinstance(row, Fact)]
    return merge.effective(
        reviewed=[fact for fact in facts if fact.origin is Origin.REVIEWED],
        imported=[fact for fact in facts if fact.origin is Origin.IMPORTED],
        release=[row for row in listed if isinstance(row, ReleaseFact)],
    )


def load(
    model_ids: Collection[int],
    *,
    with_proofs: bool = False,
    has_bases: bool = True,
    uses: Mapping[int, list[DatasetUse]] | None = None,
) -> dict[int, Layers]:
    """The layers of these models now; five queries, with proofs as well.

    Known before are sometimes that they have no bases, or which datasets they used: each saves one.
    """
    found: dict[int, Layers] = {model_id: Layers() for model_id in model_ids}
    if has_bases:
        add_bases(found)
    if uses is None:
        add_uses(found)
    else:
        for model_id, listed in uses.items():
            found[model_id].uses = listed
    rows = in_full() if with_proofs else Evidence.objects.select_related("provenance")
    in_force = rows.filter(_subjects(found), retired__isnull=True).order_by("id")
    add_evidence(found, in_force, with_proofs=with_proofs)
    add_entries(found)
    add_drifts(found, of_parents=with_proofs)
    return found


def add_drifts(found: dict[int, Layers], *, of_parents: bool = False) -> None:
    """Put the open drifts into the layers, and those a review still answers; one query.

    `of_parents`: those of the bases as well, which change nothing here and are shown.
    """
    children: dict[int, list[Layers]] = defaultdict(list)
    for layer in found.values() if of_parents else ():
        for link in layer.links:
            if link.parent_id and link.parent_id not in found:
                children[link.parent_id].append(layer)
    rows = Drift.objects.filter(Q(state=Drift.State.OPEN) | Q(settles=True), model__in=[*found, *children])
    rows = rows.select_related("observation__entry", "before").defer("observation__said", "before__said")
    for drift in rows.order_by("id"):
        if drift.model_id in found:
            layer = found[drift.model_id]
            (layer.settled if drift.settles else layer.drifts).append(drift)
        elif not drift.settles:
            for layer in children[drift.model_id]:
                layer.of_parents.append(drift)


def add_bases(found: dict[int, Layers]) -> None:
    """Put the links to their bases into the layers, each with its base's profile; one query."""
    known: dict[int, Facts] = {}  # many derivatives of one batch share a base
    links = BaseLink.objects.filter(child__in=list(found)).order_by("pk")
    for link in links.select_related("parent__scorecard__profile"):
        layer = found[link.child_id]
        layer.links.append(link)
        card = getattr(link.parent, "scorecard", None)
        if card is not None:
            if card.pk not in known:
                known[card.pk] = inputs.unpack(card.profile.facts)
            layer.of_bases[card.pk] = known[card.pk]


def add_uses(found: dict[int, Layers]) -> None:
    """Put the datasets they used into the layers, without what is known of those; one query."""
    uses = DatasetUse.objects.filter(model__in=list(found)).order_by("dataset_path", "pk")
    for use in uses.select_related("dataset"):
        found[use.model_id].uses.append(use)


def _subjects(found: dict[int, Layers]) -> Q:
    """Evidence about these models, and about the datasets they used."""
    used = {use.dataset_id for layer in found.values() for use in layer.uses if use.dataset_id}
    of_models = Q(model__in=list(found))
    return of_models | Q(dataset__in=used) if used else of_models


def add_evidence(found: dict[int, Layers], rows: QuerySet[Evidence], *, with_proofs: bool) -> None:
    """Put rows of evidence into the layers of their models; one query. With proofs they are of `in_full`."""
    listed = list(rows)
    users: dict[int, list[Layers]] = defaultdict(list)
    for layer in found.values():
        for dataset_id in {use.dataset_id for use in layer.uses if use.dataset_id}:
            users[dataset_id].append(layer)
    for evidence in listed:
        row = stored.row_of(evidence, _proofs(evidence) if with_proofs else ())
        if evidence.model_id is not None:
            found[evidence.model_id].evidence.append(evidence)
            found[evidence.model_id].rows.append(row)
        for layer in users.get(evidence.dataset_id or 0, ()):
            layer.of_datasets.setdefault(evidence.dataset_id or 0, []).append(row)


_CITED = ("position", "url", "quote", "accessed_on", "digest", "locator", "archive_url")


@cache
def in_full() -> QuerySet[Evidence]:
    """All evidence with its citations, and with who proposed and accepted it; put together once."""
    cited = Citation.objects.filter(evidence=OuterRef("pk")).order_by().values("evidence")
    shown = JSONObject(**{name: name for name in _CITED})
    rows = Evidence.objects.select_related("provenance", "introduced__actor")
    rows = accepted.with_reviewers(rows, "introduced")
    return rows.annotate(cited=Subquery(cited.annotate(all=JsonRows(shown)).values("all")))


def _proofs(evidence: Any) -> list[Proof]:
    ordered = sorted(evidence.cited or (), key=lambda row: row["position"])
    return [stored.proof_of(Citation(**row)) for row in ordered]


def add_entries(found: dict[int, Layers], *, at: datetime | None = None) -> None:
    """Put the hub entries of these models into their layers, each with its newest observation; one query.

    With a moment: the newest observation of that time.
    """
    for entry in _entries(at).filter(model__in=list(found)):
        layers = found[entry.model_id]
        if entry in layers.entries:
            continue  # before its first observation of that time an entry has a row for each later one
        layers.entries.append(entry)
        if at is None and entry.is_shut:
            layers.shut.add(entry.pk)
        if entry.newest is not None:
            values = {name: getattr(entry, f"seen_{name}") for name in _OBSERVED}
            layers.observations[entry.pk] = Observation(entry=entry, **values)


@lru_cache(maxsize=2)  # the one of now is asked for most
def _entries(at: datetime | None) -> QuerySet[Any]:
    """All hub entries, each with its newest observation, of a moment or of now."""
    seen = Observation.objects.filter(entry=OuterRef("pk")).order_by("-sequence")
    if at is not None:
        seen = seen.filter(fetched_at__lte=at)
    columns = {f"seen_{name}": F(f"observations__{name}") for name in _OBSERVED}
    rows = HubEntry.objects.annotate(newest=Subquery(seen.values("pk")[:1]), **columns)
    return rows.filter(Q(seen_id=F("newest")) | Q(newest__isnull=True)).order_by("pk")

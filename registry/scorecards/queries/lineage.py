"""What a model was made from and trained on, and what was made from it, as its scorecard shows it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db.models import Count, Exists, JSONField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from registry.catalog.models import AIModel, BaseLink, Dataset, DatasetUse
from registry.openness import datasets, inputs, lineage
from registry.openness.facts import Fact, Facts
from registry.scorecards.json_rows import JsonRows
from registry.scorecards.layers import Layers, dataset_facts
from registry.scorecards.models import Profile
from registry.scorecards.queries.drift_rows import drift_row
from registry.scorecards.queries.lineage_rows import BaseRow, DatasetUseRow, Lineage


def with_relatives(rows: QuerySet[AIModel]) -> QuerySet[AIModel]:
    """The models, each with whether it has bases, the datasets it used, and how much was made from it."""
    uses = DatasetUse.objects.filter(model=OuterRef("pk")).order_by().values("model")
    shown = JSONObject(**{name: name for name in _USED}, dataset__name="dataset__name")
    return rows.annotate(
        has_bases=Exists(BaseLink.objects.filter(child=OuterRef("pk"))),
        uses_json=Subquery(uses.annotate(all=JsonRows(shown)).values("all")),
        derived_json=_derived(),
    )


def _derived() -> Subquery:
    """How many models were made from it, by relation; one look at its links for all of them."""
    links = BaseLink.objects.filter(parent=OuterRef("pk")).order_by().values("parent")
    numbers = {name: Count("pk", filter=Q(relation=name)) for name in BaseLink.Relation.values}
    return Subquery(links.annotate(all=JSONObject(**numbers)).values("all"), output_field=JSONField())


def uses_of(model: Any) -> list[DatasetUse]:
    """The datasets a model of `with_relatives` used, in order; no query."""
    listed = sorted(model.uses_json or (), key=lambda row: (row["dataset_path"], row["pk"]))
    return [_use_of(row) for row in listed]


def _use_of(row: dict[str, Any]) -> DatasetUse:
    values = {name: row[name] for name in _USED}
    if row["dataset_id"] is None:
        return DatasetUse(**values)
    return DatasetUse(**values, dataset=Dataset(pk=row["dataset_id"], name=row["dataset__name"]))


_USED = ("pk", "dataset_id", "dataset_path", "stage", "source")


def rows(model: Any, said: Layers, facts: Facts) -> Lineage:
    """The lineage of a model of `with_relatives`; no query."""
    derived = model.derived_json or {}
    counted = ((relation, derived.get(relation, 0)) for relation in BaseLink.Relation.values)
    return Lineage(
        bases=tuple(_bases(said, facts)),
        datasets=tuple(_use(row, said) for row in said.uses),
        derivatives=tuple((relation, n) for relation, n in counted if n),
        weakest=lineage.weakest(said.bases),
    )


def _bases(said: Layers, facts: Facts) -> Iterable[BaseRow]:
    conflicts = {row.base: row for row in lineage.license_conflicts(facts, said.bases)}
    taken = {path for fact in facts for path in fact.inherited_from.split(", ")}
    for link in said.links:
        path = link.parent.path if link.parent else link.parent_path
        conflict = conflicts.get(path)
        yield BaseRow(
            path=path,
            stated_path=link.parent_path,
            relation=link.relation,
            source=link.source,
            state=link.state.value,
            has_scorecard=link.parent_id in said.of_bases,
            gives=path in taken,
            license_not_passed_on=conflict.base_license if conflict else "",
            drifts=tuple(
                drift_row(drift)
                for drift in said.of_parents
                if drift.model_id == link.parent_id and drift.component in lineage.HANDED_DOWN
            ),
        )


def _use(row: DatasetUse, said: Layers) -> DatasetUseRow:
    facts = dataset_facts(said.of_datasets.get(row.dataset_id or 0, ()))
    fact = facts.components.get((datasets.DATA, "")) or Fact(datasets.DATA)
    return DatasetUseRow(
        path=row.dataset_path,
        name=row.dataset.name if row.dataset else row.dataset_path.removeprefix("_/"),
        stage=row.stage,
        source=row.source,
        listed=row.dataset is not None,
        availability=fact.availability.value,
        license=fact.license,
        contents_rights=fact.contents_rights.value,
        last_seen=facts.release[datasets.LAST_SEEN].value if datasets.LAST_SEEN in facts.release else "",
    )


def as_judged(said: Layers, profile: Profile) -> Facts:
    """The facts that counted at an earlier time.

    What came from bases and datasets then is not kept fact by fact; the profile that was judged holds it. So
    where that differs from the model's own facts of the time, it counts.
    """
    own = said.own()
    plain = inputs.inputs(own).components
    named = ", ".join(base.path for base in said.bases)
    handed = {*lineage.HANDED_DOWN, "base-weights"} - {"final-weights"}
    came = {
        key: replace(fact, inherited_from=named) if key[0] in handed else fact
        for key, fact in inputs.unpack(profile.facts).components.items()
        if plain.get(key) != fact
    }
    return Facts({**own.components, **came}, own.release)

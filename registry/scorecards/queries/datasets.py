"""Datasets: all of them, and one with its evidence and the models that used it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q

from registry.catalog.models import Dataset, DatasetUse
from registry.openness import datasets
from registry.openness.facts import Fact
from registry.scorecards import layers, stored
from registry.scorecards.models import Citation, Evidence
from registry.scorecards.queries.dataset_rows import DatasetPage, DatasetRow
from registry.scorecards.queries.rows import SourceRow

MOST_USERS = 200


def dataset_list(*, limit: int = 1000) -> tuple[DatasetRow, ...]:
    """The listed datasets, the most used first. Two queries."""
    listed = list(_read().order_by("-users", "path")[:limit])
    said: dict[int, list[Evidence]] = {row.pk: [] for row in listed}
    for evidence in Evidence.objects.filter(dataset__in=said, retired__isnull=True).order_by("id"):
        said[evidence.dataset_id or 0].append(evidence)
    return tuple(_row(row, map(stored.row_of, said[row.pk])) for row in listed)


def dataset_page(path: str) -> DatasetPage | None:
    """The dataset with this path, in any case; None when none is listed. Four queries."""
    dataset = _read().filter(path=path.lower()).first()
    if dataset is None:
        return None
    in_force = Evidence.objects.filter(dataset=dataset, retired__isnull=True)
    said = list(in_force.select_related("provenance", "introduced").order_by("id"))
    proofs: dict[int, list[Citation]] = {}
    for citation in Citation.objects.filter(evidence__in=said).order_by("evidence", "position"):
        proofs.setdefault(citation.evidence_id, []).append(citation)
    rows = [stored.row_of(row, map(stored.proof_of, proofs.get(row.pk, ()))) for row in said]
    return DatasetPage(
        row=_row(dataset, rows),
        sources=tuple(dict.fromkeys(map(_source, said))),
        users=_users(dataset),
        revision=max((row.introduced.number for row in said), default=0),
    )


def _read() -> Any:
    models = Count("uses__model", filter=Q(uses__model__hidden=False), distinct=True)
    return Dataset.objects.select_related("organization").annotate(users=models)


def _row(dataset: Any, rows: Iterable[stored.Row]) -> DatasetRow:
    facts = layers.dataset_facts(rows)
    seen = facts.release.get(datasets.LAST_SEEN)
    return DatasetRow(
        path=dataset.path,
        name=dataset.name,
        organization=dataset.organization.name,
        organization_slug=dataset.organization.slug,
        fact=facts.components.get((datasets.DATA, "")) or Fact(datasets.DATA),
        last_seen=seen.value if seen else "",
        models=dataset.users,
    )


def _source(row: Evidence) -> SourceRow:
    given = row.provenance
    return SourceRow(
        origin=row.origin,
        project=given.project if given else "",
        commit=given.commit if given else "",
        file=given.file if given else "",
        license=given.license if given else "",
        attribution=given.attribution if given else "",
        assessed_on=row.assessed_on,
    )


def _users(dataset: Dataset) -> tuple[tuple[str, str, str], ...]:
    uses = DatasetUse.objects.filter(dataset=dataset, model__hidden=False, model__scorecard__isnull=False)
    listed = uses.order_by("-model__scorecard__rank", "stage")
    return tuple(listed.values_list("model__path", "model__name", "stage")[:MOST_USERS])

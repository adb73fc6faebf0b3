"""Datasets as entries of their own, and which models used them at which stage."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from registry.catalog import tables
from registry.catalog.models import AIModel, Dataset, DatasetUse, Organization


@dataclass(frozen=True, slots=True)
class Used:
    """A dataset as somebody names it: its path, or a name that leads nowhere, and the stage."""

    path: str
    stage: str  # DatasetUse.Stage


def list_dataset(path: str, *, name: str = "", now: datetime) -> Dataset:
    """The dataset under this path, listed if it was not; uses that named it before are connected."""
    slug, _, last = path.partition("/")
    organization, _ = Organization.objects.get_or_create(slug=slug, defaults={"name": slug})
    dataset, created = Dataset.objects.get_or_create(
        path=path, defaults={"name": name or last, "organization": organization, "added_at": now}
    )
    if created:
        _connect([path])
    return dataset


def set_uses(model: AIModel, uses: Iterable[Used], *, source: str) -> bool:
    """Let this be all that a kind of source says the model used; whether that changed anything.

    A card rarely says for what it used a dataset. Where somebody else has said so, its word is not needed.
    """
    rows = list(DatasetUse.objects.filter(model=model))
    said_elsewhere = {row.dataset_path for row in rows if row.source != source}
    wanted = {
        (used.path, used.stage)
        for used in uses
        if not (used.stage == DatasetUse.Stage.UNKNOWN and used.path in said_elsewhere)
    } - {(row.dataset_path, row.stage) for row in rows if row.source != source}
    present = {(row.dataset_path, row.stage): row.pk for row in rows if row.source == source}
    if wanted == present.keys():
        return False
    gone = [pk for key, pk in present.items() if key not in wanted]
    DatasetUse.objects.filter(pk__in=gone).delete()
    known = dict(Dataset.objects.filter(path__in=[path for path, _ in wanted]).values_list("path", "pk"))
    DatasetUse.objects.bulk_create(
        DatasetUse(model=model, dataset_id=known.get(path), dataset_path=path, stage=stage, source=source)
        for path, stage in sorted(wanted - present.keys())
    )
    return True


def add_uses(uses: Mapping[int, Iterable[Used]], *, source: str) -> None:
    """Write what these models, of which no use is known yet, used; for any number in two statements."""
    named = {used.path for listed in uses.values() for used in listed}
    known = dict(Dataset.objects.filter(path__in=list(named)).values_list("path", "pk"))
    wanted = {(model_id, used.path, used.stage) for model_id, listed in uses.items() for used in listed}
    rows = [(model_id, known.get(path), path, stage, source) for model_id, path, stage in sorted(wanted)]
    tables.insert_values(DatasetUse, ("model_id", "dataset_id", "dataset_path", "stage", "source"), rows)


def note_uses(uses: Mapping[int, Iterable[Used]], *, source: str, now: datetime) -> frozenset[int]:
    """Add these uses by models, with entries for the datasets named; the models for which any was new.

    For a batch of any size in a fixed number of queries. Paths may be spelled in any case. Nothing is taken
    away: several sources of one kind each know some of what a model used.
    """
    named = {used.path.lower(): used.path for listed in uses.values() for used in listed}
    known = _listed(named, now=now)
    rows = DatasetUse.objects.filter(model__in=list(uses))
    present = set(rows.values_list("model", "dataset_path", "stage"))
    wanted = {
        (model_id, used.path.lower(), used.stage) for model_id, listed in uses.items() for used in listed
    }
    DatasetUse.objects.bulk_create(
        DatasetUse(model_id=model_id, dataset_id=known[path], dataset_path=path, stage=stage, source=source)
        for model_id, path, stage in sorted(wanted - present)
    )
    return frozenset(model_id for model_id, _, _ in wanted - present)


def _listed(named: Mapping[str, str], *, now: datetime) -> dict[str, int]:
    """The datasets with these paths, by path; listed, with their organizations, where they were not."""
    known = dict(Dataset.objects.filter(path__in=named).values_list("path", "pk"))
    missing = {path: spelled for path, spelled in named.items() if path not in known}
    if not missing:
        return known
    makers = {path.partition("/")[0]: spelled.partition("/")[0] for path, spelled in missing.items()}
    organizations = [Organization(slug=slug, name=name) for slug, name in makers.items()]
    Organization.objects.bulk_create(organizations, ignore_conflicts=True)
    owners = dict(Organization.objects.filter(slug__in=makers).values_list("slug", "pk"))
    Dataset.objects.bulk_create(
        Dataset(
            path=path,
            name=spelled.partition("/")[2],
            organization_id=owners[path.partition("/")[0]],
            added_at=now,
        )
        for path, spelled in missing.items()
    )
    _connect(missing)
    return dict(Dataset.objects.filter(path__in=named).values_list("path", "pk"))


def _connect(paths: Collection[str]) -> None:
    """Give the uses that named these datasets before they were listed their entries."""
    entry = Dataset.objects.filter(path=OuterRef("dataset_path")).values("pk")[:1]
    waiting = DatasetUse.objects.filter(dataset__isnull=True, dataset_path__in=paths)
    waiting.update(dataset=Subquery(entry))

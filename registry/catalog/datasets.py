"""Datasets as entries of their own, and which models used them at which stage."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

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
        DatasetUse.objects.filter(dataset__isnull=True, dataset_path=path).update(dataset=dataset)
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

"""What a card says a model was made from and trained on, written as links and uses."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from registry.catalog import datasets, lineage
from registry.catalog.datasets import Used
from registry.catalog.lineage import Parent
from registry.catalog.models import AIModel, BaseLink, DatasetUse
from registry.catalog.paths import path_of
from registry.hubs.snapshot import Base, Snapshot
from registry.scorecards import derive


def note_links(model: AIModel, seen: Snapshot) -> None:
    """Let bases and datasets be what the card names now. The model itself must be recorded elsewhere.

    Other models may be freed by it from a cycle, and are recorded anew.
    """
    changed = lineage.set_bases(model, parents_of(seen))
    derive.anew(changed - {model.pk})
    datasets.set_uses(model, uses_of(seen), source=DatasetUse.Source.DECLARED)


def note_links_of(said: Mapping[int, Snapshot]) -> None:
    """`note_links` for the models, by number, of which a card names something else than what stands here."""
    links, uses = defaultdict(set), defaultdict(set)
    for model_id, *link in BaseLink.objects.filter(child__in=list(said)).values_list(*_LINK):
        links[model_id].add(tuple(link))
    for model_id, *use in DatasetUse.objects.filter(model__in=list(said)).values_list(*_USE):
        uses[model_id].add(tuple(use))
    other = [
        model_id
        for model_id, seen in said.items()
        if links[model_id] != {(base.path, base.relation, base.source) for base in parents_of(seen)}
        or uses[model_id] != {(use.path, use.stage, DatasetUse.Source.DECLARED) for use in uses_of(seen)}
    ]
    for model in AIModel.objects.filter(pk__in=other).order_by("pk"):
        note_links(model, said[model.pk])


_LINK = ("child", "parent_path", "relation", "source")
_USE = ("model", "dataset_path", "stage", "source")


def parents_of(seen: Snapshot) -> list[Parent]:
    return [_parent(base, seen) for base in seen.bases]


def _parent(base: Base, seen: Snapshot) -> Parent:
    source = BaseLink.Source.DECLARED if base.stated else BaseLink.Source.INFERRED
    return Parent(path_of(base.repo_id), base.relation or _usual(seen), source)


def _usual(seen: Snapshot) -> str:
    """The hub's own rule where no relation is stated: several parents make a merge."""
    return BaseLink.Relation.MERGE if len(seen.bases) > 1 else BaseLink.Relation.FINETUNE


def uses_of(seen: Snapshot) -> Iterator[Used]:
    """Cards name datasets without their stage, and often by names that are no address."""
    for name in seen.datasets:
        yield Used((name if " " in name else path_of(name))[:300], DatasetUse.Stage.UNKNOWN)

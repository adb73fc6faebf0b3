"""What a card says a model was made from and trained on, written as links and uses."""

from collections.abc import Iterator

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
    changed = lineage.set_bases(model, [_parent(base, seen) for base in seen.bases])
    derive.anew(changed - {model.pk})
    datasets.set_uses(model, _uses(seen), source=DatasetUse.Source.DECLARED)


def _parent(base: Base, seen: Snapshot) -> Parent:
    source = BaseLink.Source.DECLARED if base.stated else BaseLink.Source.INFERRED
    return Parent(path_of(base.repo_id), base.relation or _usual(seen), source)


def _usual(seen: Snapshot) -> str:
    """The hub's own rule where no relation is stated: several parents make a merge."""
    return BaseLink.Relation.MERGE if len(seen.bases) > 1 else BaseLink.Relation.FINETUNE


def _uses(seen: Snapshot) -> Iterator[Used]:
    """Cards name datasets without their stage, and often by names that are no address."""
    for name in seen.datasets:
        yield Used((name if " " in name else path_of(name))[:300], DatasetUse.Stage.UNKNOWN)

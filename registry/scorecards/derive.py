"""What follows for others when a model or a dataset changes: its derivatives are recorded anew, by jobs.

A wave starts from the models and datasets that changed and takes everything made from them generation by
generation, a generation being the longest chain that leads there. So each derivative is recorded once in a
wave, after all of its bases; links that close a cycle are set aside (catalog/lineage.py), so a wave ends.
Each step is one job: at most 1,000 models, in one transaction with the job of the next step. A change that
comes while a wave runs starts a wave of its own.
"""

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from registry.catalog import lineage
from registry.catalog.models import DatasetUse
from registry.jobs.queue import enqueue
from registry.openness.lineage import HANDED_DOWN
from registry.scorecards.models import Profile

KIND = "derive"
MOST = 1000  # models in one step


def after_models(model_ids: Collection[int]) -> None:
    """Have what was made from these models recorded anew. Part of the caller's transaction."""
    parents = lineage.carrying().filter(parent__in=model_ids).values_list("parent", flat=True)
    if changed := sorted({parent for parent in parents if parent is not None}):
        _enqueue(Step(models=changed, generation=1))


def after_datasets(dataset_ids: Collection[int]) -> None:
    """Have the models that used these datasets recorded anew, and what was made from them."""
    used = DatasetUse.objects.filter(dataset__in=dataset_ids).values_list("dataset", flat=True)
    if changed := sorted({dataset for dataset in used if dataset is not None}):
        _enqueue(Step(datasets=changed))


def anew(model_ids: Collection[int]) -> None:
    """Have these models recorded anew, and what was made from them: a link or a use of theirs changed."""
    if model_ids:
        _enqueue(Step(models=sorted(model_ids)))


@dataclass(frozen=True, slots=True)
class Step:
    """Where a wave stands: what it started from, and the first generation and model not recorded yet."""

    models: Sequence[int] = ()
    datasets: Sequence[int] = ()
    generation: int = 0  # 0: what it started from, users of a dataset included
    after: int = 0

    def batch(self) -> tuple["Step", list[int]]:
        """The next models of the wave, at most 1,000 of one generation, and the step they belong to."""
        users = DatasetUse.objects.filter(dataset__in=self.datasets).values_list("model", flat=True)
        generations = lineage.generations({*self.models, *users})
        for number in range(self.generation, len(generations)):
            after = self.after if number == self.generation else 0
            listed = sorted(model_id for model_id in generations[number] if model_id > after)
            if listed:
                return replace(self, generation=number), listed[:MOST]
        return self, []

    def go_on(self, last: int) -> None:
        """Have the rest of the wave done, after this model."""
        _enqueue(replace(self, after=last))


def _enqueue(step: Step) -> None:
    payload = asdict(step)
    digest = hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()
    enqueue(KIND, f"{KIND}:{digest[:40]}", payload, queue="bulk")


def hands_down_the_same(before: Profile, after: Profile) -> bool:
    """Whether nothing changed that could matter to a derivative."""
    return _handed_down(before) == _handed_down(after)


def _handed_down(profile: Profile) -> list[dict[str, Any]]:
    return [row for row in profile.facts["components"] if row["component"] in HANDED_DOWN]

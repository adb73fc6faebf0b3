"""The datasets that sources cite as the training or evaluation data of a model."""

from collections.abc import Iterator

from registry.catalog.datasets import Used
from registry.catalog.paths import dataset_in
from registry.openness.datasets import COMPONENTS
from registry.openness.facts import Facts

_STAGES = {component: stage for stage, component in COMPONENTS.items()}
_NOT_DATA = frozenset({"choosealicense/licenses"})  # where the hub links license texts


def cited(facts: Facts) -> Iterator[Used]:
    """Datasets on the hub that are the proof of a data component; the component tells the stage."""
    for fact in facts:
        if fact.component not in _STAGES:
            continue
        for proof in fact.proofs:
            path = dataset_in(proof.url)
            if path and path.lower() not in _NOT_DATA:
                yield Used(path, _STAGES[fact.component])

"""What a model's data facts are, given the datasets it was trained on (rules, A.5).

A dataset is recorded once, as an entry of its own, and speaks for every model that used it. Several datasets
of one stage are parts of one whole: the least open counts, and one of which nothing is known leaves the whole
unknown. A dataset whose stage is not known says nothing about any stage.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from registry.openness.facts import Coverage, Fact, Origin
from registry.openness.merge import least_open

DATA = "dataset"  # the component under which a dataset's own evidence is kept: the data itself
LAST_SEEN = "last_seen_available"  # ISO date; stated of a dataset, as release facts are of a model
MARK = "dataset:"  # `Fact.source` of a fact taken from a dataset: this and the dataset's path

COMPONENTS = {
    "pretraining": "pretraining-data",
    "finetuning": "finetuning-data",
    "preference": "preference-data",
    "evaluation": "evaluation-data",
}


@dataclass(frozen=True, slots=True)
class Use:
    """A model used a dataset at a stage; `origin` says who vouches for the use, `fact` is the dataset's."""

    path: str
    stage: str
    origin: Origin
    fact: Fact | None = None


def facts_from(uses: Iterable[Use]) -> list[Fact]:
    """One fact per stage of which something is known; its source names the datasets."""
    ordered = sorted(uses, key=lambda use: use.path)
    facts = []
    for stage, component in COMPONENTS.items():
        whole = least_open(_part(use, component) for use in ordered if use.stage == stage)
        if whole is not None and whole.is_known:
            facts.append(whole)
    return facts


def _part(use: Use, component: str) -> Fact:
    fact = use.fact or Fact(DATA)
    weaker = min(fact.origin, use.origin, key=lambda origin: origin.strength)
    # A card names datasets; it does not say that there were no others.
    coverage = Coverage.UNKNOWN if use.origin is Origin.OBSERVED else fact.coverage
    return replace(
        fact,
        component=component,
        qualifier="",
        coverage=fact.coverage if fact.coverage is Coverage.NONE else coverage,
        origin=weaker,
        source=MARK + use.path if use.fact else "",
    )


def named_in(source: str) -> tuple[str, ...]:
    """The paths of the datasets that a fact's source names."""
    return tuple(part.removeprefix(MARK) for part in source.split("+") if part.startswith(MARK))

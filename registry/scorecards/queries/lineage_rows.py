"""What a model was made from and trained on, as it is read."""

from dataclasses import dataclass

from registry.scorecards.queries.drift_rows import DriftRow


@dataclass(frozen=True)
class BaseRow:
    """A model this one was made from. `state` says what became of it (catalog BaseLink.State).

    `license_not_passed_on`: the base's license asks to be passed on and is not part of this model's license.
    """

    path: str
    stated_path: str
    relation: str
    source: str
    state: str
    has_scorecard: bool
    gives: bool  # whether any fact is inherited from it or limited by it
    license_not_passed_on: str
    drifts: tuple[DriftRow, ...] = ()  # the open ones on what a derivative can inherit


@dataclass(frozen=True)
class DatasetUseRow:
    """A dataset this model used, and what is known of the data; `listed` when it has an entry."""

    path: str
    name: str
    stage: str
    source: str
    listed: bool
    availability: str
    license: str
    contents_rights: str
    last_seen: str  # ISO date, or ""


@dataclass(frozen=True)
class Lineage:
    """What a model was made from and trained on, and what was made from it."""

    bases: tuple[BaseRow, ...] = ()
    datasets: tuple[DatasetUseRow, ...] = ()
    derivatives: tuple[tuple[str, int], ...] = ()  # how many models, by relation
    weakest: str = ""  # path of the base whose weights are the least open

"""Datasets, as they are read."""

from dataclasses import dataclass

from registry.openness.facts import Fact
from registry.scorecards.queries.rows import SourceRow


@dataclass(frozen=True)
class DatasetRow:
    """One dataset: what counts of the data, with its proof, and how many listed models used it."""

    path: str
    name: str
    organization: str
    organization_slug: str
    fact: Fact
    last_seen: str
    models: int


@dataclass(frozen=True)
class DatasetPage:
    """Everything one dataset shows; `users` are (path, name, stage), the most downloaded first."""

    row: DatasetRow
    sources: tuple[SourceRow, ...]
    users: tuple[tuple[str, str, str], ...]
    revision: int

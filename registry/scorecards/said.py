"""What is different between two things a hub said of a repository, field by field."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from registry.hubs.snapshot import Snapshot, from_relevant

# In the order in which they matter. All else of an observation is where it was read.
FIELDS = (
    "license",
    "license_name",
    "license_link",
    "license_digest",
    "gated",
    "disabled",
    "private",
    "eu_excluded",
    "files",
    "parameters",
    "bases",
    "datasets",
    "arxiv",
    "library",
    "custom_code",
    "pipeline",
    "has_evaluation",
    "marks",
)
# What only repositories of other hubs say, which are cited for parts of a model.
ELSEWHERE = ("archived", "has_code", "has_files", "cited")


@dataclass(frozen=True, slots=True)
class Difference:
    """One field: what is said no more, and what is said now. Words of the hub, as they are."""

    field: str
    removed: tuple[str, ...]
    added: tuple[str, ...]


def differences(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> tuple[Difference, ...]:
    """The fields that differ between two observations; without a first one, all that is said."""
    old, new = from_relevant(before) if before else None, from_relevant(after)
    found = []
    for name in (*FIELDS, *ELSEWHERE):
        if name in FIELDS:
            was, now = _values(old, name) if old else (), _values(new, name)
        else:
            was, now = _elsewhere(before or {}, name), _elsewhere(after, name)
        removed = tuple(value for value in was if value not in now)
        added = tuple(value for value in now if value not in was)
        if removed or added:
            found.append(Difference(name, removed, added))
    return tuple(found)


def _values(seen: Snapshot, name: str) -> tuple[str, ...]:
    """What a field says, as texts; nothing for what is empty, zero or no."""
    value = getattr(seen, name)
    match name:
        case "bases":
            return tuple(" ".join(filter(None, [base.relation, base.repo_id])) for base in seen.bases)
        case "files":
            return tuple(f"{kind}: {first}" for kind, first in seen.files)
        case "parameters":
            return (f"{value:,}",) if value else ()
    if isinstance(value, tuple):
        return tuple(_texts(value))
    return ("yes",) if value is True else (str(value),) if value else ()


def _elsewhere(said: Mapping[str, Any], name: str) -> tuple[str, ...]:
    if name == "cited":
        return tuple(row["component"] for row in said.get("cited", ()))
    return ("yes",) if said.get(name) is True else ()


def _texts(values: Iterable[object]) -> Iterable[str]:
    return (str(value) for value in values)

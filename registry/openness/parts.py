"""What judging reads of a model: one part per component, and what was found of it so far.

Models that share a row share the part, and so every judgment of it. Rows are told apart by their readable
facets alone.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from operator import attrgetter
from typing import NamedTuple

from registry.openness import components
from registry.openness.facts import Fact, Facts
from registry.openness.logic import Kleene
from registry.openness.merge import least_open
from registry.openness.verdict import Reason


class Found(NamedTuple):
    """A truth value (None: skipped) and what decided it."""

    value: Kleene | None
    reasons: tuple[Reason, ...] = ()


SKIPPED = Found(None)


@dataclass(eq=False)
class Part:
    """One component of a model: its rows, the least open of them, and the judgments made so far.

    Answers are kept by the numbers of parts: the garbage collector passes over a tuple of numbers.
    """

    component: components.Component
    fact: Fact
    rows: tuple[Fact, ...]
    judged: dict[int, Found] = field(default_factory=dict)
    number: int = field(default_factory=count(1).__next__)  # its own, never used again


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read of one model: a part for every component, also those without rows, and all facts."""

    parts: Mapping[str, Part]
    facts: Facts
    numbers: Mapping[str, int] = field(default_factory=dict)  # of the parts


Judge = Callable[[Reading], Found]


# What is read of a row, in C, because this runs for every row of every model.
_facets = attrgetter(
    *("component", "qualifier", "availability._value_", "coverage._value_", "gate._value_", "license"),
    *(
        "license_verbatim",
        "license_inherited_from",
        "rights._value_",
        "rights_reason._value_",
        "contents_rights._value_",
    ),
    *("contents_rights._value_", "quality._value_", "covers", "peer_reviewed._value_"),
)
_PARTS: dict[object, Part] = {}
_PARTS_KEPT = 5_000  # distinct rows, with all that was judged of them


def reading_of(facts: Facts) -> Reading:
    """These facts, made ready for any number of definitions."""
    rows: dict[str, list[Fact]] = {}
    for fact in facts.components.values():
        rows.setdefault(fact.component, []).append(fact)
    parts, numbers = dict(_ABSENT), dict(_ABSENT_NUMBERS)
    for slug, found in rows.items():
        part = parts[slug] = part_of(slug, found)
        numbers[slug] = part.number
    return Reading(parts, facts, numbers)


def part_of(slug: str, rows: list[Fact]) -> Part:
    """The part these rows of one component make, shared with every model that has equal ones."""
    key = _facets(rows[0]) if len(rows) == 1 else tuple(sorted(map(_facets, rows), key=lambda row: row[1]))
    part = _PARTS.get(key)
    if part is None:
        if len(_PARTS) >= _PARTS_KEPT:
            _PARTS.clear()
        part = _PARTS[key] = _new_part(slug, rows)
    return part


def _new_part(slug: str, rows: Iterable[Fact]) -> Part:
    ordered = tuple(sorted(rows, key=lambda fact: fact.qualifier))
    whole = least_open(ordered) or Fact(slug)
    if len(ordered) > 1:
        whole = replace(whole, qualifier="")
    return Part(components.ALL[slug], whole, ordered)


_ABSENT: Mapping[str, Part] = {slug: _new_part(slug, ()) for slug in components.ALL}
_ABSENT_NUMBERS: Mapping[str, int] = {slug: part.number for slug, part in _ABSENT.items()}

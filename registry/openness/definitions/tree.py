"""A definition as read from its file: a tree of values. `read.py` makes it, `shapes.py` judges with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from registry.openness.facts import Availability


@dataclass(frozen=True, slots=True)
class Term:
    """What is asked of one component; every test that is set must hold.

    Switches are resolved: `license` is a predicate and `gate` a tolerance. "" and () mean "not asked".
    """

    component: str
    at_least: Availability | None = None
    one_of: tuple[Availability, ...] = ()  # exactly these rungs, instead of "at least"
    coverage: str = ""
    gate: str = ""
    license: str = ""
    quality: str = ""
    covers: frozenset[str] = frozenset()
    rights: tuple[str, ...] = ()
    rights_reason: tuple[str, ...] = ()
    peer_reviewed: str = ""
    not_applicable: bool = False  # asks whether the component does not apply; never skipped itself
    modifier: str = ""  # if_used or if_known


@dataclass(frozen=True, slots=True)
class ReleaseTerm:
    """What is asked of one release fact: one of some values, or above a figure."""

    key: str
    one_of: tuple[str, ...] = ()
    above: float | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Several tests joined by `all`, `any`, `at_least` (k of them), `not` (one) or `first_of`."""

    operator: str
    members: tuple["Test", ...]
    k: int = 0


@dataclass(frozen=True, slots=True)
class Conditional:
    """A test that counts only `when` a condition is true, or `unless` it is; else it is skipped."""

    operator: str
    condition: "Test"
    test: "Test"


Test = Term | ReleaseTerm | Group | Conditional


@dataclass(frozen=True, slots=True)
class Clause:
    id: str
    label: str
    test: Test
    info: bool = False  # shown, never decides
    alone: str = ""  # said when nothing but this clause fails


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a ladder; without a test it always holds, which only the last one does."""

    id: str
    label: str
    test: Test | None


@dataclass(frozen=True, slots=True)
class Dimension:
    id: str
    label: str
    category: str
    open: Test
    partial: Test | None  # None: there is no half


@dataclass(frozen=True, slots=True)
class SourcePlace:
    """Where in the text that is encoded a rule stands, named as that text does; `url` "" if it has none."""

    words: str
    url: str = ""


@dataclass(frozen=True, eq=False)
class Definition:
    """One definition of openness, with the rules it is judged by.

    `clauses` decide in shape all_of; in the other shapes they are notes.

    `switches` holds every named choice the rules read, those left at their default included.
    `table` is the parsed file; `digest` (sha256, hex) changes with anything a verdict may depend on.
    """

    id: str
    title: str
    short: str
    version: str
    status: str
    shape: str
    source: str
    url: str
    read_on: str
    effective_from: str
    summary: str
    reading: str
    digest: str
    effective_until: str = ""  # the last day on which it applied
    supersedes: str = ""  # the id of the version before
    superseded_by: str = ""  # the id of the version after
    judgments: tuple[str, ...] = ()  # what only a person can say
    places: Mapping[str, SourcePlace] = field(default_factory=dict)  # by the id of the rule
    text: str = ""  # the file as it is
    switches: Mapping[str, str] = field(default_factory=dict)
    table: Mapping[str, Any] = field(default_factory=dict)
    guard: Test | None = None
    clauses: tuple[Clause, ...] = ()
    levels: tuple[Level, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    passing: str = ""  # ladders and the MOF: the lowest level that meets the definition
    passing_score: float | None = None
    points: bool = False  # graded: a point per dimension, shown with how many there are

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Definition) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

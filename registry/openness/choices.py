"""Ways to have something come out as wanted: sets of choices, joined, narrowed and compared.

A way that contains another is never kept: the smaller one does as well.
"""

from collections.abc import Iterable
from functools import reduce
from typing import NamedTuple

from registry.openness.definitions.tree import Term
from registry.openness.logic import Kleene
from registry.openness.mof_slots import Slot

Value = Kleene | None  # None: skipped

AS_IT_IS, BEST = "", "best"
Choice = tuple[str, str]  # a component and BEST or AS_IT_IS; a release fact and its value, or AS_IT_IS


class Way(NamedTuple):
    """Choices that together suffice, and what is asked there of the components at their best."""

    choices: frozenset[Choice]
    asked: tuple["Asked", ...] = ()

    @property
    def changes(self) -> list[Choice]:
        return [choice for choice in self.choices if choice[1] != AS_IT_IS]


class Asked(NamedTuple):
    """A term, or a slot of the Model Openness Framework, that reads this component at its best."""

    component: str
    by: Term | Slot


NOTHING = Way(frozenset())
Ways = list[Way]


class OfComponent(NamedTuple):
    """The ways of a test that reads one component."""

    at_best: Ways
    as_it_is: Ways

    @classmethod
    def of(cls, asked: Asked) -> "OfComponent":
        at_best = Way(frozenset([(asked.component, BEST)]), (asked,))
        return cls([at_best], [Way(frozenset([(asked.component, AS_IT_IS)]))])

    def by(self, now: Value, best: Value, wanted: Value) -> Ways:
        """Those that give the value wanted, by the test's value now and at the component's best."""
        if best is wanted:
            return [NOTHING] if now is wanted else self.at_best
        return self.as_it_is if now is wanted else []


def every(families: Iterable[Ways]) -> Ways:
    """The ways in which all of several tests come out as wanted together."""
    return reduce(both, families, [NOTHING])


def both(one: Ways, other: Ways) -> Ways:
    """One way of each, united; those that ask two things of the same component are dropped."""
    if not one or not other:
        return []
    if one[0] is NOTHING:
        return other
    if other[0] is NOTHING:
        return one
    united = []
    for left in one:
        for right in other:
            choices = left.choices | right.choices
            if len({key for key, _ in choices}) == len(choices):
                united.append(Way(choices, (*left.asked, *right.asked)))
    return least(united)


def least(ways: Iterable[Way]) -> Ways:
    """The ways that contain no other way."""
    listed = list(ways)
    if len(listed) < 2:
        return listed
    kept: Ways = []
    for way in sorted(listed, key=lambda way: len(way.choices)):
        if not any(other.choices <= way.choices for other in kept):
            kept.append(way)
    return kept


def smallest(ways: Iterable[Way]) -> Ways:
    """Of the ways those with the fewest changes, without those that contain another."""
    counted = [(len(way.changes), way) for way in ways]
    fewest = min((changes for changes, _ in counted), default=0)
    return least(way for changes, way in counted if changes == fewest)

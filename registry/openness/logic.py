"""Three-valued logic after Kleene: what is not known stays not known unless the rest already decides."""

from collections.abc import Iterable
from enum import IntEnum


class Kleene(IntEnum):
    """A truth value; the order FALSE < UNKNOWN < TRUE makes "and" the smaller and "or" the larger."""

    FALSE = 0
    UNKNOWN = 1
    TRUE = 2

    @property
    def letter(self) -> str:
        return "FUT"[self]


def all_of(values: Iterable[Kleene]) -> Kleene:
    """Kleene "and"; TRUE for no values."""
    return min(values, default=Kleene.TRUE)


def any_of(values: Iterable[Kleene]) -> Kleene:
    """Kleene "or"; FALSE for no values."""
    return max(values, default=Kleene.FALSE)


def negate(value: Kleene) -> Kleene:
    return Kleene(2 - value)


def at_least(k: int, values: Iterable[Kleene]) -> Kleene:
    """TRUE if k or more are true, FALSE if fewer than k could still be, else UNKNOWN."""
    listed = list(values)
    if sum(value is Kleene.TRUE for value in listed) >= k:
        return Kleene.TRUE
    if sum(value is not Kleene.FALSE for value in listed) < k:
        return Kleene.FALSE
    return Kleene.UNKNOWN


def known(condition: bool) -> Kleene:
    """The truth value of something that is known for certain."""
    return Kleene.TRUE if condition else Kleene.FALSE

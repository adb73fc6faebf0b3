"""Which changes are easiest, in one place: the order of every list of what is missing or would change.

Easiest first:

1. look: nobody has assessed it, or a facet of it; somebody has to look, and nothing may have to be released
2. document: something is to be written or completed
3. terms: what is released already gets another license, or its gate is taken away
4. setting: values of the training run are published
5. code: a program is released
6. weights: parameters are released
7. data: a data set is released; usually others have rights in it
8. fact: something about the release as a whole would have to be another way

The order is a rule of thumb about the work of a publisher and decides no verdict.
"""

from collections.abc import Iterable
from enum import IntEnum

from registry.openness import components
from registry.openness.verdict import Reason


class Effort(IntEnum):
    LOOK = 1
    DOCUMENT = 2
    TERMS = 3
    SETTING = 4
    CODE = 5
    WEIGHTS = 6
    DATA = 7
    FACT = 8

    @property
    def word(self) -> str:
        return self.name.lower()


_BY_KIND = {
    "document": Effort.DOCUMENT,
    "fact": Effort.SETTING,
    "code": Effort.CODE,
    "data": Effort.DATA,
}
_TERMS = frozenset(
    ("license", "license_inherited", "gate", "mof_unlicensed", "mof_spelling", "mof_inherited")
)


def of_component(slug: str) -> Effort:
    """What it takes to release a component that is not released."""
    component = components.ALL.get(slug)
    if component is None or component.record_as != "evidence":
        return Effort.FACT
    return Effort.WEIGHTS if component.is_weights else _BY_KIND[component.kind]


def of_reason(reason: Reason) -> Effort:
    """What it takes to turn around one reason of a verdict."""
    if reason.value == "U":
        return Effort.LOOK
    return Effort.TERMS if reason.code in _TERMS else of_component(reason.component)


def easiest_first(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """What is missing, easiest first; equal ones keep their order."""
    return tuple(sorted(reasons, key=of_reason))

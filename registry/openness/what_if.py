"""What it would take: the smallest set of changes that meets a definition or reaches a higher level.

    for answer in what_if(definition, facts):
        answer.goal, answer.changes

    what_if_all(definitions, facts)  # reads the model once for all of them

A change is one component that is released, completed or put under other terms, or one release fact that would
have another value; what nobody has assessed may only have to be looked at. The number of changes is the least
there can be: `ways.py` keeps every smallest way, and of equally small ones the easiest is named, as
`effort.py` ranks them. Of a component only the facets are named that are needed. What does not apply stays
so, and properties of a model that nobody can change are at most learned; where that rules a goal out, it is
not possible.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from registry.openness import components
from registry.openness.best_state import best_reading, with_release, with_rows
from registry.openness.choices import BEST, Way, smallest
from registry.openness.cut_back import Need, cut_back
from registry.openness.definitions.tree import Definition, Term
from registry.openness.effort import Effort, of_component
from registry.openness.evaluate import counted_step, evaluate, judge_of, steps_of
from registry.openness.facts import Fact, Facts, Origin
from registry.openness.goals import Goal, goals
from registry.openness.mof_slots import Slot
from registry.openness.parts import reading_of
from registry.openness.shapes import rules_of
from registry.openness.ways import Kept, Look, Memory

_TERMS = frozenset(("license", "gate"))


@dataclass(frozen=True, slots=True)
class Change:
    """One component, or one release fact, that would have to be another way.

    `fact` is the component as it would be; None for a release fact, whose one need holds the value.
    """

    component: str
    needs: tuple[Need, ...]
    effort: Effort
    fact: Fact | None = None


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The smallest set of changes for one goal: "meets", the id of a level or class, or "score"."""

    definition: str
    goal: str
    possible: bool
    changes: tuple[Change, ...] = ()
    score: tuple[float, float] | None = None  # after the changes, where the goal is a score


def what_if(definition: Definition, facts: Facts) -> tuple[WhatIf, ...]:
    """What each goal above the present result would take, the nearest goal first."""
    return what_if_all([definition], facts)[0]


def what_if_all(definitions: Iterable[Definition], facts: Facts) -> list[tuple[WhatIf, ...]]:
    """The same for several definitions, in their order."""
    steps = steps_of(facts) or [(Origin.OBSERVED, reading_of(facts))]
    best = {id(reading): best_reading(reading) for _, reading in steps[-2:]}
    found = []
    for definition in definitions:
        now = counted_step(definition, steps)
        found.append(_answers(definition, Look(now, best[id(now)], _memory(definition).ways)))
    return found


@dataclass(frozen=True, slots=True)
class _Memory:
    """What was found under one definition so far, for other models to share."""

    ways: Memory
    changes: Kept[Change]


@lru_cache(maxsize=256)
def _memory(definition: Definition) -> _Memory:
    return _Memory(Memory(rules_of(definition)), Kept())


def _answers(definition: Definition, look: Look) -> tuple[WhatIf, ...]:
    verdict = judge_of(definition)(look.now)
    return tuple(_answer(definition, goal, look) for goal in goals(definition, verdict))


def changed(facts: Facts, changes: Iterable[Change]) -> Facts:
    """The facts after these changes."""
    listed = list(changes)
    for change in listed:
        if change.fact is None:
            facts = with_release(facts, change.component, change.needs[0].needed)
    return with_rows(facts, *(change.fact for change in listed if change.fact))


def _answer(definition: Definition, goal: Goal, look: Look) -> WhatIf:
    ways = smallest(goal.ways(look))
    if not ways:
        return WhatIf(definition.id, goal.name, possible=False)
    facts = look.now.facts
    kept = _memory(definition).changes
    answers = [_changes(way, look, kept) for way in ways]
    answers.sort(key=lambda changes: (sum(c.effort for c in changes), [c.component for c in changes]))
    for changes in answers:
        after = evaluate(definition, changed(facts, changes))
        if goal.reached(after):
            return WhatIf(definition.id, goal.name, True, changes, after.score)
    # Cut back too far: a facet matters that the way did not name. The whole component is as good as it gets.
    whole = _changes(ways[0], look, kept, cut=False)
    return WhatIf(definition.id, goal.name, True, whole, evaluate(definition, changed(facts, whole)).score)


def _changes(way: Way, look: Look, kept: Kept[Change], *, cut: bool = True) -> tuple[Change, ...]:
    """The changes of a way, easiest first."""
    asked: dict[str, list[Term | Slot]] = {}
    for component, by in way.asked if cut else ():
        asked.setdefault(component, []).append(by)
    made = [
        _of_component(key, asked.get(key, ()), look, kept) if state == BEST else _of_release(key, state, look)
        for key, state in way.changes
    ]
    return tuple(sorted(made, key=_easiest_first))


_PLACE = {slug: place for place, slug in enumerate(components.ALL)}


def _easiest_first(change: Change) -> tuple[int, int]:
    return (change.effort, _PLACE.get(change.component, 0))


def _of_release(key: str, value: str, look: Look) -> Change:
    found = look.now.facts.value(key)
    effort = Effort.LOOK if found == "unknown" else Effort.FACT
    return Change(key, (Need("value", found, value),), effort)


def _of_component(key: str, asked: Sequence[Term | Slot], look: Look, kept: Kept[Change]) -> Change:
    part = look.now.parts[key]

    def find() -> Change:
        wanted, listed = cut_back(part, tuple(asked), look.memory.rules)
        return Change(key, listed, _effort(key, listed), wanted)

    # Terms live as long as this memory, so that their numbers tell them apart; to hash one takes longer.
    key_of_asked = [by.id if isinstance(by, Slot) else id(by) for by in asked]
    return kept.get((part.number, *key_of_asked), find)


def _effort(component: str, listed: tuple[Need, ...]) -> Effort:
    if all(need.is_unknown for need in listed):
        return Effort.LOOK
    if {need.facet for need in listed} <= _TERMS:
        return Effort.TERMS
    return of_component(component)

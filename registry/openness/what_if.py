"""What it would take: the smallest set of changes that meets a definition or reaches a higher level.

    for answer in what_if(definition, facts):
        answer.goal, answer.changes

A change is one component that is released, completed or put under other terms, or one release fact that would
have another value; what nobody has assessed may only have to be looked at. The number of changes is the least
there can be: `ways.py` keeps every smallest way, and of equally small ones the easiest is named, as
`effort.py` ranks them. Of a component only the facets are named that are needed. What does not apply stays
so, and properties of a model that nobody can change are at most learned; where that rules a goal out, it is
not possible.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from registry.openness import components
from registry.openness.best_state import best_reading, with_release, with_rows
from registry.openness.cut_back import Need, cut_back
from registry.openness.definitions.tree import Definition, Term
from registry.openness.effort import Effort, of_component
from registry.openness.evaluate import counted, evaluate
from registry.openness.facts import Fact, Facts
from registry.openness.goals import Goal, goals
from registry.openness.mof_slots import Slot
from registry.openness.parts import Part, reading_of
from registry.openness.shapes import rules_of
from registry.openness.terms import Rules
from registry.openness.ways import BEST, Choice, Look, Way

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
    facts = counted(definition, facts)
    verdict = evaluate(definition, facts)
    wanted = goals(definition, verdict)
    if not wanted:
        return ()
    look = Look(reading_of(facts), best_reading(facts), rules_of(definition))
    return tuple(_answer(definition, facts, goal, look) for goal in wanted)


def changed(facts: Facts, changes: Iterable[Change]) -> Facts:
    """The facts after these changes."""
    listed = list(changes)
    for change in listed:
        if change.fact is None:
            facts = with_release(facts, change.component, change.needs[0].needed)
    return with_rows(facts, *(change.fact for change in listed if change.fact))


def _answer(definition: Definition, facts: Facts, goal: Goal, look: Look) -> WhatIf:
    ways = goal.ways(look)
    if not ways:
        return WhatIf(definition.id, goal.name, possible=False)
    fewest = min(len(way.changes) for way in ways)
    answers = [_changes(way, look) for way in ways if len(way.changes) == fewest]
    answers.sort(key=lambda changes: (sum(c.effort for c in changes), [c.component for c in changes]))
    for changes in answers:
        after = evaluate(definition, changed(facts, changes))
        if goal.reached(after):
            return WhatIf(definition.id, goal.name, True, changes, after.score)
    # Cut back too far: a facet matters that the way did not name. The whole component is as good as it gets.
    whole = next(_changes(way, look, cut=False) for way in ways if len(way.changes) == fewest)
    return WhatIf(definition.id, goal.name, True, whole, evaluate(definition, changed(facts, whole)).score)


def _changes(way: Way, look: Look, *, cut: bool = True) -> tuple[Change, ...]:
    """The changes of a way, easiest first."""
    made = [_change(choice, way, look, cut=cut) for choice in way.changes]
    return tuple(sorted(made, key=lambda change: (change.effort, _PLACE.get(change.component, 0))))


_PLACE = {slug: place for place, slug in enumerate(components.ALL)}


def _change(choice: Choice, way: Way, look: Look, *, cut: bool) -> Change:
    key, state = choice
    if state != BEST:
        found = look.now.facts.value(key)
        effort = Effort.LOOK if found == "unknown" else Effort.FACT
        return Change(key, (Need("value", found, state),), effort)
    asked = tuple([one.by for one in way.asked if one.component == key]) if cut else ()
    return _of_component(look.now.parts[key], asked, look.rules)


@lru_cache(maxsize=16_384)  # by part: models that share a row share what becomes of it
def _of_component(part: Part, asked: tuple[Term | Slot, ...], rules: Rules) -> Change:
    key = part.component.slug
    wanted, listed = cut_back(part, asked, rules)
    return Change(key, listed, _effort(key, listed), wanted)


def _effort(component: str, listed: tuple[Need, ...]) -> Effort:
    if all(need.is_unknown for need in listed):
        return Effort.LOOK
    if {need.facet for need in listed} <= _TERMS:
        return Effort.TERMS
    return of_component(component)

"""Why some verdicts stay as they are, whatever is entered on one step of the form."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from registry.badges import words
from registry.openness.best_state import best, with_rows
from registry.openness.components import Component
from registry.openness.definitions import Definition
from registry.openness.evaluate import evaluate
from registry.openness.facts import Availability, Coverage, Fact, Facts, Gate, Origin
from registry.openness.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Fixed:
    """One definition whose result no answer here can change, and what decides it instead ("" for nothing)."""

    definition: Definition
    verdict: Verdict
    because: str


def fixed(
    definitions: Iterable[Definition], facts: Facts, components: tuple[Component, ...]
) -> tuple[Fixed, ...]:
    """Those of these definitions that come out alike with the step at its best and at its worst."""
    slugs = {row.slug for row in components}
    ends = [_with(facts, components, made) for made in (_best, _worst)]
    found = []
    for definition in definitions:
        high, low = (evaluate(definition, end) for end in ends)
        if components and high.result == low.result:
            found.append(Fixed(definition, high, _because(high, slugs)))
    return tuple(found)


def _with(
    facts: Facts, components: tuple[Component, ...], made: Callable[[Fact | None, Component], Fact]
) -> Facts:
    return with_rows(facts, *(made(facts.components.get((row.slug, "")), row) for row in components))


def _best(fact: Fact | None, component: Component) -> Fact:
    known = fact if fact and fact.availability is not Availability.NOT_APPLICABLE else Fact(component.slug)
    return replace(best(known), origin=Origin.REVIEWED)


def _worst(fact: Fact | None, component: Component) -> Fact:
    return Fact(
        component.slug,
        availability=Availability.WITHHELD,
        coverage=Coverage.UNKNOWN,
        gate=Gate.UNKNOWN,
        origin=Origin.REVIEWED,
    )


def _because(verdict: Verdict, slugs: set[str]) -> str:
    """The first thing that decides it elsewhere; what speaks against it before what is not known."""
    others = [reason for reason in verdict.missing if reason.component and reason.component not in slugs]
    others.sort(key=lambda reason: reason.value != "F")
    return words.reason(others[0]) if others else ""

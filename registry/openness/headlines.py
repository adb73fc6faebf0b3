"""The fingerprint: how the components of a release roll up into 16 bars, for the eye only.

Definitions never read a headline. Height says how much is released, fill whether the license is free; the
rule is section B.1 of the definitions reference, its drawing belongs to pages and badges.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from registry.openness import components, licenses
from registry.openness.components import Component
from registry.openness.facts import Availability, Coverage, Fact, Facts, Quality
from registry.openness.logic import Kleene
from registry.openness.parts import reading_of
from registry.openness.terms import counts

State = Literal["open", "restricted", "partial", "closed", "unassessed", "not_applicable"]

LETTERS: Mapping[State, str] = {
    "open": "o",
    "restricted": "r",
    "partial": "p",
    "closed": "c",
    "unassessed": "u",
    "not_applicable": "n",
}
# In which order the most open of several alternatives is chosen.
_MOST_OPEN: tuple[State, ...] = ("open", "restricted", "partial", "unassessed", "closed", "not_applicable")


@dataclass(frozen=True, slots=True)
class HeadlineState:
    """One bar. `unknown_parts` are components that would count if they were known."""

    slug: str
    state: State
    unknown_parts: tuple[str, ...] = ()
    license_unclear: bool = False  # a counted part is released, and whether its license is free is not known

    @property
    def letter(self) -> str:
        return LETTERS[self.state]


def states(facts: Facts) -> tuple[HeadlineState, ...]:
    """The 16 bars in order."""
    known = {slug: part.fact for slug, part in reading_of(facts).parts.items()}
    return tuple(_headline(headline.slug, known) for headline in components.HEADLINES)


def fingerprint(facts: Facts) -> str:
    """The 16 bars as letters: o r p c u n."""
    return "".join(headline.letter for headline in states(facts))


def state_of(fact: Fact) -> State:
    """The state of one component alone."""
    component = components.ALL[fact.component]
    if fact.availability is Availability.NOT_APPLICABLE:
        return "not_applicable"
    if not fact.is_known:
        return "unassessed"
    if fact.availability.rung <= Availability.MENTIONED.rung:
        return "closed"
    if fact.availability.rung < Availability.RELEASED_GATED.rung or not _whole(component, fact):
        return "partial"
    free = fact.availability is Availability.RELEASED and _free(component, fact) is Kleene.TRUE
    return "open" if free else "restricted"


def _whole(component: Component, fact: Fact) -> bool:
    """Nothing is missing from it; what is not known to be there counts as missing."""
    complete = component.kind != "document" or fact.quality is Quality.COMPREHENSIVE
    return complete and fact.coverage is Coverage.ALL


def _free(component: Component, fact: Fact) -> Kleene:
    """Whether its license is free; a fact such as a random seed needs none."""
    if component.kind == "fact":
        return Kleene.TRUE
    if not counts(component, fact, "weights_and_code"):
        return Kleene.UNKNOWN
    return licenses.predicate("free4", fact.license)


def _unclear(fact: Fact) -> bool:
    return (
        fact.availability is Availability.RELEASED
        and _free(components.ALL[fact.component], fact) is Kleene.UNKNOWN
    )


@cache
def _members(headline: str) -> Mapping[str, tuple[str, ...]]:
    """The components of a headline by role."""
    found: dict[str, tuple[str, ...]] = {"core": (), "core:one-of": (), "conditional": (), "stand-in": ()}
    for component in components.ALL.values():
        if component.headline == headline:
            found[component.headline_role] += (component.slug,)
    return found


def _headline(slug: str, known: Mapping[str, Fact]) -> HeadlineState:
    members = _members(slug)
    core, core_facts = _core(members, known)
    conditional = [known[part] for part in members["conditional"]]
    unknown = tuple(fact.component for fact in conditional if not fact.is_known)
    counted = [fact for fact in conditional if state_of(fact) not in ("unassessed", "not_applicable")]
    state = _rolled_up(core, [state_of(fact) for fact in counted])
    unclear = any(state_of(fact) == "restricted" and _unclear(fact) for fact in (*core_facts, *counted))
    return HeadlineState(slug, state, unknown, unclear)


def _core(members: Mapping[str, tuple[str, ...]], known: Mapping[str, Fact]) -> tuple[State, list[Fact]]:
    """The state of the core part, or of the most open alternative, or of what stands in for it."""
    facts = [known[part] for part in members["core"] + members["core:one-of"]]
    best = min(facts, key=lambda fact: _MOST_OPEN.index(state_of(fact)))
    state = state_of(best)
    if state in ("unassessed", "closed"):
        stand_ins = [state_of(known[part]) for part in members["stand-in"]]
        if any(each in ("open", "restricted", "partial") for each in stand_ins):
            return "partial", []
    return state, [best]


def _rolled_up(core: State, others: Iterable[State]) -> State:
    counted = {core, *others}
    if len(counted) > 1:
        counted.discard("not_applicable")
    if core == "unassessed":
        return "unassessed"
    if counted <= {"open", "restricted"}:
        return "open" if counted == {"open"} else "restricted"
    return counted.pop() if len(counted) == 1 else "partial"

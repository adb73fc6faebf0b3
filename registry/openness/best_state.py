"""The best that can become of a component: released in full, to anyone, on terms every definition accepts.

"What would it take" asks how few components must change; a change sets one of them to this state, and is then
cut back to the facets that are needed. What does not apply cannot be released and stays as it is.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from registry.openness import components
from registry.openness.facts import (
    NOASSERTION,
    TOPICS,
    Availability,
    ContentsRights,
    Coverage,
    Fact,
    Facts,
    Gate,
    Quality,
    ReleaseFact,
    YesNo,
)
from registry.openness.parts import Part, Reading, part_of

# Either license may be chosen, so that every license predicate of every definition is met by one of them.
ANY_TERMS = "Apache-2.0 OR CC-BY-4.0"
# Facts about the world, not about the release: they can be learned while unknown, and nobody can change them.
ONLY_LEARNED = frozenset(("modality", "training_flop", "gpai", "systemic_risk"))


def best(fact: Fact) -> Fact:
    """This fact at its best; the same when the component does not apply."""
    if fact.availability is Availability.NOT_APPLICABLE:
        return fact
    kind = components.ALL[fact.component].kind
    found = Fact(
        fact.component,
        fact.qualifier,
        rights=fact.rights,
        rights_reason=fact.rights_reason,
        contents_rights=fact.contents_rights,
        quality=fact.quality,
        covers=fact.covers,
        peer_reviewed=fact.peer_reviewed,
        availability=Availability.RELEASED,
        coverage=Coverage.ALL,
        gate=Gate.NONE,
        license=NOASSERTION if kind == "fact" else ANY_TERMS,
    )
    if kind == "data":
        return replace(found, contents_rights=ContentsRights.KNOWN_OPEN)
    if kind == "document":
        return replace(found, quality=Quality.COMPREHENSIVE, covers=TOPICS, peer_reviewed=YesNo.YES)
    return found


def best_reading(now: Reading) -> Reading:
    """The same model with every component at its best; release facts stay."""
    parts = dict(_best_parts())
    for fact in now.facts:
        if now.parts[fact.component].fact.availability is Availability.NOT_APPLICABLE:
            parts[fact.component] = now.parts[fact.component]
    return Reading(parts, now.facts, {slug: part.number for slug, part in parts.items()})


@cache
def _best_parts() -> Mapping[str, Part]:
    return {slug: part_of(slug, [best(Fact(slug))]) for slug in components.ALL}


def with_rows(facts: Facts, *changes: Fact) -> Facts:
    """The facts with every part of these components as in the change."""
    rows = dict(facts.components)
    by_component = {change.component: change for change in changes}
    for key in facts.components:
        if key[0] in by_component:
            rows[key] = _as_part(by_component[key[0]], rows[key])
    found = {component for component, _ in rows}
    rows |= {change.key: change for change in changes if change.component not in found}
    return Facts(rows, facts.release)


def _as_part(change: Fact, row: Fact) -> Fact:
    if (change.qualifier, change.origin) == (row.qualifier, row.origin):
        return change
    return replace(change, qualifier=row.qualifier, origin=row.origin)


def with_release(facts: Facts, key: str, value: str) -> Facts:
    return Facts(facts.components, {**facts.release, key: ReleaseFact(key, value)})

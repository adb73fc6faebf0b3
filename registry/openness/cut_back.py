"""Of a component at its best, what is asked: a facet stays as it is unless something asked fails by it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any

from registry.openness import components
from registry.openness.best_state import best
from registry.openness.definitions.tree import Term
from registry.openness.facts import (
    NOASSERTION,
    Availability,
    Coverage,
    Fact,
    Gate,
    Quality,
)
from registry.openness.mof_slots import Slot, part_value
from registry.openness.parts import Part
from registry.openness.terms import Rules, judge_part

Facets = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Need:
    """One facet that would have to be another way; several license predicates are joined by "|"."""

    facet: str
    found: str
    needed: str

    @property
    def is_unknown(self) -> bool:
        """Whether nobody knows it yet, so that looking may be all it takes."""
        return self.found in ("unknown", NOASSERTION)


def cut_back(part: Part, asked: tuple[Term | Slot, ...], rules: Rules) -> tuple[Fact, tuple[Need, ...]]:
    """The fact nearest to what it is now under which everything asked comes out as it does at its best.

    With what differs. Nothing asked means the whole best.
    """
    found = _nearest(part.fact, asked, rules) if asked else best(part.fact)
    return found, tuple(_needs(part.fact, found, asked))


def _nearest(now: Fact, asked: Sequence[Term | Slot], rules: Rules) -> Fact:
    found = _with(best(now), _unread(now, asked))
    wanted = [_value(by, found, rules) for by in asked]
    for options in _facets(now, asked):
        for facets in options:
            if all(getattr(found, name) == value for name, value in facets.items()):
                break
            candidate = _with(found, facets)
            if all(_value(by, candidate, rules) == value for by, value in zip(asked, wanted, strict=True)):
                found = candidate
                break
    return found


def _unread(now: Fact, asked: Sequence[Term | Slot]) -> Facets:
    """The facets that nothing asked reads: they stay as they are, without a try."""
    terms = [by for by in asked if isinstance(by, Term)]
    read = {
        "contents_rights": any(term.license for term in terms),
        "quality": any(term.quality for term in terms),
        "covers": any(term.covers for term in terms),
        "peer_reviewed": any(term.peer_reviewed for term in terms),
    }
    return {name: getattr(now, name) for name, is_read in read.items() if not is_read}


_NAMES = tuple(facet.name for facet in fields(Fact))
_all_of = attrgetter(*_NAMES)


def _with(fact: Fact, facets: Facets) -> Fact:
    """The fact with these facets; `replace` takes five times as long, and this runs for every try."""
    return Fact(**dict(zip(_NAMES, _all_of(fact), strict=True)) | facets)


def _value(by: Term | Slot, fact: Fact, rules: Rules) -> object:
    if isinstance(by, Slot):
        return part_value(by, fact)
    return judge_part(by, Part(components.ALL[fact.component], fact, (fact,)), rules).value


def _facets(now: Fact, asked: Sequence[Term | Slot]) -> Iterator[Iterable[Facets]]:
    """For each facet its values from what it is now to the best; the first that does is taken."""
    kind = components.ALL[now.component].kind
    yield _availabilities(now)
    yield [{"coverage": value} for value in (now.coverage, Coverage.MOST) if value is not Coverage.NONE]
    if kind != "fact":
        yield _licenses(now, kind)
    if kind == "data":
        yield [{"contents_rights": now.contents_rights}]
    if kind == "document":
        yield [{"quality": now.quality}, {"quality": Quality.PARTIAL}]
        yield [{"covers": now.covers}, {"covers": (now.covers or frozenset()) | _topics(asked)}]
        yield [{"peer_reviewed": now.peer_reviewed}]


def _availabilities(now: Fact) -> Iterator[Facets]:
    yield {"availability": now.availability, "gate": now.gate}
    for rung in sorted(Availability, key=lambda word: word.rung):
        if max(now.availability.rung, 0) < rung.rung < Availability.RELEASED.rung:
            gate = Gate.REGISTRATION if rung is Availability.RELEASED_GATED else Gate.UNKNOWN
            yield {"availability": rung, "gate": gate}
    if now.availability is Availability.RELEASED_GATED:
        yield {"availability": now.availability, "gate": Gate.REGISTRATION}


def _licenses(now: Fact, kind: str) -> Iterator[Facets]:
    yield {
        "license": now.license,
        "license_verbatim": now.license_verbatim,
        "license_inherited_from": now.license_inherited_from,
    }
    usual = ("Apache-2.0", "CC-BY-4.0") if kind == "code" else ("CC-BY-4.0", "Apache-2.0")
    for license in (now.license, *usual):
        yield {"license": license}


def _topics(asked: Iterable[Term | Slot]) -> frozenset[str]:
    return frozenset(topic for by in asked if isinstance(by, Term) for topic in by.covers)


def _needs(now: Fact, wanted: Fact, asked: Sequence[Term | Slot]) -> Iterator[Need]:
    gated = now.availability is Availability.RELEASED_GATED
    if wanted.availability is not now.availability and not gated:
        yield Need("availability", now.availability, wanted.availability)
    elif wanted.gate is not now.gate:
        yield Need("gate", now.gate, wanted.gate)
    if wanted.coverage is not now.coverage:
        yield Need("coverage", now.coverage, wanted.coverage)
    terms = ("license", "license_verbatim", "license_inherited_from")
    if any(getattr(wanted, name) != getattr(now, name) for name in terms):
        yield Need("license", now.license, "|".join(_predicates(asked)))
    for facet in ("contents_rights", "quality", "peer_reviewed"):
        if getattr(wanted, facet) is not getattr(now, facet):
            yield Need(facet, str(getattr(now, facet)), str(getattr(wanted, facet)))
    if wanted.covers != now.covers:
        found = "unknown" if now.covers is None else ",".join(sorted(now.covers))
        yield Need("covers", found, ",".join(sorted(wanted.covers or ())))


def _predicates(asked: Iterable[Term | Slot]) -> Iterator[str]:
    named = [by.asks if isinstance(by, Slot) else by.license for by in asked]
    yield from dict.fromkeys(name for name in named if name not in ("", "any"))

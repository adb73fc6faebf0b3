"""Whether a test asks for what cannot be: a clause no release could meet, a level none could be on.

A test is spelled out into branches, each a list of demands on single components. A branch can be met if for
every component there is a fact that fulfills all demands on it. What is refused here no facts can meet; a
test with more branches than are tried passes.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import chain, combinations, islice, product

from registry.openness import components, licenses, parts, terms
from registry.openness.definitions.tree import Conditional, Group, ReleaseTerm, Term, Test
from registry.openness.facts import (
    NOASSERTION,
    NONE,
    RELEASE_FACTS,
    Availability,
    Coverage,
    Fact,
    Facts,
    Gate,
    Quality,
    ReleaseFact,
    Rights,
    RightsReason,
    YesNo,
)
from registry.openness.logic import known

Demand = tuple[Term | ReleaseTerm, bool]
Branch = tuple[Demand, ...]
_MOST_BRANCHES = 10_000


def can_hold(test: Test, *, unlike: Iterable[Test] = ()) -> bool:
    """Whether some facts make this test true and, all being known, each of the others false."""
    others = tuple(Group("not", (other,)) for other in unlike)
    if isinstance(test, Conditional):  # what is skipped does not hold
        condition = test.condition if test.operator == "when" else Group("not", (test.condition,))
        return can_hold(Group("all", (condition, test.test, *others)))
    tried = 0
    for branch in islice(_branches(Group("all", (test, *others)), True), _MOST_BRANCHES):
        if _can_be_met(branch):
            return True
        tried += 1
    return tried == _MOST_BRANCHES


def _branches(test: Test, wanted: bool) -> Iterator[Branch]:
    """Every way in which the test can come out as wanted."""
    if isinstance(test, Term | ReleaseTerm):
        yield ((test, wanted),)
        return
    if isinstance(test, Conditional):
        judged = test.operator == "when"
        yield from _every((test.condition, test.test), (judged, wanted))
        yield from _branches(test.condition, not judged)  # skipped
        return
    members = test.members
    match test.operator:
        case "not":
            yield from _branches(members[0], not wanted)
        case "first_of":
            yield from chain.from_iterable(_branches(member, wanted) for member in members)
        case operator:
            needed = {"all": len(members), "any": 1}.get(operator, test.k)
            count = needed if wanted else len(members) - needed + 1
            for chosen in combinations(members, count):
                yield from _every(chosen, [wanted] * count)


def _every(tests: Sequence[Test], wanted: Sequence[bool]) -> Iterator[Branch]:
    if not tests:
        yield ()
        return
    for first in _branches(tests[0], wanted[0]):
        for rest in _every(tests[1:], wanted[1:]):
            yield (*first, *rest)


def _can_be_met(branch: Branch) -> bool:
    """Whether the demands of a branch go together; those on different components never meet."""
    by_name: dict[str, set[Demand]] = {}
    for term, wanted in branch:
        name = term.component if isinstance(term, Term) else term.key
        by_name.setdefault(name, set()).add((term, wanted))
    met = [_met(name, frozenset(demands)) for name, demands in by_name.items()]
    # Where every component is skipped, so is the whole.
    return None not in met and any(met)


@lru_cache(maxsize=4096)
def _met(name: str, demands: frozenset[Demand]) -> bool | None:
    """Whether one fact fulfills all of them: False if only by being skipped, None if none does."""
    if any((term, not wanted) in demands for term, wanted in demands):
        return None
    if name in RELEASE_FACTS:
        return _met_by_release_fact(name, demands)
    component = components.ALL[name]
    asked = [term for term, _ in demands if isinstance(term, Term)]
    # Joined licenses are many and seldom needed: they are tried last.
    for fact in chain(_candidates(component, asked, _licenses()), _candidates(component, asked, _joined())):
        part = parts.Part(component, fact, (fact,))
        values = [
            (terms.judge_part(term, part, terms.Rules()).value, wanted)
            for term, wanted in demands
            if isinstance(term, Term)
        ]
        if all(value is None or value is known(wanted) for value, wanted in values):
            return any(value is not None for value, _ in values)
    return None


def _met_by_release_fact(key: str, demands: frozenset[Demand]) -> bool | None:
    asked = [(term, wanted) for term, wanted in demands if isinstance(term, ReleaseTerm)]
    figures = [f"{figure:g}" for term, _ in asked if term.above for figure in (term.above, term.above * 1.1)]
    for value in RELEASE_FACTS[key] or ("0", *figures):
        reading = parts.Reading({}, Facts.of([], [ReleaseFact(key, value)]))
        if all(terms.release_judge(term)(reading).value is known(wanted) for term, wanted in asked):
            return True
    return None


_GATED = (Gate.CLICKTHROUGH, Gate.REGISTRATION, Gate.APPROVAL, Gate.PAYMENT)


def _candidates(
    component: components.Component, asked: Sequence[Term], licensed: Sequence[str]
) -> Iterator[Fact]:
    """Facts of this component that differ in what is asked of it, the most open first."""
    topics = sorted({topic for term in asked for topic in term.covers})
    covers = [frozenset(some) for n in range(len(topics), -1, -1) for some in combinations(topics, n)]
    facets = product(
        _releases(any(term.coverage for term in asked)),
        tuple(Quality)[:-1] if any(term.quality for term in asked) else (Quality.UNKNOWN,),
        tuple(Rights)[:-1] if any(term.rights for term in asked) else (Rights.UNKNOWN,),
        tuple(RightsReason)[:-1] if any(term.rights_reason for term in asked) else (RightsReason.UNKNOWN,),
        (YesNo.YES, YesNo.NO) if any(term.peer_reviewed for term in asked) else (YesNo.UNKNOWN,),
        covers if topics else (None,),
        licensed if any(term.license for term in asked) else (NOASSERTION,),
    )
    for (availability, gate, coverage), quality, rights, reason, peer_reviewed, covered, license in facets:
        yield Fact(
            component.slug,
            availability=availability,
            gate=gate,
            coverage=coverage,
            quality=quality,
            rights=rights,
            rights_reason=reason,
            peer_reviewed=peer_reviewed,
            covers=covered,
            license=license,
        )
    if component.may_be_not_applicable:
        yield Fact(component.slug, availability=Availability.NOT_APPLICABLE, reason="no such stage")


def _releases(with_coverage: bool) -> Iterator[tuple[Availability, Gate, Coverage]]:
    for availability in (rung for rung in Availability if rung.rung >= 0):
        gates = {Availability.RELEASED: (Gate.NONE,), Availability.RELEASED_GATED: _GATED}
        coverages = [Coverage.ALL, Coverage.MOST, Coverage.SOME] if with_coverage else [Coverage.ALL]
        if with_coverage and availability is Availability.WITHHELD:
            coverages.append(Coverage.NONE)
        yield from product((availability,), gates.get(availability, (Gate.UNKNOWN,)), coverages)


@cache
def _licenses() -> tuple[str, ...]:
    return (*(record.id for record in licenses.LICENSES.values()), NONE)


@cache
def _joined() -> tuple[str, ...]:
    """Two licenses joined, one pair for each way in which two answer all predicates."""
    asked = sorted(licenses.PREDICATES)
    alike = {tuple(licenses.predicate(name, id) for name in asked): id for id in _licenses()}
    pairs = combinations(alike.values(), 2)
    return tuple(f"{one} {operator} {other}" for one, other in pairs for operator in ("OR", "AND"))

"""All the smallest ways in which a test could come out as wanted, if components were at their best.

A way is a set of choices: this component at its best, that release fact with this value, this one left as it
is. Ways are combined bottom-up over the tree of a definition. One component counts once however many clauses
ask for it, because the choices of two clauses are united and those that contradict each other dropped. What
is left of a test is complete: any choice under which it comes out as wanted contains one of its ways. So the
way with the fewest changes is the smallest there is.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Generic, NamedTuple, TypeVar

from registry.openness.best_state import ONLY_LEARNED, with_release
from registry.openness.choices import (
    AS_IT_IS,
    NOTHING,
    Asked,
    OfComponent,
    Value,
    Way,
    Ways,
    both,
    every,
    least,
)
from registry.openness.clauses import read_by
from registry.openness.definitions.tree import Conditional, Group, ReleaseTerm, Term, Test
from registry.openness.facts import RELEASE_FACTS
from registry.openness.inputs import FLOP_THRESHOLDS
from registry.openness.logic import Kleene, at_least, negate
from registry.openness.parts import Judge, Reading
from registry.openness.terms import Rules, release_judge, term_judge

TRUE, FALSE, UNKNOWN, SKIPPED = Kleene.TRUE, Kleene.FALSE, Kleene.UNKNOWN, None
VALUES: tuple[Value, ...] = (TRUE, FALSE, UNKNOWN, SKIPPED)
_LETTERS = dict(zip(VALUES, "TFU-", strict=True))

Answer = TypeVar("Answer")
_KEPT = 4_000  # answers kept of each kind, per definition


@dataclass
class Kept(Generic[Answer]):
    """Answers by all that they depend on; begun anew when there are too many."""

    answers: dict[Hashable, Answer] = field(default_factory=dict)

    def get(self, key: Hashable, find: Callable[[], Answer]) -> Answer:
        known = self.answers.get(key)
        if known is None:
            known = find()
            if len(self.answers) >= _KEPT:
                self.answers.clear()
            self.answers[key] = known
        return known


class Seen(NamedTuple):
    """A test, kept so that its number (`id`) stays its own, and what it reads."""

    test: Test
    read: Callable[[Reading], object]


class SeenTerm(NamedTuple):
    """A term with its judge, and the two ways it can have."""

    test: Term
    judge: Judge
    ways: "OfComponent"


@dataclass
class Memory:
    """What was found under one definition so far: models that share what a test reads share its ways."""

    rules: Rules
    tests: dict[int, Seen] = field(default_factory=dict)
    terms: dict[int, SeenTerm] = field(default_factory=dict)
    ways: Kept[Ways] = field(default_factory=Kept)

    def seen(self, test: Test) -> Seen:
        known = self.tests.get(id(test))
        if known is None:
            known = self.tests[id(test)] = Seen(test, read_by([test]))
        return known

    def term(self, test: Term) -> SeenTerm:
        known = self.terms.get(id(test))
        if known is None:
            ways = OfComponent.of(Asked(test.component, test))
            known = self.terms[id(test)] = SeenTerm(test, term_judge(test, self.rules), ways)
        return known


@dataclass
class Look:
    """One model as it is and with everything at its best, under the rules of one definition."""

    now: Reading
    best: Reading
    memory: Memory
    found: dict[tuple[int, tuple[Value, ...]], Ways] = field(default_factory=dict)

    def ways(self, test: Test, value: Value) -> Ways:
        """The ways in which this test gets this value (None: is skipped)."""
        return self.either(test, value)

    def either(self, test: Test, *values: Value) -> Ways:
        """The ways in which it gets one of these values."""
        key = (id(test), values)
        known = self.found.get(key)
        if known is None:
            known = self.found[key] = self._remembered(test, values)
        return known

    def _remembered(self, test: Test, values: tuple[Value, ...]) -> Ways:
        if isinstance(test, Term):
            return self._either(test, values)
        key = (id(test), *[_LETTERS[value] for value in values], self.memory.seen(test).read(self.now))
        return self.memory.ways.get(key, lambda: self._either(test, values))

    def _either(self, test: Test, values: tuple[Value, ...]) -> Ways:
        if len(values) == 1:
            return self._find(test, values[0])
        return least(way for value in values for way in self.ways(test, value))

    def _find(self, test: Test, value: Value) -> Ways:
        match test:
            case Term():
                _, judge, ways = self.memory.term(test)
                return ways.by(judge(self.now).value, judge(self.best).value, value)
            case ReleaseTerm():
                return self._release(test, value)
            case Conditional():
                return self._conditional(test, value)
            case Group(operator="not"):
                return self.ways(test.members[0], None if value is None else negate(value))
            case Group(operator="all"):
                return self._joined(test.members, value, weak=FALSE, strong=TRUE)
            case Group(operator="any"):
                return self._joined(test.members, value, weak=TRUE, strong=FALSE)
            case Group(operator="first_of"):
                return self._first_of(test.members, value)
        return self._at_least(test, value)

    def _release(self, test: ReleaseTerm, value: Value) -> Ways:
        judge, facts = release_judge(test), self.now.facts
        now = facts.value(test.key)
        others = [] if test.key in ONLY_LEARNED and now != "unknown" else _values(test.key)
        states = {AS_IT_IS: judge(self.now).value}
        for other in others:
            if other != now:
                states[other] = judge(Reading({}, with_release(facts, test.key, other))).value
        if all(found is value for found in states.values()):
            return [NOTHING]
        return [Way(frozenset([(test.key, state)])) for state, found in states.items() if found is value]

    def _conditional(self, test: Conditional, value: Value) -> Ways:
        skips = FALSE if test.operator == "when" else TRUE
        judged = self.either(test.condition, negate(skips), None)
        found = both(judged, self.ways(test.test, value))
        if value is None:
            found = least([*found, *self.ways(test.condition, skips)])
        if value is UNKNOWN:
            found = least([*found, *self.ways(test.condition, UNKNOWN)])
        return found

    def _joined(self, members: Sequence[Test], value: Value, *, weak: Kleene, strong: Kleene) -> Ways:
        """`all` (one false member decides) and `any` (one true member decides)."""
        if value is weak:
            return least(way for member in members for way in self.ways(member, weak))
        if value is None:
            return every(self.ways(member, None) for member in members)
        # One member at least has this value, and none of the others weighs more.
        allowed = (strong, None) if value is strong else (strong, UNKNOWN, None)
        never_skipped = [n for n, member in enumerate(members) if not self.ways(member, None)]
        if value is strong and never_skipped:
            return every(self.either(member, strong, None) for member in members)
        return least(
            way
            for n, member in enumerate(members)
            for way in every(
                self.ways(member, value) if n == m else self.either(other, *allowed)
                for m, other in enumerate(members)
            )
        )

    def _first_of(self, members: Sequence[Test], value: Value) -> Ways:
        if value in (TRUE, FALSE):
            return least(
                way
                for n, member in enumerate(members)
                for way in every(
                    [
                        *(self.either(other, UNKNOWN, None) for other in members[:n]),
                        self.ways(member, value),
                    ]
                )
            )
        if value is None:
            return every(self.ways(member, None) for member in members)
        return self._joined(members, UNKNOWN, weak=FALSE, strong=UNKNOWN)

    def _at_least(self, test: Group, value: Value) -> Ways:
        if value is TRUE:
            chosen = combinations(test.members, test.k)
            return least(
                way for members in chosen for way in every(self.ways(member, TRUE) for member in members)
            )
        found: Ways = []
        for values in product(VALUES, repeat=len(test.members)):
            counted = [each for each in values if each is not None]
            if (at_least(test.k, counted) if counted else None) is value:
                pairs = zip(test.members, values, strict=True)
                found += every(self.ways(member, each) for member, each in pairs)
        return least(found)


def _values(key: str) -> Sequence[str]:
    """The values a release fact can have, compute as one figure for each step that verdicts tell apart."""
    if key == "training_flop":
        return [f"{limit:g}" for limit in (*FLOP_THRESHOLDS, 10 * FLOP_THRESHOLDS[-1])]
    return RELEASE_FACTS[key]

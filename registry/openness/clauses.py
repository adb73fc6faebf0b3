"""One clause, level or dimension judged: its result, and its part in what is missing.

A clause depends on the few components it names, so its judgment is kept by their parts.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import itemgetter
from typing import NamedTuple

from registry.openness.definitions.tree import Conditional, Dimension, Group, ReleaseTerm, Term, Test
from registry.openness.logic import Kleene
from registry.openness.operators import judge_of
from registry.openness.parts import SKIPPED, Found, Reading
from registry.openness.terms import Rules
from registry.openness.verdict import ClauseResult, Reason

TRUE, FALSE, UNKNOWN = Kleene.TRUE, Kleene.FALSE, Kleene.UNKNOWN
_KEPT = 512  # judgments kept per clause

Keyed = Mapping[tuple[str, ...], Reason]
_NOTHING: Keyed = {}


class Judged(NamedTuple):
    """A clause with its value (None: skipped), and what of it is unknown and against, keyed to be merged."""

    value: Kleene | None
    result: ClauseResult
    unknown: Keyed
    against: Keyed


ClauseJudge = Callable[[Reading], Judged]


def clause_judge(name: str, test: Test | None, rules: Rules, *, info: bool = False) -> ClauseJudge:
    """The function that judges a clause or level; one without a test always holds."""
    if test is None:
        always = _judged(Found(TRUE), ClauseResult(name, "T", info))
        return lambda reading: always
    found_of = judge_of(test, rules)

    def judge(reading: Reading) -> Judged:
        found = found_of(reading)
        letter = "-" if found.value is None else found.value.letter
        return _judged(found, ClauseResult(name, letter, info, reasons=unique(found.reasons)))

    return _remembered(judge, [test])


def dimension_judge(row: Dimension, rules: Rules) -> ClauseJudge:
    """The function that grades a dimension: 1 when open, 0.5 when partial, else 0."""
    open_ = judge_of(row.open, rules)
    partial = judge_of(row.partial, rules) if row.partial else None

    def judge(reading: Reading) -> Judged:
        fully = open_(reading)
        partly = partial(reading) if partial and fully.value is not TRUE else SKIPPED
        found = Found(fully.value, (*fully.reasons, *partly.reasons))
        if fully.value is None and partly.value is None:
            return _judged(found, ClauseResult(row.id, "-"))
        low = 1.0 if fully.value is TRUE else 0.5 if partly.value is TRUE else 0.0
        high = 1.0 if fully.value in (TRUE, UNKNOWN) else 0.5 if partly.value in (TRUE, UNKNOWN) else 0.0
        letter = "T" if low == 1 else "U" if low < high else "F"
        return _judged(found, ClauseResult(row.id, letter, False, low, high, unique(found.reasons)))

    return _remembered(judge, [row.open, row.partial] if row.partial else [row.open])


def missing_of(judged: Iterable[Judged]) -> tuple[Reason, ...]:
    """What stands between these answers and better ones: what is unknown, then what is against, each once."""
    rows, found = list(judged), dict[tuple[str, ...], Reason]()
    for row in rows:
        found.update(row.unknown)
    for row in rows:
        found.update(row.against)
    return tuple(found.values())


def unique(reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """The same reasons in the same order, each once."""
    if len(reasons) < 2:
        return reasons
    return tuple({_key(reason): reason for reason in reasons}.values())


def _key(reason: Reason) -> tuple[str, ...]:
    return (reason.component, reason.code, reason.value, reason.qualifier, *reason.params.values())


def _judged(found: Found, result: ClauseResult) -> Judged:
    unknown, against = (
        {_key(reason): reason for reason in result.reasons if reason.value == letter} or _NOTHING
        for letter in "UF"
    )
    return Judged(found.value, result, unknown, against)


def _remembered(judge: ClauseJudge, tests: Iterable[Test]) -> ClauseJudge:
    key_of = read_by(tests)
    kept: dict[object, Judged] = {}

    def remember(reading: Reading) -> Judged:
        key = key_of(reading)
        found = kept.get(key)
        if found is None:
            if len(kept) >= _KEPT:
                kept.clear()
            found = kept[key] = judge(reading)
        return found

    return remember


def read_by(tests: Iterable[Test]) -> Callable[[Reading], object]:
    """A function that picks what these tests read of a model: where it is the same, so is the answer."""
    read = [name for test in tests for name in _names_in(test)]
    slugs = sorted({slug for slug, is_release in read if not is_release})
    keys = sorted({key for key, is_release in read if is_release})
    parts_of = itemgetter(*slugs) if slugs else lambda numbers: None
    if not keys:
        return lambda reading: parts_of(reading.numbers)
    return lambda reading: (parts_of(reading.numbers), *[reading.facts.value(name) for name in keys])


def _names_in(test: Test) -> Iterator[tuple[str, bool]]:
    """The components and release facts (marked True) that a test reads."""
    match test:
        case Term(component=component):
            yield component, False
        case ReleaseTerm(key=key):
            yield key, True
        case Group(members=members):
            for member in members:
                yield from _names_in(member)
        case Conditional(condition=condition, test=inner):
            yield from _names_in(condition)
            yield from _names_in(inner)

"""What a model could still reach under a definition: to meet it, a level above its own, a higher score."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from registry.openness import mof
from registry.openness.choices import NOTHING, Asked, OfComponent, Way, Ways, both, every, least, smallest
from registry.openness.definitions.tree import Definition, Dimension
from registry.openness.facts import Fact
from registry.openness.logic import Kleene
from registry.openness.mof_slots import Slot, part_value
from registry.openness.parts import Reading
from registry.openness.verdict import Outcome, Verdict
from registry.openness.ways import Look

TRUE = Kleene.TRUE
MEETS, SCORE = "meets", "score"


@dataclass(frozen=True)
class Goal:
    """`name` is the id of a level or class, "meets", or "score" for any higher score."""

    name: str
    ways: Callable[[Look], Ways]
    reached: Callable[[Verdict], bool]


def goals(definition: Definition, now: Verdict) -> list[Goal]:
    """The goals that lie above this verdict, the nearest first; none where the definition does not apply."""
    if now.outcome is Outcome.NOT_APPLICABLE:
        return []
    match definition.shape:
        case "all_of":
            found = _all_of(definition, now)
        case "ladder":
            found = _ladder(definition, now)
        case "mof":
            found = _mof(definition, now)
        case _:
            found = _graded(definition, now)
    return list(found)


def _guarded(definition: Definition, look: Look, ways: Ways) -> Ways:
    if definition.guard is None:
        return ways
    return both(look.either(definition.guard, TRUE, None), ways)


def _all_of(definition: Definition, now: Verdict) -> Iterator[Goal]:
    if now.outcome is Outcome.MEETS:
        return
    tests = [clause.test for clause in definition.clauses if not clause.info]

    def ways(look: Look) -> Ways:
        return _guarded(definition, look, every(look.either(test, TRUE, None) for test in tests))

    yield Goal(MEETS, ways, lambda verdict: verdict.outcome is Outcome.MEETS)


def _ladder(definition: Definition, now: Verdict) -> Iterator[Goal]:
    ids = [level.id for level in definition.levels]
    here = ids.index(now.level) if now.level else len(ids) - 1
    for n in reversed(range(here)):
        yield _level(definition, ids, n)


def _level(definition: Definition, ids: list[str], n: int) -> Goal:
    # A level above this one would do as well.
    tests = [level.test for level in definition.levels[: n + 1] if level.test is not None]

    def ways(look: Look) -> Ways:
        return _guarded(definition, look, least(way for test in tests for way in look.ways(test, TRUE)))

    return Goal(ids[n], ways, lambda verdict: bool(verdict.level) and ids.index(verdict.level) <= n)


def _mof(definition: Definition, now: Verdict) -> Iterator[Goal]:
    rules = mof.rules_of(definition)
    here = next((number for number, level in rules.levels.items() if level == now.level), 4)
    for number in sorted((number for number in rules.levels if number < here), reverse=True):
        yield _class(rules, number)


def _class(rules: mof.Rules, number: int) -> Goal:
    """A class asks for its slots and those of the easier classes; an open paper stands for the report."""
    by_id = {slot.id: slot for slot in rules.slots}
    asked = [slot for slot in rules.slots if slot.required and slot.number >= number]
    accepted = {level for n, level in rules.levels.items() if n <= number}

    def ways(look: Look) -> Ways:
        families = []
        for slot in asked:
            family = _filled(slot, look)
            if slot.id == rules.report:
                family = least([*family, *_filled(by_id[rules.paper], look)])
            families.append(family)
        return every(families)

    return Goal(rules.levels[number], ways, lambda verdict: verdict.level in accepted)


def _filled(slot: Slot, look: Look) -> Ways:
    """The ways to fill a slot: by any of its parts, while every further part that is known passes too."""
    return look.memory.ways.get((slot.id, *slot.read_of(look.now.numbers)), lambda: _fill(slot, look))


def _fill(slot: Slot, look: Look) -> Ways:
    found = least(way for part in slot.parts for way in _part(slot, part, look, skipped_if_unknown=False))
    further = [_part(slot, part, look, skipped_if_unknown=True) for part in slot.if_known]
    return every([found, *further])


def _part(slot: Slot, component: str, look: Look, *, skipped_if_unknown: bool) -> Ways:
    def passes(reading: Reading) -> Kleene:
        fact: Fact = reading.parts[component].fact
        if skipped_if_unknown and (not fact.is_known or fact.availability == "not_applicable"):
            return TRUE
        return part_value(slot, fact)

    return OfComponent.of(Asked(component, slot)).by(passes(look.now), passes(look.best), TRUE)


def _graded(definition: Definition, now: Verdict) -> Iterator[Goal]:
    if definition.passing_score is not None and now.outcome is not Outcome.MEETS:
        wanted = definition.passing_score
        yield Goal(
            MEETS,
            lambda look: _guarded(definition, look, _score_of(definition, look, wanted)),
            lambda verdict: verdict.outcome is Outcome.MEETS,
        )
    if definition.passing_score is None and now.score and now.score[0] < 1:
        before = now.score[0]
        yield Goal(
            SCORE,
            lambda look: _guarded(definition, look, _any_step(definition, look)),
            lambda verdict: bool(verdict.score and verdict.score[0] > before),
        )


def _steps(row: Dimension, look: Look) -> list[tuple[int, Ways]]:
    """(halves of a point, the ways to have at least as many) of a dimension."""
    partly = look.ways(row.partial, TRUE) if row.partial else []
    return [(0, [NOTHING]), (1, partly), (2, look.ways(row.open, TRUE))]


def _as_it_is(ways: Ways) -> bool:
    """Whether nothing has to change."""
    return any(not way.changes for way in ways)


def _any_step(definition: Definition, look: Look) -> Ways:
    """The ways to raise any one dimension; of equally small ones those that raise it further come first."""
    higher = []
    for row in definition.dimensions:
        steps = _steps(row, look)
        now = max(halves for halves, ways in steps if _as_it_is(ways))
        higher += [step for step in steps if step[0] > now]
    higher.sort(key=lambda step: -step[0])
    # A guard may rule the smallest out, and then a larger one is next.
    join = smallest if definition.guard is None else least
    return join(way for _, ways in higher for way in ways)


def _score_of(definition: Definition, look: Look, wanted: float) -> Ways:
    """The ways to reach a score; dimension by dimension, for each sum of half points the smallest ways."""
    counted = [row for row in definition.dimensions if not _is_skipped(row, look)]
    reached: dict[int, Ways] = {0: [NOTHING]}
    for row in counted:
        following: dict[int, list[Way]] = {}
        for halves, ways in reached.items():
            for more, steps in _steps(row, look):
                following.setdefault(halves + more, []).extend(both(ways, steps))
        reached = {halves: least(ways) for halves, ways in following.items()}
    least_halves = wanted * 2 * len(counted)
    return least(way for halves, ways in reached.items() if halves >= least_halves for way in ways)


def _is_skipped(row: Dimension, look: Look) -> bool:
    tests = [row.open, row.partial] if row.partial else [row.open]
    return all(_as_it_is(look.ways(test, None)) for test in tests)

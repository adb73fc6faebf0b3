"""The one judge: what a definition says of a set of facts, and on whose word.

verdicts = evaluate_all(facts, definitions.shipped().values())
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from registry.openness import mof
from registry.openness.definitions import Definition
from registry.openness.facts import Facts, Origin
from registry.openness.inputs import READ_RELEASE_FACTS, inputs
from registry.openness.parts import Reading, reading_of
from registry.openness.shapes import judge_shape
from registry.openness.verdict import Outcome, Verdict

Judge = Callable[[Reading], Verdict]


def evaluate(definition: Definition, facts: Facts) -> Verdict:
    """The verdict of one definition; its `basis` is not computed (see `evaluate_all`)."""
    return judge_of(definition)(reading_of(facts))


def evaluate_all(facts: Facts, definitions: Iterable[Definition]) -> list[Verdict]:
    """The verdicts of several definitions with their basis: the weakest origin needed for the result.

    Where people or imports have spoken, what only a machine has seen can lower a result to "does not meet"
    and otherwise changes none: it would be shown as "not assessed" and so hide what they said. The result is
    then that of their facts alone, which reads what the machine saw as unknown and so overstates nothing.
    """
    steps = steps_of(facts)
    if not steps:
        reading = reading_of(facts)
        return [judge_of(definition)(reading) for definition in definitions]
    return [_with_basis(judge_of(definition), steps) for definition in definitions]


def counted(definition: Definition, facts: Facts) -> Facts:
    """The facts a result of `evaluate_all` rests on: without what a machine saw where that is left out."""
    steps = steps_of(facts)
    return counted_step(definition, steps).facts if len(steps) > 1 else facts


Steps = Sequence[tuple[Origin, Reading]]


def steps_of(facts: Facts) -> Steps:
    """The readings that `evaluate_all` compares, on the strongest word first; the last is of all facts."""
    return [(origin, reading_of(some)) for origin, some in _candidates(facts)]


def counted_step(definition: Definition, steps: Steps) -> Reading:
    """Of these steps the reading that the result rests on."""
    origin, reading = steps[-1]
    if len(steps) < 2 or origin is not Origin.OBSERVED:
        return reading
    drawn = judge_of(definition)(reading).outcome is Outcome.DOES_NOT_MEET
    return reading if drawn else steps[-2][1]


def _with_basis(judge: Judge, steps: Steps) -> Verdict:
    verdicts = [(origin, judge(reading)) for origin, reading in steps]
    origin, final = verdicts[-1]
    if origin is Origin.OBSERVED and final.outcome is not Outcome.DOES_NOT_MEET and len(verdicts) > 1:
        verdicts.pop()
        final = verdicts[-1][1]
    basis = next(origin for origin, verdict in verdicts if verdict.result == final.result)
    return final.on(basis)


def _candidates(facts: Facts) -> Iterator[tuple[Origin, Facts]]:
    """Reviewed facts, then imported ones added, then observed ones; steps that add nothing are left out."""
    rows = facts.components.values()
    if not all(fact.is_known for fact in rows):
        rows = inputs(facts).components.values()  # leaves out what says nothing
    present = {fact.origin for fact in rows}
    present |= {row.origin for key, row in facts.release.items() if key in READ_RELEASE_FACTS}
    counted: list[Origin] = []
    for origin in (Origin.REVIEWED, Origin.IMPORTED, Origin.OBSERVED):
        if origin in present:
            counted.append(origin)
            yield origin, facts if len(counted) == len(present) else facts.only(*counted)


@lru_cache(maxsize=256)
def judge_of(definition: Definition) -> Judge:
    """The function that judges a reading by this definition."""
    if definition.shape == "mof":
        return lambda reading: mof.judge_reading(definition, reading)
    return judge_shape(definition)

"""The three shapes of a definition: clauses joined by "and", a ladder of levels, a graded score.

Each makes a function of a reading. Rules of the outcomes: section D.2 of the definitions reference.
"""

from collections.abc import Callable

from registry.openness.clauses import clause_judge, dimension_judge, missing_of, unique
from registry.openness.definitions.tree import Definition
from registry.openness.logic import Kleene, all_of
from registry.openness.operators import judge_of
from registry.openness.parts import Judge, Reading
from registry.openness.terms import Rules
from registry.openness.verdict import ClauseResult, Outcome, Reason, Verdict

TRUE, FALSE, UNKNOWN = Kleene.TRUE, Kleene.FALSE, Kleene.UNKNOWN
Shape = Callable[[Reading], Verdict]

_OUTCOMES = {TRUE: Outcome.MEETS, FALSE: Outcome.DOES_NOT_MEET, UNKNOWN: Outcome.INSUFFICIENT}


def judge_shape(definition: Definition) -> Shape:
    """The function that judges a model by this definition, its guard included."""
    rules = rules_of(definition)
    match definition.shape:
        case "all_of":
            judge = _all_of(definition, rules)
        case "ladder":
            judge = _ladder(definition, rules)
        case _:
            judge = _graded(definition, rules)
    if definition.guard is None:
        return judge
    return _guarded(definition.id, judge_of(definition.guard, rules), judge)


def rules_of(definition: Definition) -> Rules:
    """The switches of a definition that change how a license is read."""
    switches = definition.switches
    return Rules(
        switches.get("inherited_license", Rules.inherited_license),
        switches.get("contents_rights", Rules.contents_rights),
    )


def _guarded(name: str, guard: Judge, judge: Shape) -> Shape:
    def judge_guarded(reading: Reading) -> Verdict:
        found = guard(reading)
        if found.value in (TRUE, None):
            return judge(reading)
        outcome = Outcome.NOT_APPLICABLE if found.value is FALSE else Outcome.INSUFFICIENT
        letter = "F" if found.value is FALSE else "U"
        reasons = unique(found.reasons)
        clause = ClauseResult("guard", letter, reasons=(Reason("guard", letter), *reasons))
        return Verdict(name, outcome, clauses=(clause,), missing=reasons)

    return judge_guarded


def _all_of(definition: Definition, rules: Rules) -> Shape:
    clauses = [clause_judge(clause.id, clause.test, rules, info=clause.info) for clause in definition.clauses]

    def judge(reading: Reading) -> Verdict:
        judged = [clause(reading) for clause in clauses]
        results = tuple([clause.result for clause in judged])
        deciding = [clause for clause in judged if clause.value is not None and not clause.result.info]
        if not deciding:
            return Verdict(definition.id, Outcome.NOT_APPLICABLE, clauses=results)
        value = all_of([clause.value for clause in deciding if clause.value is not None])
        return Verdict(definition.id, _OUTCOMES[value], clauses=results, missing=missing_of(deciding))

    return judge


def _notes(definition: Definition, rules: Rules) -> Callable[[Reading], tuple[ClauseResult, ...]]:
    """The clauses of a shape that does not decide by clauses."""
    judges = [clause_judge(clause.id, clause.test, rules, info=True) for clause in definition.clauses]
    return lambda reading: tuple([judge(reading).result for judge in judges])


def _ladder(definition: Definition, rules: Rules) -> Shape:
    notes = _notes(definition, rules)
    levels = [clause_judge(level.id, level.test, rules) for level in definition.levels]
    ids = [level.id for level in definition.levels]
    passing = ids.index(definition.passing) if definition.passing else None

    def judge(reading: Reading) -> Verdict:
        judged = [level(reading) for level in levels]
        # A level whose every term is skipped asks nothing that is there: it neither holds nor can be reached.
        level = next(n for n, each in enumerate(judged) if each.value is TRUE)
        could_reach = next(n for n, each in enumerate(judged) if each.value in (TRUE, UNKNOWN))
        return Verdict(
            definition.id,
            _outcome_of_level(level, could_reach, passing),
            level=ids[level],
            could_reach=ids[could_reach],
            clauses=(*[each.result for each in judged], *notes(reading)),
            missing=missing_of(reversed(judged[:level])),
        )

    return judge


def _outcome_of_level(level: int, could_reach: int, passing: int | None) -> Outcome:
    """Levels are numbered from the most open one, 0."""
    if passing is None:
        return Outcome.NONE
    if level <= passing:
        return Outcome.MEETS
    return Outcome.DOES_NOT_MEET if could_reach > passing else Outcome.INSUFFICIENT


def _graded(definition: Definition, rules: Rules) -> Shape:
    dimensions = [dimension_judge(row, rules) for row in definition.dimensions]
    notes = _notes(definition, rules)

    def judge(reading: Reading) -> Verdict:
        judged = [dimension(reading) for dimension in dimensions]
        results = (*[each.result for each in judged], *notes(reading))
        lows = [row.low for row in results if row.low is not None]
        highs = [row.high for row in results if row.high is not None]
        if not lows:
            return Verdict(definition.id, Outcome.NOT_APPLICABLE, clauses=results)
        low, high = sum(lows) / len(lows), sum(highs) / len(highs)
        return Verdict(
            definition.id,
            _outcome_of_score(low, high, definition.passing_score),
            score=(low, high),
            clauses=results,
            missing=missing_of(judged),
            points=len(lows) if definition.points else 0,
        )

    return judge


def _outcome_of_score(low: float, high: float, passing: float | None) -> Outcome:
    if passing is None:
        return Outcome.NONE
    if low >= passing:
        return Outcome.MEETS
    return Outcome.DOES_NOT_MEET if high < passing else Outcome.INSUFFICIENT

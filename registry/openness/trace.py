"""From a verdict back to what it rests on: clause, what was found, the facts it was found in, their proofs.

A verdict holds codes and names of components; here they are joined to the facts it was judged from. Nothing
is judged anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from registry.openness.definitions.tree import Definition
from registry.openness.facts import Fact, Facts, ReleaseFact
from registry.openness.verdict import ClauseResult, Outcome, Reason, Verdict


@dataclass(frozen=True, slots=True)
class Step:
    """One reason of a clause with the facts it speaks of; none where nothing is known."""

    reason: Reason
    facts: tuple[Fact, ...]
    release: tuple[ReleaseFact, ...]


@dataclass(frozen=True, slots=True)
class TracedClause:
    """A clause and its steps. `decides` when the result of the definition follows from it."""

    result: ClauseResult
    decides: bool
    steps: tuple[Step, ...]


def trace(definition: Definition, verdict: Verdict, facts: Facts) -> tuple[TracedClause, ...]:
    """The clauses of a verdict, each followed to its facts."""
    deciding = _deciding(definition, verdict)
    return tuple(
        TracedClause(clause, clause.id in deciding, tuple(_step(reason, facts) for reason in clause.reasons))
        for clause in verdict.clauses
    )


def _step(reason: Reason, facts: Facts) -> Step:
    """All parts of a component where the reason names none of them."""
    exact = facts.components.get((reason.component, reason.qualifier))
    rows = facts.rows(reason.component) if not reason.qualifier else [exact] if exact else []
    release = facts.release.get(reason.component)
    return Step(reason, tuple(rows), (release,) if release else ())


def _deciding(definition: Definition, verdict: Verdict) -> set[str]:
    """The ids of the clauses that the result follows from."""
    counted = [clause for clause in verdict.clauses if not clause.info and clause.value != "-"]
    if definition.levels and verdict.level:
        return _deciding_levels([level.id for level in definition.levels], verdict)
    letter = {Outcome.MEETS: "T", Outcome.DOES_NOT_MEET: "F", Outcome.INSUFFICIENT: "U"}.get(verdict.outcome)
    if definition.shape == "all_of" and letter:
        return {clause.id for clause in counted if clause.value == letter or clause.id == "guard"}
    return {clause.id for clause in counted}


def _deciding_levels(ids: Sequence[str], verdict: Verdict) -> set[str]:
    """The level that holds, and the one above it that does not."""
    here = ids.index(verdict.level)
    return set(ids[max(here - 1, 0) : here + 1])

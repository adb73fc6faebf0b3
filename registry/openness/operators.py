"""Makes a function of each test of a definition: operators over terms, with skipping and with reasons.

A test that is skipped (its component does not apply, or its condition says so) is left out of whatever it is
a member of; a group whose members are all skipped is skipped too. Every answer carries the reasons of exactly
those members that have the value of the whole.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from registry.openness.definitions.tree import Conditional, Group, ReleaseTerm, Term, Test
from registry.openness.logic import Kleene, all_of, any_of, at_least, negate
from registry.openness.parts import SKIPPED, Found, Judge, Reading
from registry.openness.terms import Rules, release_judge, term_judge
from registry.openness.verdict import Reason

TRUE, FALSE, UNKNOWN = Kleene.TRUE, Kleene.FALSE, Kleene.UNKNOWN


def judge_of(test: Test, rules: Rules) -> Judge:
    """The function that judges this test of any model."""
    match test:
        case Term():
            return term_judge(test, rules)
        case ReleaseTerm():
            return release_judge(test)
        case Conditional():
            return _conditional(test, rules)
        case Group(operator="not"):
            return _negated(judge_of(test.members[0], rules))
        case Group(operator="first_of"):
            return _first_of([judge_of(member, rules) for member in test.members])
    return _joined(_join_of(test), [judge_of(member, rules) for member in test.members])


def _join_of(group: Group) -> Callable[[Sequence[Kleene]], Kleene]:
    match group.operator:
        case "all":
            return all_of
        case "any":
            return any_of
    return lambda values: at_least(group.k, values)


def _joined(join: Callable[[Sequence[Kleene]], Kleene], members: Sequence[Judge]) -> Judge:
    def judge(reading: Reading) -> Found:
        found = [each for member in members if (each := member(reading)).value is not None]
        if not found:
            return SKIPPED
        value = join([each.value for each in found if each.value is not None])
        return Found(value, reasons_of(found, value))

    return judge


def reasons_of(found: Iterable[Found], value: Kleene) -> tuple[Reason, ...]:
    """The reasons of those that have this value."""
    return tuple([reason for each in found if each.value is value for reason in each.reasons])


def _first_of(members: Sequence[Judge]) -> Judge:
    """The first member that is known; unknown when none is, skipped when all are."""

    def judge(reading: Reading) -> Found:
        found = [member(reading) for member in members]
        for each in found:
            if each.value in (TRUE, FALSE):
                return each
        if all(each.value is None for each in found):
            return SKIPPED
        return Found(UNKNOWN, reasons_of(found, UNKNOWN))

    return judge


_FLIPPED = {"T": "F", "F": "T", "U": "U"}


def _negated(member: Judge) -> Judge:
    def judge(reading: Reading) -> Found:
        found = member(reading)
        if found.value is None:
            return SKIPPED
        # What made the member true makes its negation false.
        reasons = tuple(replace(reason, value=_FLIPPED[reason.value]) for reason in found.reasons)
        return Found(negate(found.value), reasons)

    return judge


def _conditional(test: Conditional, rules: Rules) -> Judge:
    """`when`: judged if the condition is true, skipped if false; `unless` the reverse; unknown stays so."""
    condition, inner = judge_of(test.condition, rules), judge_of(test.test, rules)
    skips = FALSE if test.operator == "when" else TRUE

    def judge(reading: Reading) -> Found:
        found = condition(reading)
        if found.value is UNKNOWN:
            return found
        if found.value is skips:
            return SKIPPED
        return inner(reading)

    return judge

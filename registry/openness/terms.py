"""Judges one term: what is known of one component, held against what a definition asks of it.

The answer depends on the term and the component's readable facets alone, so it is kept with the `Part`:
models that share a row share the judgment.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import count

from registry.openness import components, licenses
from registry.openness.definitions.tree import ReleaseTerm, Term
from registry.openness.facts import (
    NOASSERTION,
    Availability,
    ContentsRights,
    Coverage,
    Fact,
    Gate,
    Quality,
    YesNo,
    flop_range,
)
from registry.openness.logic import Kleene, known
from registry.openness.parts import SKIPPED, Found, Judge, Part, Reading
from registry.openness.verdict import Reason

TRUE, FALSE, UNKNOWN = Kleene.TRUE, Kleene.FALSE, Kleene.UNKNOWN


@dataclass(frozen=True)
class Rules:
    """The switches that change how a license is read."""

    inherited_license: str = "weights_and_code"
    contents_rights: str = "ignore"


# Equal terms under equal rules have one number, in whatever definitions they stand.
_NUMBERS: dict[tuple[Term, Rules], int] = {}
_FREE_NUMBERS = count()


def term_judge(term: Term, rules: Rules) -> Judge:
    """A function that judges this term."""
    slug = term.component
    number = _NUMBERS.setdefault((term, rules), next(_FREE_NUMBERS))

    def judge(reading: Reading) -> Found:
        part = reading.parts[slug]
        found = part.judged.get(number)
        if found is None:
            found = part.judged[number] = judge_part(term, part, rules)
        return found

    return judge


def judge_part(term: Term, part: Part, rules: Rules) -> Found:
    """The judgment of all rows together; its reasons name the rows that decide it alone, if any do."""
    found = _judge_fact(term, part.component, part.fact, rules)
    if len(part.rows) < 2 or found.value is None:
        return found
    each = [_judge_fact(term, part.component, row, rules) for row in part.rows]
    deciding = tuple(reason for row in each if row.value is found.value for reason in row.reasons)
    return Found(found.value, deciding or found.reasons)


def _judge_fact(term: Term, component: components.Component, fact: Fact, rules: Rules) -> Found:
    if term.not_applicable:
        return _applies(fact)
    if fact.availability is Availability.NOT_APPLICABLE:
        return SKIPPED
    if not fact.is_known:
        if term.modifier == "if_known":
            return SKIPPED
        if component.may_be_not_applicable:
            # Whatever else is known of it, it may turn out not to exist.
            return Found(UNKNOWN, (_reason(fact, "not_assessed", UNKNOWN),))
    tests = list(_tests(term, component, fact, rules))
    value = min(test_value for test_value, _, _ in tests)
    if value is UNKNOWN and not fact.is_known:
        return Found(UNKNOWN, (_reason(fact, "not_assessed", UNKNOWN),))
    if value is TRUE and (term.at_least or term.one_of):
        seen = {"availability": fact.availability.value, "license": fact.license if term.license else ""}
        return Found(TRUE, (_reason(fact, "present", TRUE, seen),))
    deciding = (_reason(fact, code, value, params) for each, code, params in tests if each is value)
    return Found(value, tuple(deciding))


def _reason(fact: Fact, code: str, value: Kleene, params: Mapping[str, str] | None = None) -> Reason:
    return Reason(code, value.letter, fact.component, fact.qualifier, params or {})


def _applies(fact: Fact) -> Found:
    if not fact.is_known:
        return Found(UNKNOWN, (_reason(fact, "not_assessed", UNKNOWN),))
    value = known(fact.availability is Availability.NOT_APPLICABLE)
    return Found(value, (_reason(fact, "applies", value, {"found": fact.availability.value}),))


_Tested = tuple[Kleene, str, dict[str, str]]


def _tests(term: Term, component: components.Component, fact: Fact, rules: Rules) -> Iterable[_Tested]:
    """Every test of the term: its value, its reason code and parameters."""
    if term.at_least or term.one_of:
        needed = [term.at_least] if term.at_least else list(term.one_of)
        yield _availability(term, fact), "availability", _pair(fact.availability, "|".join(needed))
    if term.coverage:
        value = _in_order(fact.coverage, term.coverage, _COVERAGE)
        yield value, "coverage", _pair(fact.coverage, term.coverage)
    if term.gate:
        yield _gate(term.gate, fact), "gate", _pair(fact.gate, term.gate)
    if term.license:
        yield _license(term.license, component, fact, rules)
    if term.quality:
        yield _in_order(fact.quality, term.quality, _QUALITY), "quality", _pair(fact.quality, term.quality)
    if term.covers:
        missing = term.covers if fact.covers is None else term.covers - fact.covers
        value = UNKNOWN if fact.covers is None else known(not missing)
        yield value, "covers", {"missing": ",".join(sorted(missing))}
    if term.rights:
        yield _word(fact.rights, term.rights), "rights", _pair(fact.rights, "|".join(term.rights))
    if term.rights_reason:
        value = _word(fact.rights_reason, term.rights_reason)
        yield value, "rights_reason", _pair(fact.rights_reason, "|".join(term.rights_reason))
    if term.peer_reviewed:
        value = _word(fact.peer_reviewed, (term.peer_reviewed,))
        yield value, "peer_reviewed", _pair(fact.peer_reviewed, term.peer_reviewed)


def _pair(found: str, needed: str) -> dict[str, str]:
    return {"found": str(found), "needed": str(needed)}


_COVERAGE = (Coverage.NONE, Coverage.SOME, Coverage.MOST, Coverage.ALL)
_QUALITY = (Quality.STUB, Quality.PARTIAL, Quality.COMPREHENSIVE)


def _in_order(found: str, needed: str, order: tuple[str, ...]) -> Kleene:
    return known(order.index(found) >= order.index(needed)) if found in order else UNKNOWN


def _word(found: str, accepted: tuple[str, ...]) -> Kleene:
    return UNKNOWN if found == YesNo.UNKNOWN else known(found in accepted)


def _availability(term: Term, fact: Fact) -> Kleene:
    if not fact.is_known:
        return UNKNOWN
    if term.at_least:
        return known(fact.availability.rung >= term.at_least.rung)
    return known(fact.availability in term.one_of)


def _gate(tolerance: str, fact: Fact) -> Kleene:
    """Whether the gate is one the definition tolerates; what is released has none."""
    if tolerance == "any" or fact.availability is Availability.RELEASED or fact.gate is Gate.NONE:
        return TRUE
    if fact.gate is Gate.UNKNOWN:
        return UNKNOWN
    return known(tolerance == "no_payment" and fact.gate is not Gate.PAYMENT)


def _license(predicate: str, component: components.Component, fact: Fact, rules: Rules) -> _Tested:
    if predicate == "any":
        return TRUE, "license", _pair(fact.license, predicate)
    if not counts(component, fact, rules.inherited_license):
        params = {"found": fact.license, "inherited_from": fact.license_inherited_from}
        return UNKNOWN, "license_inherited", params
    alone = licenses.predicate(predicate, fact.license)
    if rules.contents_rights == "ignore" or component.kind != "data" or component.is_weights:
        return alone, "license", _pair(fact.license, predicate)
    contents = _contents(fact.contents_rights, rules.contents_rights)
    value = licenses.predicate_with_contents(predicate, fact.license, contents)
    if value is alone:
        return alone, "license", _pair(fact.license, predicate)
    return value, "contents_rights", {"license": fact.license, "found": fact.contents_rights.value}


def counts(component: components.Component, fact: Fact, inherited_license: str) -> bool:
    """Whether the license claim of this fact counts; an inherited one does not for every component (C.3)."""
    if not fact.license_inherited_from or fact.license == NOASSERTION:
        return True
    match inherited_license:
        case "all":
            return True
        case "weights_and_code":
            return component.is_weights or component.kind == "code"
        case "not_datasets":
            dataset = component.kind == "data" and not component.is_weights
            return not (dataset and fact.license_inherited_from == "distribution")
    return False


def _contents(found: ContentsRights, rule: str) -> Kleene:
    """What is known of the rights in a database's contents, unknown being no where the rule is strict."""
    if found is ContentsRights.KNOWN_OPEN:
        return TRUE
    if found is ContentsRights.KNOWN_RESTRICTED or rule == "strict":
        return FALSE
    return UNKNOWN


# On which side of the figure asked for the compute is.
_SIDES = {TRUE: "above", FALSE: "not_above", UNKNOWN: ""}


def release_judge(term: ReleaseTerm) -> Judge:
    """A function that judges this release fact."""

    def judge(reading: Reading) -> Found:
        found = reading.facts.value(term.key)
        value = _release(term, found)
        needed = f">{term.above:g}" if term.above is not None else "|".join(term.one_of)
        # Compute is cited by what was asked of it: verdicts read it in steps, not as a figure.
        seen = _SIDES[value] if term.above is not None else found
        return Found(value, (Reason("release_fact", value.letter, term.key, params=_pair(seen, needed)),))

    return judge


def _release(term: ReleaseTerm, found: str) -> Kleene:
    if found == "unknown":
        return UNKNOWN
    if term.above is None:
        return known(found in term.one_of)
    ends = flop_range(found)
    if ends is None:
        return UNKNOWN
    if ends[0] > term.above:
        return TRUE
    return FALSE if ends[1] <= term.above else UNKNOWN

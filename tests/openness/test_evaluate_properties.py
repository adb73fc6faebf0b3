"""What must hold of every definition on any facts: order, monotony, soundness, citations, stored form."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from registry.openness import components, definitions
from registry.openness.admissible import problems
from registry.openness.definitions import Definition
from registry.openness.evaluate import evaluate, evaluate_all
from registry.openness.facts import (
    NOASSERTION,
    RELEASE_FACTS,
    TOPICS,
    Availability,
    ContentsRights,
    Coverage,
    Fact,
    Facts,
    Origin,
    Quality,
    ReleaseFact,
    Rights,
    RightsReason,
    YesNo,
)
from registry.openness.inputs import inputs
from registry.openness.merge import least_open
from registry.openness.parts import reading_of
from registry.openness.reasons import CODES
from registry.openness.shapes import judge_shape
from registry.openness.verdict import Outcome, Reason, Verdict
from tests.build import released
from tests.openness.random_facts import (
    EVIDENCE,
    LICENSES,
    any_facts,
    fact,
    gate_for,
    random_facts,
    shipped_in_full,
    unqualified_facts,
    with_row,
)

SHIPPED = list(definitions.shipped().values())
each_definition = pytest.mark.parametrize("definition", SHIPPED, ids=lambda definition: definition.id)
# Parts read only once they are known, as the framework's tool has one place for several of them.
IF_KNOWN = {"posttraining-code", "finetuning-data", "preference-data"}
INDEX_DATA = {"pretraining-data", "finetuning-data", "preference-data"}
CLASSES = ("class-i", "class-ii", "class-iii", "unclassified")


def levels(definition: Definition) -> Sequence[str]:
    """Most open first; empty for definitions without levels."""
    return CLASSES if definition.shape == "mof" else [level.id for level in definition.levels]


@given(any_facts)
def test_the_random_facts_are_valid(facts: Facts) -> None:
    assert [text for row in facts for text in problems(row)] == []


@each_definition
@given(facts=any_facts, data=st.data())
def test_the_order_of_rows_never_matters(definition: Definition, facts: Facts, data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(list(facts)))
    again = Facts.of(shuffled, list(facts.release.values())[::-1])
    assert evaluate(definition, again) == evaluate(definition, facts)


@pytest.mark.parametrize(
    "definition",
    [d for d in SHIPPED if d.shape in ("all_of", "graded")],
    ids=lambda definition: definition.id,
)
@given(facts=any_facts)
def test_the_order_of_clauses_never_matters(definition: Definition, facts: Facts) -> None:
    turned = replace(definition, clauses=definition.clauses[::-1], dimensions=definition.dimensions[::-1])
    assert judge_shape(turned)(reading_of(facts)).result == evaluate(definition, facts).result


OUTCOMES = {Outcome.DOES_NOT_MEET: 0, Outcome.INSUFFICIENT: 1, Outcome.MEETS: 2}


def not_lower(definition: Definition, before: Verdict, after: Verdict) -> bool:
    """Whether `after` is at least as good as `before` in everything a verdict states."""
    order = list(reversed(levels(definition)))
    if before.outcome in OUTCOMES and OUTCOMES[after.outcome] < OUTCOMES[before.outcome]:
        return False
    if order and order.index(after.level) < order.index(before.level):
        return False
    if order and order.index(after.could_reach) < order.index(before.could_reach):
        return False
    return not before.score or all(
        new >= old for new, old in zip(after.score or (), before.score, strict=True)
    )


@each_definition
@given(facts=any_facts, data=st.data())
def test_raising_one_known_availability_lowers_no_verdict(
    definition: Definition, facts: Facts, data: st.DataObject
) -> None:
    low = [row for row in facts if 0 <= row.availability.rung < 6]
    assume(low)
    row = data.draw(st.sampled_from(low))
    above = [rung for rung in Availability if rung.rung > row.availability.rung]
    availability = data.draw(st.sampled_from(above))
    # The index takes data that can be rebuilt for open and gated data for partial, though the rung is higher.
    is_exception = (
        definition.id.startswith("osai-index")
        and row.component in INDEX_DATA
        and row.availability is Availability.RECONSTRUCTIBLE
        and availability is Availability.RELEASED_GATED
    )
    assume(not is_exception)
    coverage = Coverage.UNKNOWN if row.coverage is Coverage.NONE else row.coverage
    raised = replace(
        row, availability=availability, coverage=coverage, gate=data.draw(gate_for(availability))
    )
    assert problems(raised) == []
    before, after = evaluate(definition, facts), evaluate(definition, with_row(facts, raised))
    assert not_lower(definition, before, after)


def within(definition: Definition, before: Verdict, after: Verdict) -> bool:
    """Whether `after` says nothing that `before` ruled out."""
    order = levels(definition)
    if before.outcome in (Outcome.MEETS, Outcome.DOES_NOT_MEET) and after.outcome != before.outcome:
        return False
    if order:
        best, worst = order.index(before.could_reach), order.index(before.level)
        return best <= order.index(after.could_reach) <= order.index(after.level) <= worst
    if before.score and after.score:
        # Fractions of another denominator differ in the last digit.
        return before.score[0] - 1e-9 <= after.score[0] <= after.score[1] <= before.score[1] + 1e-9
    return True


UNKNOWN_FACETS: dict[str, tuple[object, list[Any]]] = {
    "coverage": (Coverage.UNKNOWN, [Coverage.ALL, Coverage.MOST, Coverage.SOME]),
    "license": (NOASSERTION, [license for license in LICENSES if license != NOASSERTION]),
    "rights": (Rights.UNKNOWN, list(Rights)[:-1]),
    "rights_reason": (RightsReason.UNKNOWN, list(RightsReason)[:-1]),
    "contents_rights": (ContentsRights.UNKNOWN, list(ContentsRights)[:-1]),
    "quality": (Quality.UNKNOWN, list(Quality)[:-1]),
    "covers": (None, [TOPICS, frozenset(), frozenset({"data", "provenance"})]),
    "peer_reviewed": (YesNo.UNKNOWN, [YesNo.YES, YesNo.NO]),
}


def learned(facts: Facts, data: st.DataObject) -> tuple[Facts, str]:
    """The facts with one unknown replaced by a value, and the component it belongs to."""
    if data.draw(st.booleans()):
        slug = data.draw(st.sampled_from(EVIDENCE))
        row = facts.components.get((slug, ""))
        if row is None or not row.is_known:
            fresh = data.draw(fact(slug))
            return with_row(facts, with_availability_of(fresh, row)), slug
    if data.draw(st.integers(0, 9)) == 0:
        key = data.draw(st.sampled_from([key for key, listed in RELEASE_FACTS.items() if listed]))
        assume(key not in facts.release)
        release = {**facts.release, key: ReleaseFact(key, data.draw(st.sampled_from(RELEASE_FACTS[key])))}
        return Facts(facts.components, release), key
    return _with_a_facet(facts, data)


def with_availability_of(fresh: Fact, row: Fact | None) -> Fact:
    """The fresh fact; where a row was there already, only its availability and gate are learned."""
    if row is None:
        return fresh
    if fresh.availability is Availability.NOT_APPLICABLE:
        return replace(row, availability=fresh.availability, reason=fresh.reason)
    return replace(row, availability=fresh.availability, gate=fresh.gate)


def _with_a_facet(facts: Facts, data: st.DataObject) -> tuple[Facts, str]:
    rows = [row for row in facts if row.availability is not Availability.NOT_APPLICABLE]
    assume(rows)
    row = data.draw(st.sampled_from(rows))
    unknown = [name for name, (nothing, _) in UNKNOWN_FACETS.items() if getattr(row, name) == nothing]
    assume(unknown)
    name = data.draw(st.sampled_from(unknown))
    value = data.draw(st.sampled_from(UNKNOWN_FACETS[name][1]))
    return with_row(facts, replace(row, **{name: value})), row.component


@each_definition
@given(facts=unqualified_facts, data=st.data())
def test_learning_something_never_leaves_what_was_stated(
    definition: Definition, facts: Facts, data: st.DataObject
) -> None:
    more, component = learned(facts, data)
    before, after = evaluate(definition, facts), evaluate(definition, more)
    # What is presumed of a model from its compute may be overturned by what somebody states.
    assume(definition.id != "eu-ai-act-53-2" or component not in ("gpai", "systemic_risk"))
    if definition.shape == "mof" and component in IF_KNOWN:
        # A part that is read only once it is known may lower class I or II, never class III.
        assert before.outcome is not Outcome.MEETS or after.outcome is Outcome.MEETS
        return
    assert within(definition, before, after)


@given(facts=any_facts)
def test_every_reason_is_listed_and_cites_a_fact_that_is_there(facts: Facts) -> None:
    for definition in SHIPPED:
        verdict = evaluate(definition, facts)
        for reason in [*verdict.missing, *(r for clause in verdict.clauses for r in clause.reasons)]:
            assert tuple(reason.params) == CODES[reason.code], reason
            assert reason.value in ("T", "F", "U")
            assert agrees(reason, facts), reason


FOUND_IN = {
    "availability": "availability",
    "coverage": "coverage",
    "gate": "gate",
    "mof_gate": "gate",
    "quality": "quality",
    "rights": "rights",
    "rights_reason": "rights_reason",
    "contents_rights": "contents_rights",
    "peer_reviewed": "peer_reviewed",
    "applies": "availability",
    "license": "license",
    "license_inherited": "license",
}


def agrees(reason: Reason, facts: Facts) -> bool:
    """Whether what the reason says was found is what the facts say, of a row or of all rows together."""
    if reason.code in ("release_fact", "guard"):
        seen = (facts.value(reason.component), "", "above", "not_above")
        return reason.code == "guard" or reason.params["found"] in seen
    if reason.component not in components.ALL:
        return False
    rows = facts.rows(reason.component)
    seen = [row for row in rows if row.qualifier == reason.qualifier] or [Fact(reason.component)]
    whole = least_open(rows)
    seen += [whole] if whole else []
    if reason.code == "not_assessed":
        return any(not row.is_known for row in seen)
    if reason.code == "present":
        return any(row.availability == reason.params["availability"] for row in seen)
    facet = FOUND_IN.get(reason.code)
    return facet is None or any(str(getattr(row, facet)) == reason.params["found"] for row in seen)


@given(facts=any_facts)
def test_a_verdict_survives_being_stored(facts: Facts) -> None:
    for verdict in evaluate_all(facts, SHIPPED):
        assert json.loads(verdict.as_json()) == verdict.as_dict()
        assert Verdict.from_dict(json.loads(verdict.as_json())) == verdict


@given(facts=any_facts)
def test_a_profile_is_judged_like_the_facts_it_was_made_of(facts: Facts) -> None:
    assert evaluate_all(inputs(facts), SHIPPED) == evaluate_all(facts, SHIPPED)


def test_a_part_of_which_nothing_is_known_is_not_lost_on_the_way_to_a_profile() -> None:
    facts = Facts.of([shipped_in_full("final-weights"), Fact("final-weights", "vae")])
    verdict = evaluate(definitions.shipped()["g7-2026"], inputs(facts))
    assert (verdict.level, verdict.could_reach) == ("no-tier", "open-source-ai-with-open-data")


@given(facts=random_facts())
def test_the_basis_is_the_first_that_gives_the_result(facts: Facts) -> None:
    steps = [Origin.REVIEWED, Origin.IMPORTED, Origin.OBSERVED]
    read = inputs(facts)
    present = {fact.origin for fact in read} | {row.origin for row in read.release.values()}
    for definition, verdict in zip(SHIPPED, evaluate_all(facts, SHIPPED), strict=True):
        whole = evaluate(definition, facts)
        seen_only = whole.outcome is not Outcome.DOES_NOT_MEET and present > {Origin.OBSERVED}
        counted = facts.only(Origin.REVIEWED, Origin.IMPORTED) if seen_only else facts
        final = evaluate(definition, counted)
        assert replace(verdict, basis=final.basis) == final
        enough = [
            origin
            for n, origin in enumerate(steps)
            if origin in present
            and evaluate(definition, counted.only(*steps[: n + 1])).result == final.result
        ]
        assert verdict.basis is (enough[0] if enough else Origin.OBSERVED)


def test_what_only_a_hub_shows_leaves_an_imported_result_as_it_was() -> None:
    said = released("final-weights", origin=Origin.IMPORTED)
    hub = released("inference-code", origin=Origin.OBSERVED)
    g7 = definitions.shipped()["g7-2026"]
    (before,), (after,) = (evaluate_all(Facts.of(rows), [g7]) for rows in ([said], [said, hub]))
    assert after == before
    assert (after.level, after.basis) == ("weights-available-ai", Origin.IMPORTED)
    assert evaluate(g7, Facts.of([said, hub])).level == "open-weights-ai"


def test_what_only_a_hub_shows_can_lower_an_imported_result() -> None:
    said = released("inference-code", origin=Origin.IMPORTED)
    hub = released("final-weights", "CC-BY-NC-4.0", origin=Origin.OBSERVED)
    (verdict,) = evaluate_all(Facts.of([said, hub]), [definitions.shipped()["g7-2026"]])
    assert (verdict.outcome, verdict.basis) == (Outcome.DOES_NOT_MEET, Origin.OBSERVED)

"""The roll-up of components into the 16 bars of the fingerprint."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.openness import components
from registry.openness.facts import Availability, Coverage, Fact, Facts, Gate, Quality
from registry.openness.headlines import LETTERS, HeadlineState, fingerprint, states
from tests.openness.random_facts import GOLDEN, any_facts, gate_for, shipped_in_full, with_row

OPEN: dict[str, Any] = {}
WITHHELD: dict[str, Any] = {"availability": Availability.WITHHELD, "gate": Gate.UNKNOWN}
MENTIONED: dict[str, Any] = {"availability": Availability.MENTIONED, "gate": Gate.UNKNOWN}
DESCRIBED: dict[str, Any] = {"availability": Availability.DESCRIBED, "gate": Gate.UNKNOWN}
LISTED: dict[str, Any] = {"availability": Availability.ENUMERATED, "gate": Gate.UNKNOWN}
NOT_APPLICABLE: dict[str, Any] = {"availability": Availability.NOT_APPLICABLE, "reason": "no such stage"}
GATED: dict[str, Any] = {"availability": Availability.RELEASED_GATED, "gate": Gate.REGISTRATION}


def bar(headline: str, rows: dict[str, dict[str, Any]]) -> HeadlineState:
    facts = Facts.of(replace(shipped_in_full(slug), **facets) for slug, facets in rows.items())
    return next(state for state in states(facts) if state.slug == headline)


CASES: list[tuple[str, dict[str, dict[str, Any]], str]] = [
    ("training-corpus", {"pretraining-data": OPEN}, "open"),
    ("training-corpus", {"pretraining-data": OPEN, "data-labels": WITHHELD}, "partial"),
    ("training-corpus", {"pretraining-data": OPEN, "data-labels": NOT_APPLICABLE}, "open"),
    ("training-corpus", {"synthetic-data": DESCRIBED}, "unassessed"),
    ("training-corpus", {"pretraining-data": MENTIONED}, "closed"),
    ("training-corpus", {"pretraining-data": LISTED}, "partial"),
    ("training-corpus", {"pretraining-data": GATED}, "restricted"),
    ("training-corpus", {"pretraining-data": {"license": "CC-BY-NC-4.0"}}, "restricted"),
    ("training-corpus", {"pretraining-data": {"license": "NOASSERTION"}}, "restricted"),
    ("training-corpus", {"pretraining-data": {"license_inherited_from": "distribution"}}, "restricted"),
    ("training-corpus", {"pretraining-data": {"coverage": Coverage.UNKNOWN}}, "partial"),
    ("training-corpus", {"pretraining-data": OPEN, "synthetic-data": GATED}, "restricted"),
    ("training-corpus", {"pretraining-data": WITHHELD, "synthetic-data": WITHHELD}, "closed"),
    ("training-corpus", {"pretraining-data": WITHHELD, "synthetic-data": OPEN}, "partial"),
    (
        "data-description",
        {"data-card": OPEN, "data-information": WITHHELD, "data-source-list": LISTED},
        "partial",
    ),
    ("data-description", {"data-card": OPEN, "data-information": WITHHELD}, "open"),
    # What nobody has looked at may be more open than what is withheld.
    ("data-description", {"data-card": WITHHELD}, "unassessed"),
    ("data-description", {"data-card": {"quality": Quality.PARTIAL}}, "partial"),
    ("data-description", {"data-card": {"quality": Quality.UNKNOWN}}, "partial"),
    (
        "data-description",
        {"data-card": WITHHELD, "data-information": WITHHELD, "eu-training-summary": WITHHELD},
        "closed",
    ),
    ("tuning-data", {"finetuning-data": NOT_APPLICABLE, "preference-data": NOT_APPLICABLE}, "not_applicable"),
    ("tuning-data", {"finetuning-data": NOT_APPLICABLE, "preference-data": OPEN}, "open"),
    ("architecture", {"architecture-code": WITHHELD, "architecture-description": OPEN}, "partial"),
    ("architecture", {"architecture-description": DESCRIBED}, "partial"),
    ("architecture", {"architecture-code": WITHHELD, "architecture-description": MENTIONED}, "closed"),
    ("architecture", {"architecture-code": OPEN, "architecture-description": WITHHELD}, "open"),
    ("architecture", {"architecture-code": GATED, "architecture-description": OPEN}, "restricted"),
    ("training-settings", {"hyperparameters": OPEN}, "open"),
    ("final-weights", {"final-weights": OPEN, "base-weights": NOT_APPLICABLE}, "open"),
    ("final-weights", {"final-weights": {"license_inherited_from": "distribution"}}, "open"),
    ("technical-report", {"preprint": {"license": "LicenseRef-arxiv-nonexclusive-1.0"}}, "restricted"),
    ("environment", {}, "unassessed"),
]


@pytest.mark.parametrize(("headline", "rows", "expected"), CASES)
def test_a_bar_shows_what_its_components_add_up_to(
    headline: str, rows: dict[str, dict[str, Any]], expected: str
) -> None:
    assert bar(headline, rows).state == expected


def test_a_part_nobody_has_looked_at_is_named_and_lowers_nothing() -> None:
    corpus = bar("training-corpus", {"pretraining-data": OPEN, "synthetic-data": OPEN})
    assert (corpus.state, corpus.unknown_parts) == ("open", ("data-labels",))


@pytest.mark.parametrize(
    ("facets", "unclear"),
    [
        ({"license": "NOASSERTION"}, True),
        ({"license": "kimi-modified-mit"}, True),
        ({"license": "CC-BY-NC-4.0"}, False),
        ({"license": "Apache-2.0"}, False),
        (GATED, False),
    ],
)
def test_an_unclear_license_is_said_to_be_unclear(facets: dict[str, Any], unclear: bool) -> None:
    assert bar("final-weights", {"final-weights": facets}).license_unclear is unclear


@pytest.mark.parametrize(
    ("release", "expected"),
    [
        ("A", "oooooooooooooooo"),
        ("B", "ccccccccococcpcc"),
        ("C", "uuuuuuuuououuouu"),
        ("D", "ccccccccocrccpcc"),
        ("E", "pooooooooooooooo"),
        ("F", "oooooooooooooooo"),
    ],
)
def test_a_golden_release_has_its_fingerprint(release: str, expected: str) -> None:
    # B has no tuning stage, but whether auxiliary models were used was looked for: nothing was found.
    assert fingerprint(GOLDEN[release]) == expected


def test_there_are_sixteen_bars_in_order() -> None:
    assert [state.slug for state in states(Facts())] == [row.slug for row in components.HEADLINES]
    assert fingerprint(Facts()) == "u" * 16


RANK = {letter: rank for rank, letter in enumerate("cpro")}


@given(facts=any_facts, data=st.data())
def test_raising_one_known_availability_lowers_no_bar(facts: Facts, data: st.DataObject) -> None:
    low = [row for row in facts if 0 <= row.availability.rung < 6 and not row.qualifier]
    if not low:
        return
    row = data.draw(st.sampled_from(low))
    above = [rung for rung in Availability if rung.rung > row.availability.rung]
    availability = data.draw(st.sampled_from(above))
    raised = replace(
        row, availability=availability, coverage=row.coverage, gate=data.draw(gate_for(availability))
    )
    pairs = zip(fingerprint(facts), fingerprint(with_row(facts, raised)), strict=True)
    assert all(RANK[after] >= RANK[before] for before, after in pairs if before in RANK and after in RANK)


@given(facts=any_facts)
def test_every_state_has_a_letter(facts: Facts) -> None:
    assert fingerprint(facts) == "".join(LETTERS[state.state] for state in states(facts))


def test_sub_models_count_as_the_least_open() -> None:
    vae = Fact("final-weights", "vae", availability=Availability.WITHHELD)
    facts = Facts.of([shipped_in_full("final-weights"), vae])
    assert next(state.state for state in states(facts) if state.slug == "final-weights") == "closed"

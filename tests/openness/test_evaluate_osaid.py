"""OSAID 1.0: data information, code and parameters."""

from typing import Any

import pytest

from registry.openness import definitions
from registry.openness.evaluate import evaluate
from registry.openness.facts import TOPICS, Availability, Facts, Gate, Quality, ReleaseFact, Rights
from tests.openness.random_facts import changed, full, without

WITHHELD: dict[str, Any] = {"availability": Availability.WITHHELD, "gate": Gate.UNKNOWN}
GATED: dict[str, Any] = {"availability": Availability.RELEASED_GATED, "gate": Gate.REGISTRATION}
NOT_APPLICABLE: dict[str, Any] = {"availability": Availability.NOT_APPLICABLE, "reason": "no such stage"}
DOCUMENTS = ("data-information", "data-card", "technical-report", "preprint", "research-paper")


def documents(**kept: dict[str, Any]) -> Facts:
    """A full release in which only these documents describe the data."""
    facts = full()
    for slug in DOCUMENTS:
        facts = changed(facts, slug, **kept.get(slug.replace("-", "_"), WITHHELD))
    return facts


def clause(facts: Facts, name: str) -> str:
    verdict = evaluate(definitions.shipped()["osaid-1.0"], facts)
    return next(row.value for row in verdict.clauses if row.id == name)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (documents(data_card={}), "T"),
        (documents(preprint={}), "T"),
        (documents(preprint={"covers": frozenset({"data"})}), "T"),
        (documents(preprint={"covers": frozenset({"architecture"})}), "F"),
        (documents(preprint={"covers": None}), "U"),
        (documents(data_card={"covers": TOPICS - {"labeling"}}), "F"),
        (documents(data_card={"quality": Quality.PARTIAL}), "F"),
        (documents(data_card={"quality": Quality.UNKNOWN}), "U"),
        (documents(data_card={"license": "LicenseRef-arxiv-nonexclusive-1.0"}), "F"),
        (documents(data_card={"license_inherited_from": "distribution"}), "U"),
        (documents(), "F"),
    ],
)
def test_one_complete_description_of_the_data_is_enough(facts: Facts, expected: str) -> None:
    assert clause(facts, "data-information") == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (changed(full(), "data-source-list", **WITHHELD), "T"),
        (changed(full(), "pretraining-data", **WITHHELD), "T"),
        (changed(changed(full(), "data-source-list", **WITHHELD), "pretraining-data", **WITHHELD), "F"),
        (without(changed(full(), "pretraining-data", **WITHHELD), "data-source-list"), "U"),
    ],
)
def test_data_is_listed_or_all_of_it_is_public(facts: Facts, expected: str) -> None:
    assert clause(facts, "data-lists") == expected


@pytest.mark.parametrize(
    ("availability", "rights", "expected"),
    [
        (Availability.WITHHELD, Rights.OPEN, "F"),
        (Availability.ENUMERATED, Rights.OPEN, "F"),
        (Availability.RECONSTRUCTIBLE, Rights.OPEN, "T"),
        (Availability.WITHHELD, Rights.UNSHAREABLE, "T"),
        (Availability.WITHHELD, Rights.UNKNOWN, "U"),
        (Availability.UNKNOWN, Rights.OPEN, "U"),
    ],
)
def test_data_that_may_be_shared_is_shared(availability: Availability, rights: Rights, expected: str) -> None:
    facts = changed(full(), "pretraining-data", availability=availability, gate=Gate.UNKNOWN, rights=rights)
    assert clause(facts, "open-data-shared") == expected


CODE = ("data-processing-code", "training-code", "architecture-code", "inference-code", "evaluation-code")


@pytest.mark.parametrize("component", [*CODE, "posttraining-code", "supporting-libraries"])
@pytest.mark.parametrize(
    ("facets", "expected"),
    [({"license": "MIT"}, "T"), ({"license": "CC-BY-4.0"}, "F"), (GATED, "F"), (WITHHELD, "F"), (None, "U")],
)
def test_all_code_is_public_under_a_license_approved_by_the_osi(
    component: str, facets: dict[str, Any] | None, expected: str
) -> None:
    facts = without(full(), component) if facets is None else changed(full(), component, **facets)
    assert clause(facts, "code") == expected


@pytest.mark.parametrize(
    ("component", "facets", "expected"),
    [
        ("final-weights", {"license": "CC-BY-4.0"}, "T"),
        ("final-weights", {"license": "OpenMDW-1.0"}, "T"),
        ("final-weights", {"license": "llama-3.1-community"}, "F"),
        ("final-weights", {"license": "kimi-modified-mit"}, "U"),
        ("final-weights", GATED, "F"),
        ("final-weights", {"license_inherited_from": "distribution"}, "T"),
        ("base-weights", NOT_APPLICABLE, "T"),
        ("base-weights", WITHHELD, "F"),
        ("tokenizer", NOT_APPLICABLE, "T"),
    ],
)
def test_parameters_are_public_on_open_terms(component: str, facets: dict[str, Any], expected: str) -> None:
    assert clause(changed(full(), component, **facets), "parameters") == expected


@pytest.mark.parametrize(("said", "value"), [("yes", "T"), ("no", "F"), (None, "U")])
def test_the_rebuild_judgment_is_reported_and_does_not_decide(said: str | None, value: str) -> None:
    release = {**full().release}
    if said:
        release["rebuild_judgment"] = ReleaseFact("rebuild_judgment", said)
    facts = Facts(full().components, release)
    assert clause(facts, "rebuild") == value
    assert evaluate(definitions.shipped()["osaid-1.0"], facts).outcome == "meets"


def test_published_settings_are_needed() -> None:
    facts = changed(full(), "hyperparameters", availability=Availability.DESCRIBED, gate=Gate.UNKNOWN)
    assert evaluate(definitions.shipped()["osaid-1.0"], facts).outcome == "does_not_meet"

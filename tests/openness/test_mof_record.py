"""Reading a record of the Model Openness Tool as facts."""

from typing import Any

import pytest

from registry.openness.admissible import problems
from registry.openness.facts import Fact
from registry.openness.mof_record import COMPONENTS, RecordError, read_record
from tests.openness.mof_examples import NAMES, TOOL, published, record

APACHE = "Apache-2.0"


def facts_of(of: dict[str, Any]) -> dict[str, Fact]:
    return {fact.component: fact for fact in read_record(of)[0]}


def test_the_names_are_those_of_the_definition() -> None:
    stated = {row["name"]: (row["part"], row["kind"]) for row in TOOL.table["component"]}
    assert stated == dict(COMPONENTS)


def test_every_published_record_is_read_into_facts_that_may_be_written() -> None:
    for of in published():
        facts, _ = read_record(of)
        assert [problem for fact in facts for problem in problems(fact)] == []


def test_a_listed_component_is_released_and_one_that_is_not_listed_is_unknown() -> None:
    found = facts_of(record((10,), distribution=APACHE))
    weights = found["final-weights"]
    assert (weights.availability, weights.coverage, weights.gate) == ("released", "all", "none")
    assert (weights.license, weights.license_inherited_from) == (APACHE, "distribution")
    assert list(found) == ["final-weights"]


@pytest.mark.parametrize(
    ("typed", "availability", "license"),
    [
        ("Apache 2.0", "released", "Apache-2.0"),
        ("unlicensed", "released", "NONE"),
        ("", "released", "NONE"),
        ("Undisclosed", "released", "NOASSERTION"),
        ("Proprietary", "released", "proprietary"),
        ("Component not include.", "withheld", "NOASSERTION"),
        ("pubmed", "released", "NOASSERTION"),
        (2.0, "released", "NOASSERTION"),
    ],
)
def test_a_license_field_is_kept_as_typed_and_placed(typed: object, availability: str, license: str) -> None:
    fact = facts_of(record((15,), licenses={15: typed}, distribution=APACHE))["pretraining-data"]
    assert (fact.availability, fact.license, fact.license_verbatim) == (availability, license, str(typed))
    assert fact.license_inherited_from == ""


def test_a_component_that_is_not_included_though_its_sources_are_is_a_mention_of_them() -> None:
    found = facts_of(record((15,), licenses={15: "Component not included but listed sources"}))
    assert found["pretraining-data"].availability == "withheld"
    assert found["data-source-list"].availability == "mentioned"


def test_the_license_of_the_kind_goes_before_that_of_the_distribution() -> None:
    found = facts_of(record((7, 10, 13), distribution=APACHE, code="MIT", document=""))
    assert [(fact.license, fact.license_inherited_from) for fact in found.values()] == [
        ("MIT", "code"),
        (APACHE, "distribution"),
        (APACHE, "distribution"),
    ]


def test_only_addresses_are_proofs() -> None:
    of = record((21, 13, 15), licenses={15: "https://example.org/paper"})
    of["release"]["components"][0]["component_path"] = "arxiv license"
    of["release"]["components"][1]["component_path"] = "https://example.org/card"
    facts, notes = read_record(of)
    assert [[proof.url for proof in fact.proofs] for fact in facts] == [
        [],
        ["https://example.org/card"],
        ["https://example.org/paper"],
    ]
    assert notes == ("release.components[0].component_path: 'arxiv license' is no address, left out",)


def test_the_architecture_a_record_names_is_a_mention() -> None:
    of = record(())
    of["release"]["architecture"] = "transformer decoder"
    assert facts_of(of)["architecture-description"].availability == "mentioned"
    of["release"]["architecture"] = "undisclosed"
    assert facts_of(of) == {}


def test_unknown_components_are_left_out_and_the_last_of_two_counts() -> None:
    of = record(())
    of["release"]["components"] = [
        {"name": NAMES[10], "license": "MIT"},
        {"name": "Weights"},
        "a text",
        {"name": NAMES[10], "license": APACHE},
    ]
    facts, notes = read_record(of)
    assert [fact.license for fact in facts] == [APACHE]
    assert len(notes) == 3


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"framework": {"name": "Another", "version": "1.0", "date": "2024-12-15"}}, "framework.name"),
        ({"framework": None}, "framework: expected a mapping"),
        ({"release": []}, "release: expected a mapping"),
        ({"release": {"name": " ", "components": []}}, r"release\.name"),
        ({"release": {"name": "x", "components": {}}}, r"release\.components"),
    ],
)
def test_what_is_not_a_record_is_refused_with_its_key(change: dict[str, Any], expected: str) -> None:
    with pytest.raises(RecordError, match=expected):
        read_record(record() | change)

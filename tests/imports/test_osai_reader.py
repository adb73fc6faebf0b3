"""Systems of the European Open Source AI Index: classes as quoted ratings, and the facts they give."""

from pathlib import Path
from typing import Any

import pytest

from registry.imports import osai
from registry.imports.records import Record, Unreadable
from registry.openness.facts import NOASSERTION, Availability, Coverage, Gate, Proof, YesNo

LINK = "https://example.org/rocket"


def read(classes: dict[str, str] | None = None, *, rest: str = "closed", **system: Any) -> Record:
    """A system with these classes, each with one link, and `rest` for the other dimensions."""
    named = {"name": "Rocket", "basemodelname": "Rocket-Base", "endmodelname": "Rocket-Chat"} | system
    stated = dict.fromkeys(osai.DIMENSIONS, rest) | (classes or {})
    dimensions = {key: {"class": value, "link": f"{LINK}/{key}"} for key, value in stated.items()}
    return osai.record_of({"system": named, "org": {"name": "Acme"}, **dimensions}, "Rocket.yaml")


def test_every_class_is_a_rating_with_its_links_and_the_score_is_their_mean() -> None:
    found = read({"weights_endmodel": "open", "code": "partial", "paper": ""})
    ratings = {rating.dimension: rating for rating in found.ratings}
    assert list(ratings) == [*osai.DIMENSIONS, "score"]
    assert ratings["code"].value == "partial"
    assert ratings["code"].links == (f"{LINK}/code",)
    assert ratings["score"].value == "0.125"  # (1 + 0.5) / 12; an empty class scores 0
    assert found.subject == "Rocket"


def test_open_is_a_release_closed_is_withheld_and_partial_says_no_facet() -> None:
    found = read({"weights_endmodel": "open", "paper": "open", "preprint": "partial"}).facts
    weights = found.components["final-weights", ""]
    assert (weights.availability, weights.coverage, weights.gate) == (
        Availability.RELEASED,
        Coverage.ALL,
        Gate.NONE,
    )
    assert weights.license == NOASSERTION
    assert weights.proofs == (Proof(f"{LINK}/weights_endmodel"),)
    assert found.components["research-paper", ""].peer_reviewed is YesNo.YES
    assert found.components["data-card", ""].availability is Availability.WITHHELD
    assert not found.rows("preprint")


def test_only_dimensions_that_name_one_artifact_give_facts() -> None:
    found = read(rest="open").facts
    assert {component for component, _ in found.components} == set(osai.TARGETS.values())


@pytest.mark.parametrize("base", ["Rocket-Chat", "rocket chat", None])
def test_without_a_base_model_of_its_own_nothing_is_said_of_one(base: str | None) -> None:
    found = read(rest="open", basemodelname=base).facts
    assert not found.rows("base-weights")
    assert not found.rows("finetuning-data")
    assert found.rows("final-weights")
    assert found.rows("pretraining-data")


def test_without_an_end_model_the_base_model_is_the_one_that_is_rated() -> None:
    found = read({"weights_basemodel": "open"}, endmodelname=None)
    assert found.name == "Rocket-Base"
    weights = found.facts.components["final-weights", ""]
    assert weights.proofs == (Proof(f"{LINK}/weights_basemodel"),)
    assert not found.facts.rows("finetuning-data")


@pytest.mark.parametrize(
    ("declared", "license"),
    [
        ("Apache 2.0", "Apache-2.0"),
        ("Apache-2.0 and CC-BY-NC-4.0", "Apache-2.0 AND CC-BY-NC-4.0"),
        ("Llama 2 Community License Agreement", "llama-2-community"),
        ("Unknown (Apache-2.0?)", NOASSERTION),
        ("Mixed", NOASSERTION),
        ("An invented license of Acme", NOASSERTION),
        (None, NOASSERTION),
    ],
)
@pytest.mark.parametrize("key", ["endmodellicense", "endmodel license"])
def test_a_license_that_is_stated_is_that_of_the_final_weights(
    declared: str | None, license: str, key: str
) -> None:
    stated: dict[str, Any] = {key: declared}
    found = read({"weights_endmodel": "open"}, **stated)
    assert found.facts.components["final-weights", ""].license == license


def test_a_license_is_kept_where_the_class_says_nothing_of_the_weights() -> None:
    weights = read({"weights_endmodel": "partial"}, endmodellicense="MIT License").facts.components[
        "final-weights", ""
    ]
    assert (weights.availability, weights.license) == (Availability.UNKNOWN, "MIT")


def test_a_license_that_is_not_placed_is_remarked() -> None:
    notes = read({"weights_endmodel": "open"}, endmodellicense="An invented license of Acme").notes
    assert notes == ('license not placed: "An invented license of Acme"',)


def test_links_come_as_one_or_as_a_list_and_what_is_no_address_is_dropped() -> None:
    tree: dict[str, Any] = {
        "system": {"name": "Rocket"},
        "code": {"class": "open", "link": [LINK, LINK, "none", None]},
    }
    ratings = {rating.dimension: rating for rating in osai.record_of(tree, "x.yaml").ratings}
    assert ratings["code"].links == (LINK,)
    assert ratings["paper"].value == ""


def test_the_hub_id_is_the_one_that_goes_with_the_end_model() -> None:
    tree: dict[str, Any] = {
        "system": {
            "name": "Rocket",
            "endmodelname": "Rocket-Chat-7B",
            "link": "https://huggingface.co/Acme/Rocket-Chat-70B",
        },
        "weights_endmodel": {"class": "open", "link": "https://huggingface.co/Acme/Rocket-Chat-7B/tree/main"},
    }
    found = osai.record_of(tree, "x.yaml")
    assert (found.name, found.hub_id, found.family) == ("Rocket-Chat-7B", "Acme/Rocket-Chat-7B", "Rocket")


def test_a_system_whose_end_model_goes_with_no_id_is_named_after_the_system() -> None:
    found = read(endmodelname="Comet-32B", link="https://huggingface.co/Acme/Rocket-32B")
    assert (found.name, found.hub_id) == ("Rocket", "Acme/Rocket-32B")
    assert any("Comet-32B" in note for note in found.notes)


@pytest.mark.parametrize(
    ("kinds", "modality"),
    [("text", "text"), ("text,code", "text"), ("video, audio", "multimodal"), ("dance", ""), (None, "")],
)
def test_modalities_are_brought_to_our_words(kinds: str | None, modality: str) -> None:
    found = read(type=kinds)
    assert found.modality == modality
    assert found.facts.value("modality") == (modality or "unknown")


@pytest.mark.parametrize(
    ("said", "date"),
    [("2024-07", "2024-07"), ("2024/7/3", "2024-07-03"), (2024, "2024"), ("soon", ""), (None, "")],
)
def test_dates_are_brought_to_one_form(said: object, date: str) -> None:
    assert read(releasedate=said).released_on == date


def test_a_stray_key_does_no_harm_and_the_template_is_no_system() -> None:
    assert read(datasources_endmodel="a list of names").name == "Rocket-Chat"
    assert not osai.is_record(Path("a_submission_template.yaml"))
    assert not osai.is_record(Path("_parameters.yml"))
    assert osai.is_record(Path("Rocket.yaml"))


@pytest.mark.parametrize("tree", [{}, {"system": "x"}, {"system": {}}, {"system": {"name": "Rocket"}}])
def test_what_is_no_system_is_refused(tree: dict[str, Any]) -> None:
    with pytest.raises(Unreadable, match="expected"):
        osai.record_of(tree, "x.yaml")

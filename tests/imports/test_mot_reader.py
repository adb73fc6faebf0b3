"""Records of the Model Openness Tool, with what they are known to get wrong."""

from pathlib import Path
from typing import Any

import pytest

from registry.imports import mot
from registry.imports.records import Record, Unreadable
from registry.openness.facts import Availability, Origin

FRAMEWORK = {"name": "Model Openness Framework", "version": "1.0", "date": "2024-12-15"}
CARD = {"name": "Model card", "license": "MIT", "component_path": "https://example.org/card"}


def read(file: str = "Rocket-7B.yml", **release: Any) -> Record:
    tree = {"framework": FRAMEWORK, "release": {"name": "Rocket-7B", "components": [CARD]} | release}
    return mot.record_of(tree, file)


def test_a_record_says_what_is_listed_and_nothing_of_the_rest() -> None:
    found = read(
        version="7B",
        date="2025-05-22",
        type="language",
        producer="Acme  Labs",
        huggingface="https://huggingface.co/Acme/Rocket-7B",
        architecture="a wheel",
    )
    assert (found.name, found.organization, found.hub_id) == ("Rocket-7B", "Acme Labs", "Acme/Rocket-7B")
    assert (found.size, found.modality, found.assessed_on, found.released_on) == (
        "7B",
        "text",
        "2025-05-22",
        "",
    )
    assert {key for key, _ in found.facts.components} == {"model-card", "architecture-description"}
    card = found.facts.components["model-card", ""]
    assert (card.license, card.license_verbatim, card.origin, card.source) == (
        "MIT",
        "MIT",
        Origin.IMPORTED,
        "mot",
    )
    assert card.proofs[0].url == "https://example.org/card"
    assert found.facts.value("modality") == "text"


def test_a_word_on_the_architecture_is_a_mention_and_the_word_stays_at_its_source() -> None:
    described = read(architecture="a wheel").facts.components["architecture-description", ""]
    assert (described.availability, described.note) == (Availability.MENTIONED, "")
    assert not read(architecture="undisclosed").facts.rows("architecture-description")


@pytest.mark.parametrize(
    ("version", "size"),
    [("7B", "7B"), ("1_1B", "1.1B"), ("2.18B", "2.18B"), ("v1.1", ""), ("Undisclosed", ""), (None, "")],
)
def test_a_version_is_a_size_only_when_it_looks_like_one(version: str | None, size: str) -> None:
    assert read(version=version).size == size


def test_an_address_that_is_no_model_is_kept_as_it_is() -> None:
    found = read(huggingface="https://huggingface.co/papers/2401.00001")
    assert (found.hub_id, found.address) == (None, "https://huggingface.co/papers/2401.00001")


def test_a_record_named_after_another_model_is_named_after_its_file_and_hub_id() -> None:
    found = read("Rocket-70B.yml", huggingface="https://huggingface.co/Acme/Rocket-70B")
    assert found.name == "Rocket-70B"
    assert any("Rocket-7B" in note for note in found.notes)


@pytest.mark.parametrize(
    ("origin", "family"),
    [("Rocket", "Rocket"), ("Apache-2.0", ""), ("Other License", ""), ("Rocket-7B", ""), ("", "")],
)
def test_the_base_a_record_names_is_a_family_where_it_can_be_one(origin: str, family: str) -> None:
    assert read(origin=origin).family == family


@pytest.mark.parametrize(
    ("release", "hidden"),
    [
        ({}, False),
        ({"name": "Rocket-test"}, True),
        ({"name": "Unnamed-Model"}, True),
        ({"license": {"distribution": {"name": "3D-Slicer-1.0", "path": ""}}}, True),
        ({"license": {"distribution": {"name": "MIT", "path": ""}}}, False),
    ],
)
def test_records_that_look_like_tests_are_hidden(release: dict[str, Any], hidden: bool) -> None:
    assert bool(read(**release).hidden) is hidden


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- a list", "expected a table"),
        ("framework: {name: Another, version: '1.0', date: '2024-12-15'}", "framework.name"),
        ("a: &a [1]\nb: *a", "alias"),
        ("\x00", "expected YAML"),
    ],
)
def test_what_is_no_record_is_refused_in_one_line(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "x.yml"
    path.write_text(text)
    with pytest.raises(Unreadable, match=words) as caught:
        mot.read(path)
    assert len(str(caught.value).splitlines()) == 1

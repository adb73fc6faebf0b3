"""Names as sources spell them."""

import pytest

from registry.catalog.paths import hub_id_in, path_of
from registry.imports import organizations
from registry.imports.names import Fit, family_of, fit, same_name, slug


@pytest.mark.parametrize(
    ("given", "hub_id"),
    [
        ("https://huggingface.co/Acme/Rocket-7B", "Acme/Rocket-7B"),
        ("http://www.huggingface.co/Acme/Rocket-7B/", "Acme/Rocket-7B"),
        ("https://huggingface.co/Acme/Rocket-7B/blob/main/README.md", "Acme/Rocket-7B"),
        ("https://huggingface.co/Acme/Rocket-7B?library=x#readme", "Acme/Rocket-7B"),
        ("https://huggingface.co/Acme/Rocket-7B · Hugging Face", "Acme/Rocket-7B"),
        ("https://hf.co/Acme/Rocket-7B", "Acme/Rocket-7B"),
        (" Acme/Rocket-7B ", "Acme/Rocket-7B"),
        ("https://huggingface.co/Acme", None),
        ("https://huggingface.co/collections/Acme/rockets-123", None),
        ("https://huggingface.co/papers/2401.00001", None),
        ("https://huggingface.co/datasets/Acme/pile", None),
        ("https://huggingface.co/docs/transformers", None),
        ("https://example.org/Acme/Rocket-7B", None),
        ("Rocket: a model for everyone", None),
        ("", None),
        (None, None),
    ],
)
def test_a_hub_id_is_found_where_there_is_one(given: str | None, hub_id: str | None) -> None:
    assert hub_id_in(given) == hub_id


@pytest.mark.parametrize(("hub_id", "path"), [("Acme/Rocket-7B", "acme/rocket-7b"), ("GPT2", "_/gpt2")])
def test_a_path_is_the_hub_id_in_lower_case(hub_id: str, path: str) -> None:
    assert path_of(hub_id) == path


@pytest.mark.parametrize(
    ("one", "other", "organization", "same"),
    [
        ("Rocket-7B", "rocket_7b", "", True),
        ("Rocket 1.6B", "rocket-1_6b", "", True),
        ("Instruct-7B", "Acme-Instruct-7B", "Acme", True),
        ("Rocket-7B", "Rocket-7B-hf", "", True),
        ("Rocket+", "rocket-plus", "", True),
        ("Rocket-7B", "Rocket-70B", "", False),
        ("Rocket-7B", "Rocket-7B-Instruct", "", False),
        ("Rocket", "Rocket-7B", "", False),
    ],
)
def test_two_spellings_are_one_name_or_they_are_not(
    one: str, other: str, organization: str, same: bool
) -> None:
    assert same_name(one, other, organization) is same
    assert same_name(other, one, organization) is same


@pytest.mark.parametrize(
    ("name", "hub_id", "expected"),
    [
        ("Rocket-7B", "Acme/rocket-7b", Fit.EXACT),
        ("Rocket-7B", "Acme/rocket-7b-8k", Fit.SIZED),
        ("Rocket", "Acme/rocket-7b", Fit.LOOSE),
        ("Rocket", "Acme/rocket-7b-chat", Fit.LOOSE),
        ("Rocket-2B", "Acme/rocket-7b", Fit.CONFLICT),
        ("Rocket-7B-Instruct", "Acme/rocket-7b", Fit.CONFLICT),
        ("Comet-7B", "Acme/rocket-7b", Fit.CONFLICT),
    ],
)
def test_a_name_fits_a_hub_id_more_or_less(name: str, hub_id: str, expected: Fit) -> None:
    assert fit(name, hub_id) is expected


@pytest.mark.parametrize(
    ("candidate", "name", "family"),
    [
        ("Rocket", "Rocket-7B", "Rocket"),
        ("Rocket 2", "rocket-2-chat", "Rocket 2"),
        ("Rocket-7B", "Rocket-7B-Instruct", ""),  # a model, not a line of them
        ("Rocket", "rocket", ""),
        ("Comet", "Rocket-7B", ""),
        ("", "Rocket-7B", ""),
    ],
)
def test_a_family_begins_the_name_and_states_no_size(candidate: str, name: str, family: str) -> None:
    assert family_of(candidate, name) == family


@pytest.mark.parametrize(
    ("text", "expected"),
    [("PanGu Ü+", "pangu-uplus"), ("Rocket (v2.1)", "rocket-v2.1"), ("模型", ""), ("--a--", "a")],
)
def test_a_slug_is_plain(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_an_organization_has_one_name_however_it_is_spelled() -> None:
    spellings = ["DeepSeek", "DeepSeek AI", " deepseek  ai "]
    assert {organizations.off_hub(spelled).slug for spelled in spellings} == {"~deepseek"}
    assert organizations.on_hub("deepseek-ai/DeepSeek-R1").name == "DeepSeek"
    assert organizations.on_hub("Acme/rocket") == organizations.Maker("acme", "Acme")
    assert organizations.off_hub("Acme Labs") == organizations.Maker("~acme-labs", "Acme Labs")
    assert organizations.off_hub("", "Acme/rocket") == organizations.Maker("~acme", "Acme")
    assert organizations.off_hub("").slug == "~unknown"
    assert organizations.on_hub("gpt2").slug == "_"

"""What a quote is about: identity, then family, then nothing. Never a guess."""

import pytest

from registry.imports.names import starts_with_word
from registry.imports.quotes import Quote
from registry.imports.subjects import Found, Known, KnownModel, Subjects

ROCKET = KnownModel(1, "acme/rocket-7b", "Rocket-7B", "Acme", ("acme/rocket-7b",), family_id=10)
COMET = KnownModel(
    2, "~acme/comet", "Comet", "Acme", (), family_id=11, subjects=frozenset({("osai", "Comet system")})
)
OTHER = KnownModel(3, "beta/rocket-7b", "Rocket-7B", "Beta", ("beta/rocket-7b",))
KNOWN = Known(
    models=(ROCKET, COMET, OTHER),
    families={10: "Rocket", 11: "Comet 2"},
    organizations=((20, "Acme"), (21, "Acme"), (22, "Beta")),
)


def quote(name: str, *hub_ids: str, maker: str = "", **rest: str) -> Quote:
    given = {"subject": name} | rest
    return Quote("f", name=name, makers=(maker,) if maker else (), hub_ids=hub_ids, **given)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        # hub id and name agree
        (quote("rocket 7b", "Acme/Rocket-7B"), Found("model", (1,))),
        # the hub id leads to a model of another name: its family at most
        (quote("Rocket-70B", "Acme/Rocket-7B"), Found("family", (10,), exact=False)),
        (quote("Lander", "Acme/Rocket-7B"), None),
        # no hub id: the account of the maker and the name make one
        (quote("Rocket-7B", maker="ACME"), Found("model", (1,))),
        (quote("Rocket-7B", maker="Acme (Acme Labs)"), Found("model", (1,))),
        # the same name of nobody, or of somebody else
        (quote("Rocket-7B"), None),
        (quote("Rocket-7B", maker="Gamma"), None),
        # a model on no hub has no id to agree with
        (quote("Comet", maker="Acme"), None),
        # a release the catalog does not have
        (quote("Rocket-70B", maker="Acme"), Found("family", (10,), exact=False)),
        (quote("Rocketeer-7B", maker="Acme"), None),
        (quote("Comet 2.5-7B", maker="Acme"), None),
        (quote("Comet 2-7B", maker="Acme"), Found("family", (11,), exact=False)),
        # of a family, whatever its releases are called
        (quote("ROCKET", about="family", maker="Acme"), Found("family", (10,))),
        (quote("ROCKET", about="family", maker="Beta"), None),
        (quote("Lander", "acme/rocket-7b", "beta/rocket-7b", about="family"), Found("model", (1, 3))),
        # of an organization, under each of its accounts
        (quote("acme", about="organization", maker="acme"), Found("organization", (20, 21))),
        (quote("Gamma", about="organization", maker="Gamma"), None),
    ],
)
def test_what_a_quote_is_about(given: Quote, expected: Found | None) -> None:
    assert Subjects(KNOWN).find(given) == expected


def test_another_edition_of_a_source_knows_a_model_by_the_names_the_source_gives_it() -> None:
    subjects = Subjects(KNOWN)
    same = quote("Comet", subject="Comet system")
    assert subjects.find(same, same_as="osai") == Found("model", (2,))
    assert subjects.find(same) is None
    assert subjects.find(quote("Comet II", subject="Comet system"), same_as="osai") is None


def test_of_several_makers_the_one_named_first_has_the_family() -> None:
    derived = Quote("f", subject="Rocket-Tuned-9B", name="Rocket-Tuned-9B", makers=("Beta", "Acme"))
    assert Subjects(KNOWN).find(derived) is None


@pytest.mark.parametrize(
    ("name", "start", "expected"),
    [
        ("Yi-34B", "Yi", True),
        ("Yiva", "Yi", False),
        ("Qwen2.5-72B", "Qwen", True),
        ("Llama 3.1-8B", "Llama 3.1", True),
        ("Llama 3.1-8B", "Llama 3", False),
        ("Llama 20", "Llama 2", False),
        ("Code Llama-34B", "CodeLlama", True),
        ("", "Yi", False),
    ],
)
def test_whether_a_name_begins_with_another_word(name: str, start: str, expected: bool) -> None:
    assert starts_with_word(name, start) is expected

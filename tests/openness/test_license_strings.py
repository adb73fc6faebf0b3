"""What people type as a license: records, hub tags, card fields, and anything else."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.openness import license_texts, licenses
from registry.openness.logic import Kleene


@pytest.mark.parametrize(
    ("typed", "expression"),
    [
        ("apache-2.0", "Apache-2.0"),
        ("Apache  license 2.0 ", "Apache-2.0"),
        ("BSD-3", "BSD-3-Clause"),
        ("bsl-1.0", "BSL-1.0"),
        ("gpl-3.0", "GPL-3.0-only OR GPL-3.0-or-later"),
        ("GPL-3.0+", "GPL-3.0-or-later"),
        ("cc", "cc-family"),
        ("openrail", "openrail-family"),
        ("openrail++", "openrail-plus-plus-m"),
        ("odc-by", "ODC-By-1.0"),
        ("llama3.1", "llama-3.1-community"),
        ("Llama 3.1 Community License Agreement", "llama-3.1-community"),
        ("LicenseRef-scancode-llama-3.1-license-2024", "llama-3.1-community"),
        ("licenseref-my-own", "LicenseRef-my-own"),
        ("CC-BY-NC-ND", "cc-by-nc-nd-family"),
        ("CC-BY-NC-4.0 and C4AI acceptable use policy", "cc-by-nc-4.0-with-c4ai-policy"),
        ("Apache-2.0 and BigScience RAIL License v1.0", "Apache-2.0 AND bigscience-bloom-rail-1.0"),
        ("MIT OR (Apache-2.0 AND MIT)", "MIT"),
        ("MIT AND Apache-2.0 AND mit", "Apache-2.0 AND MIT"),
        ("MIT AND something of our own", "NOASSERTION AND MIT"),
        ("MIT OR something of our own", "NOASSERTION"),
        ("other", "other-tag"),
        ("unknown", "NOASSERTION"),
        ("Unknown (Apache-2.0?)", "NOASSERTION"),
        ("something of our own", "NOASSERTION"),
        ("None", "NONE"),
        ("", "NOASSERTION"),
        (None, "NOASSERTION"),
    ],
)
def test_declared_licenses_get_one_spelling(typed: str | None, expression: str) -> None:
    assert licenses.normalize(typed) == expression
    assert licenses.normalize(expression) == expression


@pytest.mark.parametrize(
    ("typed", "mapped"),
    [
        ("MIT", True),
        ("Undisclosed", True),
        ("LicenseRef-my-own", True),
        ("", True),
        ("pubmed", False),
        ("MIT AND pubmed", False),
        ("MIT WITH Made-up-exception", False),
        ('datasets with "mit", "apache-2"', False),
        ("MIT " * 100, False),
    ],
)
def test_what_could_not_be_placed_is_told(typed: str, mapped: bool) -> None:
    assert licenses.is_mapped(typed) is mapped


CARDS: list[tuple[object, object, object, str, bool]] = [
    # license, license_name, license_link, expression, conflict
    ("mit", None, None, "MIT", False),
    ("bsl-1.0", None, None, "BSL-1.0", False),
    ("other", None, None, "other-tag", False),
    ("other", "llama-2-community-license", None, "llama-2-community", False),
    ("other", "modified-mit", None, "modified-mit-family", False),
    (
        "other",
        "modified-mit",
        "https://github.com/moonshotai/Kimi-K2",
        "kimi-modified-mit",
        False,
    ),
    ("other", "no-such-license", "LICENSE", "other-tag", False),
    ("other", None, "https://openmdw.ai/license/1-0/", "OpenMDW-1.0", False),
    ("other", "mrl", "https://opensource.org/licenses/MIT", "mistral-research-0.1 AND MIT", True),
    (None, "exaone", None, "exaone-1.1-nc", False),
    ("apache-2.0", "Apache 2.0", None, "Apache-2.0", False),
    ("apache-2.0", "jamba-open-model-license", None, "Apache-2.0 AND jamba-open-model", True),
    ("apache-2.0", "no-such-license", None, "NOASSERTION AND Apache-2.0", True),
    ("cc", "cc-by-nc-3.0", None, "CC-BY-NC-3.0", False),
    ("unknown", None, None, "NOASSERTION", False),
    (["mit", "cc-by-nc-4.0"], None, None, "CC-BY-NC-4.0 AND MIT", False),
    (["mit", None, 3], None, None, "NOASSERTION AND MIT", False),
    ([], None, None, "NOASSERTION", False),
    (None, None, None, "NOASSERTION", False),
    (False, None, None, "NOASSERTION", False),
    (2.0, None, None, "NOASSERTION", False),
    ({"name": "mit"}, {}, [], "NOASSERTION", False),
    ("mit" * 200, None, None, "NOASSERTION", False),
]


@pytest.mark.parametrize(("license", "name", "link", "expression", "conflict"), CARDS)
def test_a_hub_card_is_read_whatever_it_holds(
    license: object, name: object, link: object, expression: str, conflict: bool
) -> None:
    declared = licenses.from_hub(license, name, link)
    assert (declared.expression, declared.conflict) == (expression, conflict)
    assert len(declared.declared) <= 300


def test_a_card_that_contradicts_itself_is_never_judged_open() -> None:
    expression = licenses.from_hub("apache-2.0", "jamba-open-model-license").expression
    assert licenses.predicate("osi", expression) is Kleene.FALSE
    assert licenses.predicate("osd_conformant", expression) is not Kleene.TRUE


TOKENS = ("MIT", "and", "OR", "WITH", "(", ")", "+", "NONE", "NOASSERTION", "LicenseRef-", "é", "\x00", "cc")
WORDS = st.sampled_from(TOKENS)
TYPED = st.one_of(st.text(max_size=400), st.lists(WORDS, max_size=60).map(" ".join))
ANYTHING = st.recursive(st.none() | st.booleans() | st.floats() | TYPED, st.lists, max_leaves=5)


def test_an_expression_stays_readable_once_its_tags_are_spelled_out() -> None:
    typed = " AND ".join(["gpl-2.0", "gpl-3.0", "agpl-3.0", "lgpl-2.1", "lgpl-3.0", "cc-by-nc-4.0"])
    typed += " AND mit AND gemma"
    typed += " AND bigcode-openrail-m AND deepfloyd-if-license AND bigscience-bloom-rail-1.0"
    expression = licenses.normalize(typed)
    assert len(typed) < 300 < len(expression)
    assert licenses.normalize(f"{typed} AND {typed}") == "NOASSERTION"
    assert licenses.predicate("free4", expression) is Kleene.FALSE
    assert licenses.same(expression, typed)


@given(typed=TYPED, other=TYPED)
def test_whatever_is_typed_is_read_without_an_error(typed: str, other: str) -> None:
    expression = licenses.normalize(typed)
    assert licenses.normalize(expression) == expression
    assert licenses.is_mapped(expression)
    for text in (typed, expression):
        for name in licenses.PREDICATES:
            assert licenses.predicate(name, text) in Kleene
    assert licenses.same(licenses.both(typed, other), licenses.both(other, typed))
    assert licenses.title(expression)


@given(card=st.tuples(ANYTHING, ANYTHING, ANYTHING))
def test_whatever_a_card_holds_is_read_without_an_error(card: tuple[object, object, object]) -> None:
    declared = licenses.from_hub(*card)
    assert licenses.normalize(declared.expression) == declared.expression


APACHE_TEXT = license_texts.digest((Path(__file__).parents[2] / "LICENSE").read_text())


@pytest.mark.parametrize(
    ("card", "digest", "expression", "conflict"),
    [
        (("other", "", ""), "", "other-tag", False),
        (("other", "", ""), "0" * 64, "other-tag", False),
        (("other", "", ""), APACHE_TEXT, "Apache-2.0", False),
        (("", "", ""), APACHE_TEXT.upper(), "Apache-2.0", False),
        (("apache-2.0", "", ""), APACHE_TEXT, "Apache-2.0", False),
        # The card says one license, the file beside it is another: both bind, and it is said.
        (("mit", "", ""), APACHE_TEXT, "Apache-2.0 AND MIT", True),
        (("mit", "", ""), "0" * 64, "MIT", False),
        (("other", "llama3.1", ""), APACHE_TEXT, "Apache-2.0 AND llama-3.1-community", True),
    ],
)
def test_the_text_beside_a_card_names_the_license(
    card: tuple[str, str, str], digest: str, expression: str, conflict: bool
) -> None:
    found = licenses.from_hub(*card, text_digest=digest)
    assert (found.expression, found.conflict) == (expression, conflict)


@pytest.mark.parametrize(
    ("card", "never"),
    [
        # Jamba Reasoning: a tag of a free license beside the name of another one.
        (("apache-2.0", "jamba-open-model-license", ""), "osd_conformant"),
        (("cc", "", ""), "free4"),
        (("other", "", ""), "free4"),
    ],
)
def test_a_card_that_contradicts_itself_is_never_free(card: tuple[str, str, str], never: str) -> None:
    found = licenses.from_hub(*card)
    assert licenses.predicate(never, found.expression) is not Kleene.TRUE
    assert found.conflict is (card[1] != "")

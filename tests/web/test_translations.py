"""The catalogs are complete and fresh, and nothing on a page is left out of them."""

import pytest

from translations import catalog, sources
from translations.message import Message


@pytest.fixture(scope="module")
def found() -> dict[Message, list[str]]:
    return sources.collected()


@pytest.mark.parametrize("language", ["de", "fr"])
def test_every_message_is_translated_and_the_compiled_catalog_is_fresh(
    language: str, found: dict[Message, list[str]]
) -> None:
    """`make messages` collects anew; what is still to be translated stands in the .po file."""
    assert list(catalog.problems(language, found)) == []


def test_messages_are_found_in_python_templates_and_data_files(found: dict[Message, list[str]]) -> None:
    assert "templates/base.html" in found[Message("Skip to content")]
    assert Message("%(counter)s finding", "%(counter)s findings") in found
    assert Message("Released", context="date of a model") in found
    assert (
        "registry/openness/definitions/osaid-1.0.toml"
        in found[Message("The training data is described completely")]
    )
    assert Message("post-training code") in found


def test_python_is_read_under_whatever_name_a_function_was_imported() -> None:
    source = (
        "from django.utils.translation import gettext_lazy as lazy, ngettext, pgettext\n"
        'A = lazy("one" " thing")\nB = ngettext("%d cat", "%d cats", 2)\nC = pgettext("place", "word")\n'
        'D = lazy(A)\nE = str("not a message")\n'
    )
    assert list(sources.in_python(source)) == [
        Message("one thing"),
        Message("%d cat", "%d cats"),
        Message("word", context="place"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("%(a)s of %(b)d", {"%(a)s", "%(b)d"}),
        ("{part} {change}", {"{part}", "{change}"}),
        ("100%% of %s", {"%s"}),
    ],
)
def test_placeholders_are_what_may_not_be_lost(text: str, expected: set[str]) -> None:
    assert catalog.placeholders(text) == expected

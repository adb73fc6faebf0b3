"""What is not taken as it stands, and what is held until somebody has looked: two tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from registry.assessments.texts import edit_filters, spam, wording
from registry.assessments.texts.edit_filters import Objection
from registry.assessments.texts.spam import Author, Sign

NEW, KNOWN = Author(0), Author(1)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", Objection.EMPTY),
        (" \n\u200b\u202e ", Objection.EMPTY),
        ("Loading…", Objection.PLACEHOLDER),
        ("loading...", Objection.PLACEHOLDER),
        ("Ｌｏａｄｉｎｇ…", Objection.PLACEHOLDER),
        ("N/A", Objection.PLACEHOLDER),
        ("(n/a)", Objection.PLACEHOLDER),
        ("—", Objection.PLACEHOLDER),
        ("?!…", Objection.PLACEHOLDER),
        ("***", Objection.PLACEHOLDER),
        ("TBD.", Objection.PLACEHOLDER),
        ("[object Object]", Objection.PLACEHOLDER),
        ("undefined", Objection.PLACEHOLDER),
        ("aaaaaaaa", Objection.PLACEHOLDER),
        ("x" * 101, Objection.TOO_LONG),
        ("See https://a.example http://b.example www.c.example HTTPS://d.example", Objection.TOO_MANY_LINKS),
        ("See https://a.example http://b.example www.c.example", None),
        ("Not found in the repository on that day", None),
        ("The license is unknown to the registry of SPDX", None),
        ("没有训练数据", None),
        ("No", None),
        ("42", None),
    ],
)
def test_a_text_that_says_nothing_is_not_taken(text: str, wrong: Objection | None) -> None:
    assert edit_filters.objection(text, longest=100) == wrong


def test_a_reason_can_be_too_short() -> None:
    assert edit_filters.objection("because", longest=100, shortest=20) == Objection.EMPTY


BOUGHT = "Buy cheap tokens here"
TOO_LOUD = "THIS RECORD IS A LIE AND EVERYBODY HERE KNOWS IT VERY WELL"


@pytest.mark.parametrize(
    ("texts", "author", "found"),
    [
        (["The card says so."], NEW, []),
        (["See https://huggingface.co/acme/rocket-7b"], NEW, []),
        (["See https://a.example and https://b.example"], NEW, [Sign.LINKS_BY_SOMEBODY_NEW]),
        (["See https://a.example", "and https://b.example"], NEW, [Sign.LINKS_BY_SOMEBODY_NEW]),
        (["See https://a.example and https://b.example"], KNOWN, []),
        (["buy  CHEAP tokens\u200b here"], NEW, [Sign.REJECTED_BEFORE]),
        (["buy  CHEAP tokens\u200b here"], KNOWN, [Sign.REJECTED_BEFORE]),
        (["https://huggingfacе.co/acme"], KNOWN, [Sign.FORGED_HOST]),  # a Cyrillic letter
        (["https://xn--huggingfac-tsi.co/acme"], KNOWN, [Sign.FORGED_HOST]),
        (["https://huqqingface.co/acme"], KNOWN, []),  # another word, not another drawing of the same
        (["https://g1thub.com/acme"], KNOWN, [Sign.FORGED_HOST]),
        (["https://files.glthub.com/acme"], KNOWN, [Sign.FORGED_HOST]),
        (["https://github.com.evil.example/acme"], KNOWN, []),
        (["https://raw.github.com/acme https://www.github.com/acme"], KNOWN, []),
        (["http://[not-an-address/"], KNOWN, []),
        ([TOO_LOUD], NEW, [Sign.SHOUTED]),
        ([TOO_LOUD], KNOWN, []),
        (["MIT OSI FSF"], NEW, []),
        (["Same again"], Author(0, [wording.digest("same again")] * 2), [Sign.REPEATED]),
        (["Same again"], Author(0, [wording.digest("same again")]), []),
        (["Same again"], Author(1, [wording.digest("same again")] * 9), []),
        ([], NEW, []),
        (["", " "], NEW, []),
    ],
)
def test_what_looks_like_spam_is_held(texts: list[str], author: Author, found: list[Sign]) -> None:
    assert list(spam.signs(texts, author, rejected={wording.digest(BOUGHT)})) == found


@given(some.lists(some.text(max_size=80), max_size=4), some.integers(0, 2))
def test_no_text_breaks_the_rule(texts: list[str], level: int) -> None:
    spam.signs(texts, Author(level), rejected={wording.digest(BOUGHT)})
    for text in texts:
        assert wording.clean(wording.clean(text)) == wording.clean(text)
        assert edit_filters.objection(wording.clean(text), longest=50) == edit_filters.objection(
            text, longest=50
        )

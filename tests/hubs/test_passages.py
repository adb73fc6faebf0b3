"""Whether a page still says what was quoted from it: a table."""

import pytest

from registry.hubs.passages import LONGEST_PASSAGE, found, passage

TEXT = (
    "Preface. You may “freely” copy, modify — and redistribute — the Ｗeights, provided that credit is given."
)

CASES = {
    "word for word": ("copy, modify", True),
    "other spaces": ("copy,\n   modify", True),
    "other case": ("YOU MAY", True),
    "straight quotation marks": ('may "freely" copy', True),
    "other dashes": ("modify - and redistribute - the", True),
    "full-width letters": ("the Weights", True),
    "soft hyphen and zero-width space": ("redis\u00adtri\u200bbute", True),
    "an omission": ("You may ... redistribute […] credit is given", True),
    "an omission at the ends": ("... provided that ...", True),
    "parts in another order": ("credit is given ... You may", False),
    "something else": ("may not copy", False),
    "nothing": ("", False),
    "only an omission": ("...", False),
}


@pytest.mark.parametrize(("quote", "expected"), CASES.values(), ids=CASES.keys())
def test_a_quote_is_found_when_the_page_says_it(quote: str, expected: bool) -> None:
    assert found(quote, TEXT) is expected


def test_a_passage_is_the_quote_with_what_surrounds_it_and_no_more() -> None:
    text = "a " * 5000 + "the cited words" + " z" * 5000
    around = passage("The cited words", text)
    assert "the cited words" in around
    assert around.startswith("a")
    assert around.endswith("z")
    assert len(around) <= LONGEST_PASSAGE
    assert passage("other words", text) == ""


def test_a_quote_longer_than_a_passage_is_cut() -> None:
    assert len(passage("w " * 3000, "w " * 4000)) <= LONGEST_PASSAGE


@pytest.mark.parametrize("char", ["İ", "ß", "ŉ", "ﬃ", "🙂"])
def test_letters_that_grow_when_folded_move_no_place(char: str) -> None:
    assert "the cited words" in passage("the cited words", char * 3000 + " the cited words")

"""The strip of 16 bars: each state has its own shape, every bar its title, the label counts them."""

import re
from itertools import product

import pytest

from registry.openness import components
from registry.web.templatetags.fingerprint import STATES, fingerprint

LETTERS = "".join(STATES)


@pytest.mark.parametrize("letters", [letter * 16 for letter in LETTERS] + ["orpcunorpcunorpc"])
def test_every_bar_has_a_title_and_the_label_counts_the_bars(letters: str) -> None:
    drawn = str(fingerprint(letters))
    titles = re.findall(r"<title>([^<]+)</title>", drawn)
    assert len(titles) == 16
    for title, letter, headline in zip(titles, letters, components.HEADLINES, strict=True):
        assert title == f"{headline.name}: {STATES[letter]}"
    label = re.search(r'aria-label="Fingerprint: ([^"]+)"', drawn)
    assert label is not None
    assert sum(int(number) for number in re.findall(r"\d+", label.group(1))) == 16


def test_states_differ_in_shape_and_not_only_in_color() -> None:
    shapes = {}
    for letter in LETTERS:
        first = re.search(r"<rect [^>]+>", str(fingerprint(letter * 16)))
        assert first is not None
        # Solid and hollow bars of one height differ by the stroke that the class gives them.
        hollow = letter in "ru"
        shapes[letter] = (hollow, re.sub(r'class="."', "", first.group()))
    for one, other in product(LETTERS, repeat=2):
        assert one == other or shapes[one] != shapes[other]


def test_the_dash_of_what_does_not_apply_has_no_well_behind_it() -> None:
    wells = re.search(r'<path class="t" d="([^"]*)"', str(fingerprint("n" * 8 + "o" * 8)))
    assert wells is not None
    assert wells.group(1).count("M") == 8

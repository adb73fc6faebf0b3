"""The style sheet: small, nobody else's files, and text that can be read on every ground it stands on."""

import re
from itertools import product

import pytest
from django.conf import settings

STATIC = settings.BASE_DIR / "static"
STYLE = (STATIC / "sourceform.css").read_text()
OF_PEOPLE = (STATIC / "people.css").read_text()
# Each token has a value for light and one for dark.
TOKENS = {
    name: values
    for name, *values in re.findall(r"--([\w-]+):light-dark\((#[0-9a-f]+),(#[0-9a-f]+)\)", STYLE + OF_PEOPLE)
}
TEXT = ["ink", "ink2", "ink3", "link", "open", "rest", "part", "shut", "unk"]


def luminance(color: str) -> float:
    digits = color.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str, theme: int) -> float:
    """As WCAG 2 defines it, of two tokens in the light (0) or the dark (1) theme."""
    dark, light = sorted(luminance(TOKENS[name][theme]) for name in (one, other))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("text", "ground", "theme"), [*product(TEXT, ["paper", "panel"], [0, 1])])
def test_text_can_be_read(text: str, ground: str, theme: int) -> None:
    assert contrast(text, ground, theme) >= 4.5


@pytest.mark.parametrize(("text", "theme"), [*product(["open", "shut"], [0, 1])])
def test_marked_changes_can_be_read(text: str, theme: int) -> None:
    assert contrast(text, f"{text}-t", theme) >= 4.5


@pytest.mark.parametrize(("text", "theme"), [*product(["ink", "ink2", "link", "unk", "open"], [0, 1])])
def test_a_row_that_a_proposal_changes_can_be_read(text: str, theme: int) -> None:
    assert contrast(text, "part-t", theme) >= 4.5


@pytest.mark.parametrize(("ground", "theme"), [*product(["paper", "panel"], [0, 1])])
def test_the_edge_of_a_control_can_be_seen(ground: str, theme: int) -> None:
    assert contrast("rule2", ground, theme) >= 3


@pytest.mark.parametrize(("bar", "theme"), [*product(["open", "rest", "part", "shut"], [0, 1])])
def test_a_bar_stands_out_from_its_well(bar: str, theme: int) -> None:
    assert contrast(bar, "well", theme) >= 3


def test_the_files_stay_small_and_ask_nobody_else() -> None:
    assert len(STYLE) < 25_000
    assert len((STATIC / "sourceform.js").read_text()) < 3_000
    assert len(OF_PEOPLE) < 12_000
    assert len((STATIC / "people.js").read_text()) < 3_000
    assert not re.findall(r"https?:|@import", STYLE + OF_PEOPLE)
    assert sum(font.stat().st_size for font in (STATIC / "fonts").glob("*.woff2")) <= 105_000


def test_the_mark_of_what_nobody_reviewed_looks_like_no_link() -> None:
    underlined = re.findall(r"([^{}]+)\{[^}]*text-decoration:underline", STYLE)
    assert not [one for one in underlined if ".once" in one or ".all" in one]
    assert '.once .v::after,.all::before{content:"*"' in STYLE

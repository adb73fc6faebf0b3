"""Every badge there can be: inert, readable, small."""

import gzip
import itertools
import xml.etree.ElementTree as ET

import pytest

from registry.badges import words
from registry.badges.answers import said
from registry.badges.svg import COLORS, INK, LABEL, STYLES, render
from registry.badges.verdana import width
from registry.openness import definitions
from registry.openness.verdict import Outcome
from registry.scorecards.queries import VerdictBrief

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = {
    "svg": {"width", "height", "role", "aria-label"},
    "title": set(),
    "g": {"fill", "font-family", "font-size", "letter-spacing"},
    "path": {"d", "fill", "stroke", "stroke-width"},
    "circle": {"cx", "cy", "r", "fill", "stroke", "stroke-dasharray"},
    "text": {"x", "y", "textLength", "font-weight"},
}
SCORES = (None, (0.958, 0.958), (0.2083, 1.0))


def every_badge() -> list[tuple[str, str, str]]:
    """(label, words, tone) of whatever any definition can say, on every basis."""
    found = set()
    for definition in definitions.ordered():
        levels = [level.id for level in definition.levels] or ["class-i", "class-iii", "unclassified"]
        combinations = itertools.product(
            Outcome, ["", *levels], ["", *levels], SCORES, ("reviewed", "imported", "observed")
        )
        for outcome, level, could_reach, score, basis in combinations:
            if definition.shape == "graded" and (level or could_reach or not score):
                continue
            if definition.shape != "graded" and score:
                continue
            if definition.shape == "all_of" and (level or could_reach or not outcome):
                continue
            if definition.shape in ("ladder", "mof") and not level:
                continue
            row = VerdictBrief(definition.id, outcome, level, could_reach, score, basis)
            found.add((definition.short, said(row), words.tone(row)))
    return sorted(found)


DRAWINGS = [
    (*shown, style, render(*shown, style)) for shown, style in itertools.product(every_badge(), STYLES)
]


def test_there_are_badges_to_look_at() -> None:
    assert len(DRAWINGS) > 100


def test_only_shapes_and_text_are_drawn() -> None:
    for *_, drawing in DRAWINGS:
        for element in ET.fromstring(drawing).iter():
            name = element.tag.removeprefix(SVG)
            assert element.tag.startswith(SVG)
            assert set(element.attrib) <= DRAWN[name], drawing


def test_nothing_is_fetched_or_run() -> None:
    for *_, drawing in DRAWINGS:
        rest = drawing.replace('xmlns="http://www.w3.org/2000/svg"', "")
        assert not any(
            word in rest.lower() for word in ("http", "href", "url(", "script", "style=", "onload", "&#")
        )


def test_a_badge_says_its_words_to_eyes_and_ears_alike() -> None:
    for label, text, _, style, drawing in DRAWINGS:
        root = ET.fromstring(drawing)
        shown = [element.text for element in root.iter(f"{SVG}text")]
        assert root.get("role") == "img"
        assert root.get("aria-label") == f"{label}: {text}"
        assert root.findtext(f"{SVG}title") == f"{label}: {text}"
        assert shown == ([label.upper(), text.upper()] if STYLES[style].loud else [label, text])


def test_outcomes_differ_by_more_than_color() -> None:
    drawings = {
        tone: render("OSAID 1.0", "The same", tone) for tone in ("open", "closed", "unknown", "neutral")
    }
    shapes = set()
    for drawing in drawings.values():
        for color in COLORS.values():
            drawing = drawing.replace(color, "")
        shapes.add(drawing)
    assert len(shapes) == 4


@pytest.mark.parametrize("ground", sorted({LABEL, *COLORS.values()}))
def test_text_reads_on_every_ground_at_four_and_a_half_to_one(ground: str) -> None:
    assert contrast(INK, ground) >= 4.5


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colors, as WCAG 2.2 computes it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(color: str) -> float:
    digits = color[1:] if len(color) == 7 else "".join(digit * 2 for digit in color[1:])
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_a_badge_is_small() -> None:
    for *_, drawing in DRAWINGS:
        assert len(drawing.encode()) <= 1150
        assert len(gzip.compress(drawing.encode())) <= 500


def test_all_text_stays_inside() -> None:
    for *_, drawing in DRAWINGS:
        root = ET.fromstring(drawing)
        whole = float(root.get("width", "0"))
        left, right = root.iter(f"{SVG}text")
        assert float(left.get("x", "")) + float(left.get("textLength", "")) < float(right.get("x", ""))
        assert float(right.get("x", "")) + float(right.get("textLength", "")) < whole


@pytest.mark.parametrize(
    ("text", "size", "bold", "pixels"),
    [
        ("", 11, False, 0),
        ("OSAID 1.0", 11, False, 58.685),  # 787 684 684 421 771 352 636 364 636 thousandths
        ("MEETS", 10, True, 37.06),  # 948 683 683 682 710
        ("é", 10, False, 10),  # not in the table: rather too wide
    ],
)
def test_width_of_a_line_in_verdana(text: str, size: float, bold: bool, pixels: float) -> None:
    assert width(text, size, bold=bold) == pytest.approx(pixels)


def test_what_looks_like_markup_stays_text() -> None:
    root = ET.fromstring(render('<b>"&', "a<script>", "open"))
    assert root.get("aria-label") == '<b>"&: a<script>'
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= DRAWN.keys()

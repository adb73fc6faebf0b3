"""The card of a model: name, fingerprint and five results on one drawing, for link previews and papers.

It is an SVG of 600 x 315 px and, for sites that show previews, the same as a PNG of twice that size. All
that a stranger can choose is the name and the maker; both are cut, and escaped where they are drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from xml.sax.saxutils import escape

import resvg_py

from registry.badges.strip import counted
from registry.openness import components

WIDTH, HEIGHT = 600, 315  # px
FONTS = sorted(str(path) for path in (Path(__file__).parent / "fonts").glob("*.ttf"))
PAPER, INK, SOFT, WELL = "#ffffff", "#14181b", "#454d54", "#e9edeb"
COLORS = {"o": "#08705a", "r": "#6a3fa3", "p": "#945c00", "c": "#a8281e", "u": "#626b73", "n": "#626b73"}
TONES = {"open": "#08705a", "closed": "#a8281e", "unknown": "#626b73", "neutral": INK}
BAR, GAP, GROUP_GAP, TALL = 16, 4, 22, 64  # px of the fingerprint
NAME_ROOM, MAKER_ROOM = 34, 60  # letters
SANS = "font-family=\"'Source Sans 3',sans-serif\""
SERIF = 'font-family="\'Source Serif 4\',serif" font-weight="600"'


@dataclass(frozen=True, slots=True)
class Line:
    """One result: the definition's short name, what it says, and its tone (see words.tone)."""

    name: str
    said: str
    tone: str


@dataclass(frozen=True, slots=True)
class Card:
    """What is drawn. `dated` says of when it is: "revision 3, 2026-11-23"."""

    name: str
    maker: str
    fingerprint: str
    lines: tuple[Line, ...]
    dated: str


def svg(card: Card) -> str:
    """The drawing, without script, link or style."""
    said = f"{card.name} ({card.maker}). {counted(card.fingerprint)}. " + "; ".join(
        f"{line.name}: {line.said}" for line in card.lines
    )
    said = f"{said}. {card.dated}"
    title = escape(said, {'"': "&quot;"})
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}"'
        f' viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{title}"><title>{title}</title>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>'
        f'<rect width="{WIDTH}" height="6" fill="{INK}"/>'
        f"{_head(card)}{_bars(card.fingerprint, 32, 118)}{_lines(card.lines)}</svg>"
    )


@lru_cache(maxsize=64)
def png(drawing: str) -> bytes:
    """The drawing as a PNG of 1200 x 630 px, with our own fonts."""
    made = resvg_py.svg_to_bytes(
        svg_string=drawing, width=2 * WIDTH, skip_system_fonts=True, font_files=FONTS
    )
    return bytes(made)


def _head(card: Card) -> str:
    return (
        _text(32, 50, card.name, NAME_ROOM, f'{SERIF} font-size="30" fill="{INK}"')
        + _text(32, 78, card.maker, MAKER_ROOM, f'{SANS} font-size="17" fill="{SOFT}"')
        + _text(32, 296, f"Sourceform · {card.dated}", 80, f'{SANS} font-size="14" fill="{SOFT}"')
    )


def _bars(letters: str, left: float, top: float) -> str:
    drawn, x, group = [], left, ""
    for headline, letter in zip(components.HEADLINES, letters, strict=True):
        if headline.group != group:
            x += GROUP_GAP - GAP if group else 0
            group = headline.group
            drawn.append(_text(x, top - 8, group, 20, f'{SANS} font-size="12" fill="{SOFT}"'))
        drawn.append(_bar(letter, x, top))
        x += BAR + GAP
    return "".join(drawn)


def _bar(letter: str, x: float, top: float) -> str:
    color = COLORS[letter]
    well = f'<rect x="{x}" y="{top}" width="{BAR}" height="{TALL}" fill="{WELL}"/>'
    match letter:
        case "o":
            return f'<rect x="{x}" y="{top}" width="{BAR}" height="{TALL}" fill="{color}"/>'
        case "r":
            return well + _outline(x, top, color, "")
        case "p":
            half = TALL / 2
            return f'{well}<rect x="{x}" y="{top + half}" width="{BAR}" height="{half}" fill="{color}"/>'
        case "c":
            return f'{well}<rect x="{x}" y="{top + TALL - 6}" width="{BAR}" height="6" fill="{color}"/>'
        case "u":
            return well + _outline(x, top, color, ' stroke-dasharray="2 3"')
    return f'<rect x="{x}" y="{top + TALL / 2}" width="{BAR}" height="2" fill="{color}"/>'


def _outline(x: float, top: float, color: str, dash: str) -> str:
    return (
        f'<rect x="{x + 1}" y="{top + 1}" width="{BAR - 2}" height="{TALL - 2}" fill="none"'
        f' stroke="{color}" stroke-width="2"{dash}/>'
    )


def _lines(lines: Sequence[Line]) -> str:
    """Results in two columns."""
    drawn = []
    for index, line in enumerate(lines[:6]):
        x, y = 32 + 284 * (index % 2), 214 + 26 * (index // 2)
        drawn.append(_text(x, y, line.name, 16, f'{SANS} font-size="16" fill="{SOFT}"'))
        look = f'{SANS} font-size="15" font-weight="600" fill="{TONES[line.tone]}"'
        drawn.append(_text(x + 92, y, line.said, 26, look))
    return "".join(drawn)


def _text(x: float, y: float, text: str, room: int, look: str) -> str:
    """One line of text, cut to `room` letters; what no XML may hold is left out."""
    clean = "".join(letter for letter in text if letter.isprintable())
    shown = clean if len(clean) <= room else clean[: room - 1].rstrip() + "…"
    return f'<text x="{x}" y="{y}" {look}>{escape(shown)}</text>'

"""The fingerprint small enough for a badge: sixteen bars, three pixels wide, in the order of the large one.

Height says how much is released and fill whether the license is free, as everywhere; what nobody has looked
at is a dotted line.
"""

from django.conf import settings
from django.utils.translation import override

from registry.badges.verdict_words import HEADLINE_WORDS
from registry.openness import components

INK = "#fff"
BAR, GAP, GROUP_GAP = 3, 1, 4  # px


def places() -> list[int]:
    """The left edge of each of the sixteen bars, px."""
    found, x, group = [], 0, components.HEADLINES[0].group
    for headline in components.HEADLINES:
        if headline.group != group:
            x, group = x - GAP + GROUP_GAP, headline.group
        found.append(x)
        x += BAR + GAP
    return found


PLACES = places()
WIDTH = PLACES[-1] + BAR


def bars(letters: str, *, x: float, y: float, height: float) -> str:
    """The bars as SVG elements, in the color of the text, inside a box of that height."""
    return "".join(_bar(letter, x + place, y, height) for letter, place in zip(letters, PLACES, strict=True))


def _bar(letter: str, x: float, y: float, height: float) -> str:
    foot = y + height
    match letter:
        case "o":
            return f'<rect x="{x}" y="{y}" width="{BAR}" height="{height}"/>'
        case "r":
            return (
                f'<rect x="{x + 0.5}" y="{y + 0.5}" width="{BAR - 1}" height="{height - 1}" fill="none"'
                f' stroke="{INK}"/>'
            )
        case "p":
            return f'<rect x="{x}" y="{y + height / 2}" width="{BAR}" height="{height / 2}"/>'
        case "c":
            return f'<rect x="{x}" y="{foot - 1.5}" width="{BAR}" height="1.5"/>'
        case "u":
            middle = x + BAR / 2
            return (
                f'<path d="M{middle} {y}V{foot}" fill="none" stroke="{INK}" stroke-dasharray="1 2"'
                ' stroke-opacity=".6"/>'
            )
    return f'<rect x="{x}" y="{y + height / 2}" width="{BAR}" height="1"/>'


def counted(letters: str) -> str:
    """ "12 open, 1 restricted": how many bars are in each state, in English."""
    states = ("open", "restricted", "partial", "closed", "unassessed", "not_applicable")
    numbers = {state: letters.count(state[0]) for state in states}
    with override(settings.LANGUAGE_CODE):
        return ", ".join(f"{n} {HEADLINE_WORDS[state]}".lower() for state, n in numbers.items() if n)

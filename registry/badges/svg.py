"""Draws a badge: `label | icon + words`, in one of three styles.

What is drawn comes from enumerated words only, and a drawing holds no script, link, style or id, so it is
inert wherever it is shown. Outcomes differ by icon and words, never by color alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from xml.sax.saxutils import escape

from registry.badges import strip
from registry.badges.verdana import width

INK = "#fff"
LABEL = "#343a40"
# White reads on each of these at 4.5:1 or better.
COLORS = {"open": "#08705a", "closed": "#a8281e", "unknown": "#626b73", "neutral": "#626b73"}


@dataclass(frozen=True, slots=True)
class Style:
    height: int
    radius: int
    size: int  # of the type, px
    baseline: int
    padding: int
    spacing: float = 0  # between letters
    loud: bool = False  # capitals, the words in bold


STYLES = {
    "flat": Style(height=20, radius=3, size=11, baseline=14, padding=6),
    "flat-square": Style(height=20, radius=0, size=11, baseline=14, padding=6),
    "for-the-badge": Style(height=28, radius=0, size=10, baseline=18, padding=9, spacing=1, loud=True),
}


def render(label: str, words: str, tone: str, style: str = "flat", *, letters: str = "") -> str:
    """The SVG of one badge; `tone` is open, closed, unknown or neutral, `style` a key of STYLES.

    `letters`: a fingerprint, drawn as a strip behind the label.
    """
    look = STYLES[style]
    icon = _ICONS.get(tone)
    left, right = (label.upper(), words.upper()) if look.loud else (label, words)
    left_text = _shown_width(left, look)
    right_text = _shown_width(right, look, bold=look.loud)
    strip_at = round(left_text + 2 * look.padding)
    edge = strip_at + (strip.WIDTH + look.padding if letters else 0)
    icon_room = 14 if icon else 0
    whole = edge + round(icon_room + right_text + 2 * look.padding)
    start = edge + look.padding
    said = escape(f"{label}: {words}" + (f"; {strip.counted(letters)}" if letters else ""), {'"': "&quot;"})
    bold = ' font-weight="bold"' if look.loud else ""
    spacing = f' letter-spacing="{look.spacing}"' if look.spacing else ""
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="{look.height}"'
            f' role="img" aria-label="{said}"><title>{said}</title>',
            f'<path fill="{LABEL}" d="{_left_half(edge, look)}"/>',
            f'<path fill="{COLORS[tone]}" d="{_right_half(edge, whole, look)}"/>',
            icon(start, look.height / 2) if icon else "",
            _strip(letters, strip_at, look) if letters else "",
            f'<g fill="{INK}" font-family="Verdana,DejaVu Sans,sans-serif" font-size="{look.size}"{spacing}>',
            f'<text x="{look.padding}" y="{look.baseline}" textLength="{_number(left_text)}">'
            f"{escape(left)}</text>",
            f'<text x="{_number(start + icon_room)}" y="{look.baseline}" textLength="{_number(right_text)}"'
            f"{bold}>{escape(right)}</text></g></svg>",
        )
    )


def render_strip(label: str, letters: str, style: str = "flat") -> str:
    """The SVG of a fingerprint alone: `label | bars`."""
    look = STYLES[style]
    left = label.upper() if look.loud else label
    left_text = _shown_width(left, look)
    strip_at = round(left_text + 2 * look.padding)
    whole = strip_at + strip.WIDTH + look.padding
    said = escape(f"{label}: {strip.counted(letters)}", {'"': "&quot;"})
    spacing = f' letter-spacing="{look.spacing}"' if look.spacing else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="{look.height}" role="img"'
        f' aria-label="{said}"><title>{said}</title>'
        f'<rect width="{whole}" height="{look.height}" rx="{look.radius}" fill="{LABEL}"/>'
        f'<g fill="{INK}" font-family="Verdana,DejaVu Sans,sans-serif" font-size="{look.size}"{spacing}>'
        f'<text x="{look.padding}" y="{look.baseline}" textLength="{_number(left_text)}">'
        f"{escape(left)}</text></g>{_strip(letters, strip_at, look)}</svg>"
    )


def _strip(letters: str, x: float, look: Style) -> str:
    return f'<g fill="{INK}">{strip.bars(letters, x=x, y=4, height=look.height - 8)}</g>'


def _shown_width(text: str, look: Style, *, bold: bool = False) -> float:
    return width(text, look.size, bold=bold, spacing=look.spacing)


def _left_half(edge: int, look: Style) -> str:
    h, r = look.height, look.radius
    if not r:
        return f"M0 0h{edge}v{h}H0z"
    return f"M{edge} 0v{h}H{r}a{r} {r} 0 0 1-{r}-{r}V{r}a{r} {r} 0 0 1 {r}-{r}z"


def _right_half(edge: int, whole: int, look: Style) -> str:
    h, r = look.height, look.radius
    if not r:
        return f"M{edge} 0H{whole}v{h}H{edge}z"
    return f"M{edge} 0H{whole - r}a{r} {r} 0 0 1 {r} {r}V{h - r}a{r} {r} 0 0 1-{r} {r}H{edge}z"


def _tick(x: float, middle: float) -> str:
    return _stroke(f"M{_number(x)} {_number(middle + 0.5)}l3 3 5.5-6.5", 2)


def _cross(x: float, middle: float) -> str:
    return _stroke(f"M{_number(x)} {_number(middle - 4)}l8 8m0-8l-8 8", 2)


def _question(x: float, middle: float) -> str:
    """A dashed ring with a question mark, five pixels around its center."""
    ring = (
        f'<circle cx="{_number(x + 4.5)}" cy="{_number(middle)}" r="5" fill="none" stroke="{INK}"'
        ' stroke-dasharray="2 1.1"/>'
    )
    hook = f"M{_number(x + 3)} {_number(middle - 1.2)}a1.5 1.5 0 1 1 2.1 1.4c-.5.2-.6.4-.6.9m0 1v1"
    return ring + _stroke(hook, 1.2)


def _stroke(path: str, weight: float) -> str:
    return f'<path fill="none" stroke="{INK}" stroke-width="{weight}" d="{path}"/>'


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


# Scores and "Does not apply" are neither good nor bad: no icon.
_ICONS: dict[str, Callable[[float, float], str]] = {"open": _tick, "closed": _cross, "unknown": _question}

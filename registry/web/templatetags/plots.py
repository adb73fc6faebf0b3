"""Charts as SVG, drawn on the server: lines told apart by marker, dash and a label at their end."""

from collections.abc import Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

register = template.Library()

LEFT, TOP, WIDTH, HEIGHT, RIGHT = 44, 12, 684, 288, 92  # px
# Dash, width of the line, and marker of each line, in order.
LOOKS = (("", 3.0, "s"), ("2 3", 1.75, "d"), ("", 1.75, "c"), ("7 4", 1.75, "q"))
LABEL_ROOM = 16  # px between two labels


@register.simple_tag
def lines_of_shares(years: Sequence[str], lines: Sequence[tuple[str, Sequence[float | None]]]) -> SafeString:
    """Percentages by year, one line for each name; a year without a figure interrupts the line."""
    if len(years) < 2:
        return SafeString("")
    first, last = int(years[0]), int(years[-1])
    xs = [LEFT + (int(year) - first) * WIDTH / (last - first) for year in years]
    drawn = [_line(xs, values, look) for (_, values), look in zip(lines, LOOKS, strict=False)]
    named = ((_n(x), TOP + HEIGHT + 20, year) for x, year in zip(xs, years, strict=True))
    return format_html(
        '<svg class="plot" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}{}</svg>',
        LEFT + WIDTH + RIGHT,
        TOP + HEIGHT + 30,
        gettext("Lines by year of release; the table beside them has the same figures."),
        _grid(),
        format_html_join("", '<text class="ax mid" x="{}" y="{}">{}</text>', named),
        mark_safe("".join(drawn)),
        _labels(lines),
    )


def _grid() -> SafeString:
    line = '<line class="grid" x1="44" x2="728" y1="{0}" y2="{0}"/>'
    text = '<text class="ax end" x="36" y="{1}">{2}</text>'
    rows = ((_n(_y(share)), _n(_y(share) + 4), share) for share in (0, 25, 50, 75, 100))
    return format_html_join("", line + text, rows)


def _line(xs: Sequence[float], values: Sequence[float | None], look: tuple[str, float, str]) -> SafeString:
    dash, weight, marker = look
    points = [(x, _y(value)) for x, value in zip(xs, values, strict=True) if value is not None]
    path = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
    return format_html(
        '<polyline class="ln" stroke-width="{}" stroke-dasharray="{}" points="{}"/>{}',
        weight,
        dash,
        path,
        format_html_join("", "{}", ((_marker(x, y, marker),) for x, y in points)),
    )


def _marker(x: float, y: float, kind: str) -> SafeString:
    """Disc, square, hollow square or hollow diamond."""
    match kind:
        case "c":
            return format_html('<circle class="mk" cx="{}" cy="{}" r="4"/>', _n(x), _n(y))
        case "s":
            return format_html('<path class="mk" d="M{} {}h9v9h-9z"/>', _n(x - 4.5), _n(y - 4.5))
        case "q":
            return format_html('<path class="mk h" d="M{} {}h8v8h-8z"/>', _n(x - 4), _n(y - 4))
    return format_html('<path class="mk h" d="M{} {}l5 5-5 5-5-5z"/>', _n(x), _n(y - 5))


def _labels(lines: Sequence[tuple[str, Sequence[float | None]]]) -> SafeString:
    """The name and last figure of each line at its end, pushed apart where they would touch."""
    ends = [
        (_y(last[-1]), f"{name} {last[-1]:.0f} %")
        for name, values in lines
        if (last := [value for value in values if value is not None])
    ]
    placed: list[tuple[float, str]] = []
    for y, text in sorted(ends, reverse=True):  # from the axis upward
        placed.append((min(y, placed[-1][0] - LABEL_ROOM) if placed else y, text))
    shown = ((LEFT + WIDTH + 10, _n(y + 4), text) for y, text in placed)
    return format_html_join("", '<text class="lb" x="{}" y="{}">{}</text>', shown)


@register.simple_tag
def share_bar(part: int, whole: int) -> SafeString:
    """A bar from nothing to the whole; the number beside it says the same."""
    width = 240 * part / whole if whole else 0
    return format_html(
        '<svg class="bar" width="240" height="10" viewBox="0 0 240 10" aria-hidden="true">'
        '<rect class="t" width="240" height="10"/><rect width="{}" height="10"/></svg>',
        _n(width),
    )


def _y(share: float) -> float:
    return TOP + HEIGHT * (1 - share / 100)


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")

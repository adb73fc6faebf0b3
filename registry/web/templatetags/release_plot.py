"""Models by date of release and by how many parts of them are released: one dot each, drawn on the server."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from registry.openness import components
from registry.openness.verdict import Outcome
from registry.scorecards.queries import Release

register = template.Library()

LEFT, TOP, WIDTH, HEIGHT, RIGHT = 28, 12, 740, 280, 52  # px
DOT = 9.5  # px from one dot to the next beside it
LETTER, LINE = 5.9, 13.0  # px: a letter of a label, and its height
NAMED = 14  # dots with a name, where there is room
LONGEST = 24  # letters of a name
MOST = len(components.HEADLINES)
MARKS = {
    Outcome.MEETS.value: ("y", "M{x} {y}m-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0z"),
    Outcome.DOES_NOT_MEET.value: ("n", "M{x} {y}m-3.5-3.5h7v7h-7z"),
    "": ("u", "M{x} {y}m-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0z"),
}


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: "Box") -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


@register.simple_tag
def releases_by_date(releases: Sequence[Release]) -> SafeString:
    """The dots; the first releases have their names beside them, as far as there is room."""
    if not releases:
        return SafeString("")
    years = range(min(map(_year, releases)), max(map(_year, releases)) + 2)  # to the end of the last
    places = _places(releases, years)
    return format_html(
        '<svg class="plot" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}{}</svg>',
        LEFT + WIDTH + RIGHT,
        TOP + HEIGHT + 28,
        gettext("Dots by date of release; the table below them has the same figures."),
        _grid(),
        _years(years),
        _dots(releases, places),
        _names(releases, places),
    )


@register.simple_tag
def release_mark(result: str) -> SafeString:
    """The dot of this result, to explain it by."""
    kind, path = MARKS[result]
    return format_html(
        '<svg class="dot" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">'
        '<path class="d {}" d="{}"/></svg>',
        kind,
        path.format(x=6, y=6),
    )


def _year(release: Release) -> int:
    return int(release.released_on[:4])


def _places(releases: Iterable[Release], years: range) -> list[tuple[float, float]]:
    """Where each dot stands: by month and by what is released, right of those that stand there already."""
    taken: set[tuple[int, float]] = set()
    places = []
    month = WIDTH / (12 * (len(years) - 1))
    for release in releases:
        since = 12 * (_year(release) - years[0]) + int(release.released_on[5:7] or 1) - 1
        x = LEFT + (since + 0.5) * month
        while any(y == release.released and abs(x - other) < DOT for y, other in taken):
            x += DOT
        taken.add((release.released, x))
        places.append((x, _y(release.released)))
    return places


def _grid() -> SafeString:
    line = '<line class="grid" x1="{0}" x2="{1}" y1="{2}" y2="{2}"/>'
    text = '<text class="ax end" x="{3}" y="{4}">{5}</text>'
    ends = LEFT, LEFT + WIDTH + RIGHT
    rows = ((*ends, _n(_y(n)), LEFT - 8, _n(_y(n) + 4), n) for n in range(0, MOST + 1, 4))
    return format_html_join("", line + text, rows)


def _years(years: range) -> SafeString:
    step = WIDTH / (len(years) - 1)
    named = ((_n(LEFT + number * step), TOP + HEIGHT + 20, year) for number, year in enumerate(years))
    return format_html_join("", '<text class="ax mid" x="{}" y="{}">{}</text>', named)


def _dots(releases: Iterable[Release], places: Iterable[tuple[float, float]]) -> SafeString:
    drawn = (
        (kind, path.format(x=_n(x), y=_n(y)), release.name, release.released, MOST)
        for release, (x, y) in zip(releases, places, strict=True)
        for kind, path in [MARKS[release.result]]
    )
    return format_html_join("", '<path class="d {}" d="{}"><title>{}: {}/{}</title></path>', drawn)


def _names(releases: Sequence[Release], places: Sequence[tuple[float, float]]) -> SafeString:
    """The names of the first releases, right of their dots or left, where they cover nothing."""
    full = [Box(x - 6, y - 6, x + 6, y + 6) for x, y in places]
    named = []
    for release, (x, y) in list(zip(releases, places, strict=True))[:NAMED]:
        name = release.name if len(release.name) <= LONGEST else release.name[: LONGEST - 1] + "…"
        wide = LETTER * len(name)
        for start, end, anchor in ((x + 8, x + 8 + wide, ""), (x - 8 - wide, x - 8, " end")):
            box = Box(start, y - LINE / 2, end, y + LINE / 2)
            inside = box.left >= LEFT and box.right <= LEFT + WIDTH + RIGHT
            if inside and not any(box.touches(other) for other in full):
                full.append(box)
                named.append((anchor, _n(end if anchor else start), _n(y + 4), name))
                break
    return format_html_join("", '<text class="nm{}" x="{}" y="{}">{}</text>', named)


def _y(open_: int) -> float:
    return TOP + HEIGHT * (1 - open_ / MOST)


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")

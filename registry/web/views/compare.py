"""Two to six models side by side; everything is in the address."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from registry.badges import csv_file
from registry.scorecards import queries
from registry.scorecards.queries import Side
from registry.web import parameters, side_by_side
from registry.web.caching import public_page
from registry.web.dates import past_day
from registry.web.templatetags.facts import model_url, revision_url
from registry.web.views.dated import dated
from registry.web.views.errors import close_names

MOST = 6


@dataclass(frozen=True, slots=True)
class Asked:
    """The models asked for, the day, and whether rows that do not differ are shown."""

    names: tuple[str, ...]
    day: date | None
    equal: bool

    def url(self, **changes: object) -> str:
        """The address of this comparison with something changed."""
        names = changes.get("names", self.names)
        equal = changes.get("equal", self.equal)
        pairs = [("m", name) for name in (names if isinstance(names, tuple) else ())]
        pairs += [("at", self.day.isoformat())] if self.day else []
        pairs += [("equal", "1")] if equal else []
        return f"{reverse('web:compare')}?{urlencode(pairs, safe='/~')}" if pairs else reverse("web:compare")


@dataclass(frozen=True, slots=True)
class Column:
    side: Side
    url: str
    without: str


@public_page
@dated
def compare(request: HttpRequest) -> HttpResponse:
    """The table; names nobody knows are said with close ones, a seventh is left out and said."""
    asked = _asked(request)
    sides = queries.sides(asked.names[:MOST], at=_moment(asked.day)) if asked.names else ()
    wanted = Asked(tuple(side.path for side in sides), asked.day, asked.equal)
    unknown = _unknown(asked.names[:MOST], sides)
    if not unknown and len(asked.names) <= MOST and request.get_full_path() != wanted.url():
        return HttpResponsePermanentRedirect(wanted.url())
    made = side_by_side.groups(sides) if sides else []
    shown = made if asked.equal or len(sides) < 2 else side_by_side.differing(made)
    context = {
        "here": "compare",
        "asked": wanted,
        "columns": [_column(side, wanted) for side in sides],
        "groups": shown,
        "equal_rows": sum(len(group.rows) for group in made) - sum(len(group.rows) for group in shown),
        "other_url": wanted.url(equal=not asked.equal),
        "csv_url": reverse("web:compare-csv") + wanted.url().partition("compare/")[2],
        "unknown": [(name, close_names(name)) for name in unknown],
        "too_many": len(asked.names) > MOST,
        "full": len(sides) >= MOST,
    }
    return render(request, "web/compare.html", context)


@public_page
@dated
def compare_csv(request: HttpRequest) -> HttpResponse:
    """The same table as a file: one line for each aspect."""
    asked = _asked(request)
    return _csv(queries.sides(asked.names[:MOST], at=_moment(asked.day)) if asked.names else ())


def _csv(sides: tuple[Side, ...]) -> HttpResponse:
    head = [gettext("Group"), gettext("Aspect"), *(side.path for side in sides)]
    rows = [
        [group.name, row.label, *(_words(cell) for cell in row.cells)]
        for group in side_by_side.groups(sides)
        for row in group.rows
    ]
    revisions = ["", gettext("Revision"), *(side.revision or "" for side in sides)]
    answer = HttpResponse(csv_file.text(head, [revisions, *rows]), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="sourceform-compare.csv"'
    return answer


def _words(cell: side_by_side.Cell) -> str:
    return f"{cell.words} ({cell.more})" if cell.more else cell.words


def _asked(request: HttpRequest) -> Asked:
    """Paths as typed or pasted; addresses of hubs and names become paths, repeats and empty ones go."""
    given = [parameters.address_in(text) or text.strip()[:300] for text in request.GET.getlist("m")[:50]]
    typed = tuple(dict.fromkeys(name.lower() for name in given if name and "\0" not in name))
    names = tuple(dict.fromkeys((*map(_path, typed[:MOST]), *typed[MOST:])))
    return Asked(names, past_day(request.GET.get("at", "")), request.GET.get("equal") == "1")


def _path(name: str) -> str:
    """The path of the one model that a plain name means; anything else as it is."""
    return name if "/" in name else queries.path_called(name) or name


def _moment(day: date | None) -> datetime | None:
    return datetime.combine(day, time.max, UTC) if day else None


def _unknown(names: tuple[str, ...], sides: tuple[Side, ...]) -> list[str]:
    known = {side.path for side in sides}
    return [name for name in names if name not in known and queries.resolve(name) not in known]


def _column(side: Side, asked: Asked) -> Column:
    url = revision_url(side.path, side.revision) if side.revision else model_url(side.path)
    return Column(side, url, asked.url(names=tuple(name for name in asked.names if name != side.path)))

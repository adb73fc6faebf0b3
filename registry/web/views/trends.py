"""Figures over all records: each chart with its table, and the table as a file."""

from collections.abc import Sequence
from datetime import UTC, datetime, time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from registry.badges import csv_file
from registry.openness import definitions
from registry.openness.definitions import Definition
from registry.scorecards import queries
from registry.scorecards.queries import YearRow
from registry.web.caching import public_page
from registry.web.dates import past_day
from registry.web.templatetags.facts import component_name
from registry.web.views.dated import dated

ORDER = ("Data", "Code", "Model", "Record")
FEWEST = 5  # models of a year, for its figures to be drawn
MOST_ROWS = 12
MOST_PAIRS = 6
OF_EACH = 2  # pairs that one definition stands first in


@public_page
@dated
def trends(request: HttpRequest) -> HttpResponse:
    """Openness by year of release, what is most often missing, and where definitions part."""
    rows, modality, day = _by_year(request)
    drawn = [row for row in rows if row.models >= FEWEST and row.year.isdigit()]
    definition = _definition(request)
    missing = queries.most_missing(definition)
    context = {
        "here": "trends",
        "rows": [(row, [row.share(group) for group in ORDER]) for row in rows],
        "years": [row.year for row in drawn],
        "lines": [(gettext(group), [row.share(group) for row in drawn]) for group in ORDER],
        "fewest": FEWEST,
        "groups": ORDER,
        "models": sum(row.models for row in rows),
        "modality": modality,
        "modalities": queries.modalities(),
        "day": day,
        "definition": definition,
        "comparable": queries.comparable(),
        "missing": missing,
        "missing_rows": missing.rows[:MOST_ROWS],
        "pairs": _pairs(queries.disagreement()),
        "query": request.META.get("QUERY_STRING", ""),
    }
    return render(request, "web/trends.html", context)


@public_page
@dated
def by_year_csv(request: HttpRequest) -> HttpResponse:
    rows, _, _ = _by_year(request)
    head = [
        "year",
        "models",
        *(f"{group.lower()}_{what}" for group in ORDER for what in ("open", "assessed")),
    ]
    lines = [
        [
            row.year,
            row.models,
            *(count for group in ORDER for count in (row.open[group], row.assessed[group])),
        ]
        for row in rows
    ]
    return _file("sourceform-by-year.csv", head, lines)


@public_page
def missing_csv(request: HttpRequest) -> HttpResponse:
    definition = _definition(request)
    head = ["definition", "component", "name", "lacking", "not_assessed", "only_this"]
    lines = [
        [definition.id, row.component, component_name(row.component), row.lacking, row.unknown, row.only]
        for row in queries.most_missing(definition).rows
    ]
    return _file(f"sourceform-missing-{definition.id}.csv", head, lines)


def _file(name: str, head: Sequence[str], lines: Sequence[Sequence[object]]) -> HttpResponse:
    answer = HttpResponse(csv_file.text(head, lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _by_year(request: HttpRequest) -> tuple[tuple[YearRow, ...], str, str]:
    """The rows asked for, with the modality and the day; what cannot be read is left out."""
    modality = request.GET.get("modality", "")
    modality = modality if modality in queries.modalities() else ""
    day = past_day(request.GET.get("at", ""))
    moment = datetime.combine(day, time.max, UTC) if day else None
    return queries.by_year(modality=modality, at=moment), modality, day.isoformat() if day else ""


def _definition(request: HttpRequest) -> Definition:
    offered = {row.id: row for row in queries.comparable()}
    return (
        offered.get(request.GET.get("definition", ""))
        or offered.get("osaid-1.0")
        or next(iter(offered.values()))
    )


def _pairs(matrix: queries.Matrix) -> list[tuple[Definition, Definition, int, str]]:
    """The pairs of definitions that part the most: met, not met, models, where to see them.

    A definition that many meet parts from all others alike; it stands here with so many of them only.
    """
    shipped = definitions.shipped()
    cells = [
        cell
        for one, row in matrix.cells.items()
        for cell in sorted((-n, one, other) for other, n in row.items() if n)[:OF_EACH]
    ]
    return [
        (shipped[one], shipped[other], -fewer, reverse("web:disagreement-of", args=[one, other]))
        for fewer, one, other in sorted(cells)[:MOST_PAIRS]
    ]

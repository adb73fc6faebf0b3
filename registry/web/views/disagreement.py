"""Where definitions disagree: a number for every pair, and the models behind each."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from registry.openness import definitions
from registry.openness.definitions import HEADLINE_ORDER, Definition
from registry.scorecards import queries
from registry.scorecards.queries import Matrix
from registry.web.caching import public_page
from registry.web.views.errors import refused

TINTS = 10
ROWS = 25


@dataclass(frozen=True, slots=True)
class Cell:
    """How many models meet the row's definition and not the column's; None in the diagonal."""

    models: int | None
    tint: str
    row: str
    column: str


@public_page
def matrix(request: HttpRequest) -> HttpResponse:
    """The headline definitions that can be met; a cell of any other pair has its own address."""
    counted = queries.disagreement()
    shown = [definitions.shipped()[name] for name in counted.ids if name in HEADLINE_ORDER]
    rows = [(row, counted.met[row.id], [_cell(counted, row, column) for column in shown]) for row in shown]
    return render(request, "web/disagreement.html", {"here": "definitions", "columns": shown, "rows": rows})


def _cell(counted: Matrix, row: Definition, column: Definition) -> Cell:
    if row is column:
        return Cell(None, "", row.id, column.id)
    models = counted.cells[row.id][column.id]
    tint = max(1, round(TINTS * models / counted.most)) if models else 0
    return Cell(models, f"k{tint}", row.id, column.id)


@public_page
def cell(request: HttpRequest, met: str, unmet: str) -> HttpResponse:
    """The models that meet one definition and not the other, and what keeps each from it."""
    known = {row.id: row for row in queries.comparable()}
    if met not in known or unmet not in known or met == unmet:
        raise Http404
    base_url = reverse("web:disagreement-of", args=[met, unmet])
    try:
        page = queries.parted(known[met], known[unmet], after=request.GET.get("after", ""), limit=ROWS)
    except queries.BadCursor:
        return refused(
            request,
            gettext("This page of the list does not exist: its address was changed or cut off."),
            gettext("Start from the first page"),
            base_url,
        )
    context = {
        "here": "definitions",
        "met": known[met],
        "unmet": known[unmet],
        "page": page,
        "next_url": f"{base_url}?{urlencode({'after': page.next_cursor})}" if page.next_cursor else "",
    }
    return render(request, "web/disagreement_of.html", context)

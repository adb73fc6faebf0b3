"""The definitions of openness: what each asks, how we read it, and what comes of it."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from registry.openness import definitions as openness
from registry.openness.definitions import Definition
from registry.scorecards import queries
from registry.web import facets, switches
from registry.web import rules as wording
from registry.web.caching import public_page
from registry.web.views.errors import unknown

NEAREST = 6  # models shown as nearly there
MOST_MISSING = 8

SHAPES = {
    "all_of": gettext_lazy("Meets it if every clause holds; cannot tell while one is open and none fails."),
    "ladder": gettext_lazy("A ladder: the level is the first one, most open first, whose tests all hold."),
    "graded": gettext_lazy("A score from 0 to 1: the mean of all dimensions. It is no pass mark."),
    "points": gettext_lazy("A point for each that holds; what a model does not have leaves the count."),
    "mof": gettext_lazy("Three classes, each asking for the components of the one below and more."),
}


@dataclass(frozen=True, slots=True)
class Result:
    """How many models have one result, and where to see them."""

    shown: str
    models: int
    url: str


@public_page
def definitions(request: HttpRequest) -> HttpResponse:
    first = [row for row in openness.ordered() if row.id in openness.HEADLINE_ORDER]
    others = [row for row in openness.ordered() if row not in first]
    context = {"here": "definitions", "first": first, "others": others}
    return render(request, "web/definitions.html", context)


@public_page
def definition(request: HttpRequest, definition_id: str) -> HttpResponse:
    found = openness.shipped().get(definition_id)
    if found is None:
        return unknown(
            request,
            gettext("No definition is recorded under this name."),
            gettext("See all definitions"),
            reverse("web:definitions"),
        )
    context = {
        "here": "definitions",
        "definition": found,
        "shape": SHAPES["points" if found.points else found.shape],
        "guard": wording.lines(found.guard) if found.guard else (),
        "rules": wording.rules(found),
        "contact": settings.OPERATOR_CONTACT,
        "switches": switches.switches(found),
        "results": _results(found),
        "missing": queries.most_missing(found).rows[:MOST_MISSING],
        "nearest": queries.nearly_there(found, limit=NEAREST),
        "versions": [row for row in openness.ordered() if _same_line(row, found)],
    }
    return render(request, "web/definition.html", context)


@public_page
def rules(request: HttpRequest, definition_id: str) -> HttpResponse:
    """The file of the definition, as it is."""
    found = openness.shipped().get(definition_id)
    if found is None:
        raise Http404
    return HttpResponse(found.text, content_type="text/plain; charset=utf-8")


def _same_line(one: Definition, other: Definition) -> bool:
    """Whether one is a version of the other: directly before or after it."""
    return one.id != other.id and (one.superseded_by == other.id or other.superseded_by == one.id)


def _results(definition: Definition) -> list[Result]:
    """Counts by result, in the order of the definition."""
    counted = {definition.id: queries.definition_results(definition.id)}
    base = reverse("web:models")
    return [
        Result(choice.shown, choice.count or 0, f"{base}?{definition.id}={choice.value}")
        for choice in facets.result_choices(definition, counted[definition.id])
    ]

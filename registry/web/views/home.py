"""The first page: one question, one search field, the models of which most is known."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from registry.scorecards import queries
from registry.web.caching import public_page
from registry.web.facets import columns

BEST = 10
CHANGES = 6
# Drawn to explain the bars; it is nobody's.
EXAMPLE = "rpoooooooorcooup"


@public_page
def home(request: HttpRequest) -> HttpResponse:
    context = {
        "here": "home",
        "bare_title": True,
        "example": EXAMPLE,
        "columns": columns(),
        "rows": queries.best_documented(BEST),
        "counts": queries.counts(),
        "changes": queries.recent_changes(CHANGES),
    }
    return render(request, "web/home.html", context)

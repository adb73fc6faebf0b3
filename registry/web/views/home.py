"""The first page: one question, one search field, the models people look up, and what changed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from registry.openness import definitions
from registry.refresh import queries as refreshing
from registry.scorecards import queries
from registry.web.caching import public_page
from registry.web.facets import columns

# Drawn to explain the bars; it is nobody's.
EXAMPLE = "rpoooooooorcooup"
MAKERS = 3  # named below the search field


@public_page
def home(request: HttpRequest) -> HttpResponse:
    front = queries.front_page()
    makers = dict.fromkeys((row.organization, row.organization_slug) for row in front.rows)
    context = {
        "here": "home",
        "bare_title": True,
        "example": EXAMPLE,
        "columns": columns(),
        "front": front,
        "makers": list(makers)[:MAKERS],
        "definition": definitions.shipped()[front.definition],
        "counts": queries.counts(),
        "links": refreshing.links(),
    }
    return render(request, "web/home.html", context)

"""Families of models: lines of releases under one name."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from registry.scorecards import queries
from registry.web import facets, ratings
from registry.web.caching import public_page
from registry.web.views.errors import unknown


@public_page
def families(request: HttpRequest) -> HttpResponse:
    return render(request, "web/families.html", {"here": "models", "rows": queries.families()})


@public_page
def family(request: HttpRequest, slug: str) -> HttpResponse:
    """One family with its models side by side."""
    if slug != slug.lower():
        return HttpResponsePermanentRedirect(reverse("web:family", args=[slug.lower()]))
    page = queries.family_page(slug)
    if page is None:
        return unknown(
            request,
            gettext("No family of models is recorded under this name."),
            gettext("See all families"),
            reverse("web:families"),
        )
    context = {
        "here": "models",
        "page": page,
        "columns": facets.columns(),
        "ratings": ratings.of_others(page.ratings),
    }
    return render(request, "web/family.html", context)

"""Findings whose proof is lost, for whoever would name another."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from registry.refresh import queries as refreshing
from registry.refresh.link_rows import copies
from registry.scorecards import queries
from registry.scorecards.queries import BadCursor
from registry.web.caching import public_page
from registry.web.views.errors import refused

MODELS = 40  # a page


@public_page
def repair(request: HttpRequest) -> HttpResponse:
    """Models with stale findings, by path."""
    try:
        page = queries.stale_page(after=request.GET.get("after", ""), limit=MODELS)
    except BadCursor:
        return refused(
            request,
            gettext("This page of the list does not exist: its address was changed or cut off."),
            gettext("Start from the first page"),
            reverse("web:repair"),
        )
    lost = {proof.url for model in page.rows for finding in model.findings for proof in finding.lost}
    context = {
        "here": "repair",
        "page": page,
        "copies": copies(lost) if lost else {},
        "checked": bool(page.rows or refreshing.links().checked),
    }
    return render(request, "web/repair.html", context)

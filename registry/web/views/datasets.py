"""Datasets: all of them, and one with its evidence and the models that used it."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from registry.scorecards import queries
from registry.web.caching import public_page
from registry.web.templatetags.lineage import dataset_url
from registry.web.views.errors import missing


@public_page
def datasets(request: HttpRequest) -> HttpResponse:
    return render(request, "web/datasets.html", {"here": "datasets", "rows": queries.dataset_list()})


@public_page
def dataset(request: HttpRequest, organization: str, name: str) -> HttpResponse:
    """One dataset; another spelling of its path is redirected."""
    path = f"{organization}/{name}"
    page = None if "\0" in path else queries.dataset_page(path)
    if page is None:
        return missing(request, path)
    if page.row.path != path:
        return HttpResponsePermanentRedirect(dataset_url(page.row.path))
    return render(request, "web/dataset.html", {"here": "datasets", "page": page, "row": page.row})

"""Where hubs contradict the record: all drifts as a page and a feed, and what happened to one model."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from registry.scorecards import queries
from registry.scorecards.queries import BadCursor, DriftFilters, DriftOfModel
from registry.scorecards.queries.drifts import FACETS, STATES
from registry.web.caching import public_page
from registry.web.feeds import Entry, atom
from registry.web.templatetags.drifts import facet_name, hub_says, record_says
from registry.web.templatetags.facts import (
    HUBS,
    component_name,
    hub_name,
    lower_first,
    page_of_model,
)
from registry.web.views.errors import elsewhere, refused
from registry.web.visible import visible

ROWS = 25
FEED = 60
CHOICES = {"state": STATES, "facet": ("", *FACETS), "hub": ("", *HUBS)}
NAMES = {"state": gettext_lazy("State"), "facet": gettext_lazy("About"), "hub": gettext_lazy("Hub")}
USUAL = {"state": "open", "facet": "", "hub": ""}
WORDS = {
    "": gettext_lazy("all"),
    "open": gettext_lazy("open"),
    "closed": gettext_lazy("closed"),
    "all": gettext_lazy("both"),
}


@public_page
def drifts(request: HttpRequest) -> HttpResponse:
    """Drifts of all models, the last opened first: the open ones unless others are asked for."""
    base_url, asked = reverse("web:drifts"), _asked(request.GET)
    after = request.GET.get("after", "")
    query = _query(asked, after)
    if request.META.get("QUERY_STRING", "") != query[1:]:
        return HttpResponsePermanentRedirect(base_url + query)
    try:
        page = queries.drift_list(DriftFilters(**asked), after=after, limit=ROWS)
    except BadCursor:
        return _no_such_page(request, base_url)
    context = {
        "here": "drifts",
        "page": page,
        "rows": page.rows,
        "choices": [(NAMES[name], _choices(name, asked)) for name in CHOICES if len(CHOICES[name]) > 2],
        "feed_url": reverse("web:drift-feed") + _query(asked),
        "json_url": f"/api/v1/drift/{_query(asked)}",
        "first_url": base_url + _query(asked) if after else "",
        "next_url": base_url + _query(asked, page.next_cursor) if page.next_cursor else "",
    }
    return render(request, "web/drifts.html", context)


@public_page
def drift(request: HttpRequest, number: int) -> HttpResponse:
    """One drift, open or closed, at an address that never changes."""
    row = queries.one_drift(number)
    if row is None:
        raise Http404
    return render(request, "web/drift.html", {"here": "drifts", "row": row, "rows": [row]})


@public_page
def feed(request: HttpRequest) -> HttpResponse:
    """The same list for feed readers."""
    asked = _asked(request.GET)
    query = _query(asked)
    if request.META.get("QUERY_STRING", "") != query[1:]:
        return HttpResponsePermanentRedirect(reverse("web:drift-feed") + query)
    page = queries.drift_list(DriftFilters(**asked), limit=FEED)
    return atom(
        gettext("Sourceform: where hubs contradict the record"),
        page=reverse("web:drifts") + query,
        feed=reverse("web:drift-feed") + query,
        entries=[_entry(row) for row in page.rows],
    )


@public_page
def observations(request: HttpRequest, organization: str, name: str) -> HttpResponse:
    """What hubs said of a model over time, what happened there, and the drifts that followed."""
    path, after = f"{organization}/{name}", request.GET.get("after", "")
    here = page_of_model(path, "observations")
    query = f"?{urlencode({'after': after})}" if after else ""
    if request.META.get("QUERY_STRING", "") != query[1:]:
        return HttpResponsePermanentRedirect(here + query)
    try:
        page = queries.timeline(path, after=after, limit=ROWS)
    except BadCursor:
        return _no_such_page(request, here)
    if page is None:
        return elsewhere(request, path, "observations/")
    more = f"{here}?{urlencode({'after': page.next_cursor})}" if page.next_cursor else ""
    context = {"here": "models", "page": page, "first_url": here if after else "", "next_url": more}
    return render(request, "web/observations.html", context)


def _asked(parameters: QueryDict) -> dict[str, str]:
    """The filters asked for; what is no choice counts as not asked."""
    given = {name: parameters.get(name, "") for name in CHOICES}
    return {name: value if value in CHOICES[name] else USUAL[name] for name, value in given.items()}


def _query(asked: dict[str, str], after: str = "") -> str:
    """The one spelling of what is asked: "?facet=license&state=all", or nothing."""
    pairs = {**asked, "after": after}
    kept = sorted((name, value) for name, value in pairs.items() if value != USUAL.get(name, ""))
    return f"?{urlencode(kept)}" if kept else ""


def _choices(name: str, asked: dict[str, str]) -> list[tuple[str, str, bool]]:
    """(words, address, chosen) of each value of a filter."""
    return [
        (_word(name, value), reverse("web:drifts") + _query({**asked, name: value}), asked[name] == value)
        for value in CHOICES[name]
    ]


def _word(name: str, value: str) -> str:
    if value in WORDS:
        return str(WORDS[value])
    return hub_name(value) if name == "hub" else lower_first(facet_name(value))


def _entry(row: DriftOfModel) -> Entry:
    drift = row.drift
    values = {
        "component": component_name(drift.component),
        "facet": lower_first(facet_name(drift.facet)),
        "record": record_says(drift),
        "hub": hub_says(drift),
    }
    said = gettext("%(component)s, %(facet)s. The record: %(record)s. The hub: %(hub)s.") % values
    address = reverse("web:drift", args=[drift.id])
    return Entry(visible(f"{row.name}: {values['component']}"), address, visible(said), drift.opened_at)


def _no_such_page(request: HttpRequest, first: str) -> HttpResponse:
    return refused(
        request,
        gettext("This page of the list does not exist: its address was changed or cut off."),
        gettext("Start from the first page"),
        first,
    )

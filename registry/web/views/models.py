"""The list of models: searched, narrowed by facets, paged."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from registry.catalog.paths import hub_id_in
from registry.scorecards import queries
from registry.scorecards.queries import BadCursor, Filters
from registry.web import facets, parameters, ratings
from registry.web.caching import public_page
from registry.web.dates import yesterday
from registry.web.parameters import Asked
from registry.web.templatetags.facts import model_url
from registry.web.views.dated import dated
from registry.web.views.errors import CLOSE_NAMES, draft_offer, missing, refused

ROWS = 14  # a page of the list stays under 1,500 tags


@public_page
@dated
def models(request: HttpRequest) -> HttpResponse:
    """All models; a pasted address of a known model leads straight to its scorecard."""
    asked = parameters.asked(request.GET)
    known = _scorecard_asked(asked)
    if known:
        return HttpResponseRedirect(model_url(known))
    return _list(request, asked, reverse("web:models"))


@public_page
@dated
def organization(request: HttpRequest, organization: str) -> HttpResponse:
    """The models of one organization."""
    base_url = reverse("web:organization", args=[organization.lower()])
    asked = parameters.asked(request.GET, organization=organization.lower())
    if organization != organization.lower():
        return HttpResponsePermanentRedirect(base_url + asked.query)
    return _list(request, asked, base_url)


def _scorecard_asked(asked: Asked) -> str | None:
    """The path of the known model whose address was typed as the only filter, if one was."""
    address = parameters.address_in(asked.filters.q)
    if not address or len(asked.pairs) > 1:
        return None
    return queries.resolve(address)


def _list(request: HttpRequest, asked: Asked, base_url: str) -> HttpResponse:
    if not parameters.is_canonical(request.GET, asked.pairs):
        return HttpResponsePermanentRedirect(base_url + asked.query)
    try:
        page = queries.model_list(asked.filters, after=asked.after, limit=ROWS, counted=True, at=asked.moment)
    except BadCursor:
        return refused(
            request,
            gettext("This page of the list does not exist: its address was changed or cut off."),
            gettext("Start from the first page"),
            base_url + asked.starting("").query,
        )
    with_drafts = base_url + asked.narrowed(drafts=True).query
    hides_drafts = not asked.filters.shows_drafts and not asked.filters.state and not asked.day
    if asked.filters.q and hides_drafts and not page.rows and _has_drafts(asked, page):
        return HttpResponseRedirect(with_drafts)  # who types a name looks for that model, draft or not
    organization = _organization(page, asked)
    if asked.filters.organization and not organization:
        return missing(request, asked.filters.organization)
    context = {
        "here": "models",
        "asked": asked,
        "page": page,
        "organization": organization,
        "organization_slug": asked.filters.organization,
        "ratings": _ratings(asked),
        "columns": facets.columns(),
        "groups": facets.groups(asked, page.counted),
        "order": facets.ORDERS[page.order],
        "orders": facets.orders(page.unasked),
        "chips": facets.chips(asked, base_url),
        "base_url": base_url,
        "drafts_url": with_drafts,
        "hides_drafts": hides_drafts,
        "yesterday": yesterday(),
        "json_url": "/api/v1/models/" + asked.machine_query,
        "csv_url": reverse("web:models-csv") + asked.machine_query,
        "feed_url": reverse("web:models-feed") + asked.machine_query,
        "first_url": base_url + asked.starting("").query,
        "next_url": base_url + asked.starting(page.next_cursor).query if page.next_cursor else "",
        **({} if page.rows else _instead(request, asked)),
    }
    return render(request, "web/models.html", context)


def _has_drafts(asked: Asked, page: queries.Page) -> bool:
    """Whether machine drafts match where nothing else does."""
    if page.drafts is not None:
        return page.drafts > 0
    return bool(queries.model_list(replace(asked.filters, drafts=True), limit=1).rows)


def _organization(page: queries.Page, asked: Asked) -> str:
    """The name of the organization the list is of; "" for all, and for one without models."""
    slug = asked.filters.organization
    if not slug:
        return ""
    rows = page.rows or queries.model_list(Filters(organization=slug, drafts=True), limit=1).rows
    return rows[0].organization if rows else ""


def _ratings(asked: Asked) -> ratings.Ratings | None:
    """What others publish of the organization, on the first page of its list."""
    if not asked.filters.organization or asked.pairs:
        return None
    return ratings.of_others(queries.ratings_of_organization(asked.filters.organization))


def _instead(request: HttpRequest, asked: Asked) -> dict[str, object]:
    """What may have been meant by a search that finds nothing, and what to look for on the hub."""
    if not asked.filters.q:
        return {}
    meant = queries.suggestion(asked.filters.q, limit=CLOSE_NAMES)
    mended_url = reverse("web:models") + Asked(Filters(q=meant.q)).query
    return {"meant": meant, "mended_url": mended_url, **draft_offer(request, hub_id_in(asked.filters.q))}

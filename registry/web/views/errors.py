"""Answers to addresses that lead nowhere: what is the matter, and the next step."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from registry.catalog.paths import hub_id_in
from registry.scorecards import queries
from registry.scorecards.queries import Beginning, ListRow
from registry.web.acting import carries_session
from registry.web.templatetags.facts import model_url

CLOSE_NAMES = 5


def missing(request: HttpRequest, wanted: str) -> HttpResponse:
    """404 for a model or an organization nobody has recorded, with close names."""
    meant = queries.suggestion(wanted, limit=CLOSE_NAMES)
    context = {
        "wanted": wanted,
        "q": meant.q or wanted.rpartition("/")[2],
        "close": meant.rows,
        **draft_offer(request, hub_id_in(wanted)),
    }
    return render(request, "web/missing.html", context, status=404)


def draft_offer(request: HttpRequest, hub_id: str | None) -> dict[str, object]:
    """Where a model of the hub is drafted; whoever is signed in does it with one press."""
    if hub_id is None:
        return {}
    draft_url = reverse("web:draft", args=hub_id.split("/"))
    return {"hub_id": hub_id, "draft_url": draft_url, "may_post": carries_session(request)}


def before_the_first(request: HttpRequest, begun: Beginning) -> HttpResponse:
    """404 for a day before anything was recorded of a model that is listed now: since when, and where."""
    return render(request, "web/before_the_first.html", {"here": "models", "begun": begun}, status=404)


def elsewhere(request: HttpRequest, path: str, rest: str = "") -> HttpResponse:
    """A redirect from an old path or another spelling of a model's; 404 where nothing is known under any.

    `rest` is what follows the model's own address.
    """
    known = queries.resolve(path)
    if known and known != path:
        return HttpResponsePermanentRedirect(model_url(known) + rest)
    return missing(request, path)


def refused(request: HttpRequest, reason: str, next_step: str, next_url: str) -> HttpResponse:
    """400 for a parameter that cannot be read."""
    context = {"reason": reason, "next_step": next_step, "next_url": next_url}
    return render(request, "web/refused.html", context, status=400)


def unknown(request: HttpRequest, reason: str, next_step: str, next_url: str) -> HttpResponse:
    """404 for a name other than a model's of which nothing is kept: the reason and a next step."""
    context = {
        "heading": gettext("Not in the registry"),
        "reason": reason,
        "next_step": next_step,
        "next_url": next_url,
    }
    return render(request, "web/refused.html", context, status=404)


def close_names(wanted: str) -> tuple[ListRow, ...]:
    """The models whose names come nearest to this one, spelled right or not."""
    return queries.suggestion(wanted, limit=CLOSE_NAMES).rows

"""Licenses: all records, and one with what it permits, who approves it and the models under it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from registry.openness import license_places
from registry.openness import licenses as openness
from registry.openness.licenses import License
from registry.scorecards import queries
from registry.scorecards.queries import Filters
from registry.web import facets, license_words
from registry.web.caching import public_page
from registry.web.views.errors import unknown

ROWS = 12


@dataclass(frozen=True, slots=True)
class Row:
    """One license of the list: the sign of whether it is free, and how many models' weights are under it."""

    license: License
    kind: str
    sign: str
    answer: str
    models: int


@public_page
def licenses(request: HttpRequest) -> HttpResponse:
    """All license records, the most used first."""
    in_use = dict(queries.licenses_in_use())
    records = sorted(openness.LICENSES.values(), key=lambda row: (-in_use.get(row.id, 0), row.name.lower()))
    rows = [_row(record, in_use.get(record.id, 0)) for record in records]
    return render(request, "web/licenses.html", {"here": "licenses", "rows": rows})


def _row(license: License, models: int) -> Row:
    value = license_words.free(license).name.lower()
    sign = {"true": "y", "false": "n"}.get(value, "u")
    words = {"y": gettext("Free"), "n": gettext("Not free"), "u": gettext("Cannot tell")}
    return Row(license, license_words.kind(license), sign, words[sign], models)


@public_page
def license(request: HttpRequest, slug: str) -> HttpResponse:
    """One license, found by slug or SPDX id in any case; other spellings are redirected."""
    found = openness.find(slug)
    if found is None:
        return unknown(
            request,
            gettext("No license is recorded under this name. That says nothing about the license itself."),
            gettext("See all licenses"),
            reverse("web:licenses"),
        )
    if slug != found.slug:
        return HttpResponsePermanentRedirect(reverse("web:license", args=[found.slug]))
    page = queries.model_list(Filters(license=found.id, drafts=True), limit=ROWS)
    lead, text = license_words.answer(found)
    letter, effect = license_words.effect(found)
    context = {
        "here": "licenses",
        "license": found,
        "kind": license_words.kind(found),
        "lead": lead,
        "text": text,
        "letter": letter,
        "effect": effect,
        "approvals": license_words.approvals(found),
        "rights": license_words.rights(found),
        "conditions": license_words.conditions(found),
        "text_url": license_places.text_url(found),
        "has_places": bool(license_places.places(found)),
        "spellings": openness.spellings_of(found.id),
        "versions": [row for row in map(openness.find, openness.versions(found)) if row],
        "page": page,
        "columns": facets.columns(),
        "models_url": f"{reverse('web:models')}?{urlencode({'drafts': 1, 'license': found.id})}",
    }
    return render(request, "web/license.html", context)

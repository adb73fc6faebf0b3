"""The badge builder, and the badges that are no plain outcome: with the fingerprint, or of one revision.

Plain outcomes are answered from memory in front of all this (badges/front.py).
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from registry.badges import answers, words
from registry.badges.answers import FRESH, Answer
from registry.badges.svg import STYLES, render_strip
from registry.badges.svg import render as drawn
from registry.scorecards import queries
from registry.scorecards.queries import ScorecardPage
from registry.web import badge_choice
from registry.web.caching import public_page
from registry.web.views.errors import elsewhere

FOREVER = "public, max-age=31536000, immutable"
NAME = "Sourceform"
FINGERPRINT = "fingerprint"  # stands where a definition would, for the strip alone


@public_page
def builder(request: HttpRequest, organization: str, name: str) -> HttpResponse:
    """Every choice is in the address; what is not listed falls back to the first choice."""
    path = f"{organization}/{name}"
    page = queries.scorecard_page(path)
    if page is None:
        return elsewhere(request, path, "badge/")
    choice = badge_choice.choice(request.GET, page)
    fields = badge_choice.fields(choice, page)
    context = {
        "here": "models",
        "page": page,
        "choice": choice,
        "fields": fields,
        "shown": badge_choice.labels(choice, fields),
        "snippets": badge_choice.snippets(choice, page, settings.SITE_URL),
    }
    return render(request, "web/badge.html", context)


@require_safe
def strip(request: HttpRequest, organization: str, name: str, definition_id: str) -> HttpResponse:
    """The badge of today with the fingerprint, or the fingerprint alone."""
    page = queries.scorecard_page(queries.resolve(f"{organization}/{name}") or "")
    return _given(request, page, definition_id, letters=page.fingerprint if page else "", caching=FRESH)


@require_safe
def pinned(
    request: HttpRequest, organization: str, name: str, number: int, definition_id: str
) -> HttpResponse:
    """The badge of one revision: it shows its date and never changes."""
    page = queries.scorecard_page(queries.resolve(f"{organization}/{name}") or "", revision=number)
    return _given(request, page, definition_id, letters="", caching=FOREVER)


@require_safe
def pinned_strip(
    request: HttpRequest, organization: str, name: str, number: int, definition_id: str
) -> HttpResponse:
    page = queries.scorecard_page(queries.resolve(f"{organization}/{name}") or "", revision=number)
    return _given(request, page, definition_id, letters=page.fingerprint if page else "", caching=FOREVER)


def _given(
    request: HttpRequest, page: ScorecardPage | None, definition_id: str, *, letters: str, caching: str
) -> HttpResponse:
    style = request.GET.get("style", "")
    style = style if style in STYLES else "flat"
    if page is None:
        return _response(answers.not_assessed(NAME)[style])
    if definition_id == FINGERPRINT and letters:
        return _response(answers.answer(render_strip(NAME, letters, style), caching=caching))
    row = next((row for row in page.verdicts if row.definition == definition_id), None)
    if row is None:
        return _response(answers.unknown_definition()[style])
    said = answers.said(row, drift=bool(page.drifts) and page.is_current)
    if not page.is_current:
        day = f"{page.changed_at:%Y-%m-%d}"
        said = f"{said}, {day}"
    text = drawn(row.short, said, words.tone(row), style, letters=letters)
    return _response(answers.answer(text, caching=caching))


def _response(answer: Answer) -> HttpResponse:
    status = int(answer.status.partition(" ")[0])
    return HttpResponse(b"".join(answer.body), status=status, headers=dict(answer.headers))

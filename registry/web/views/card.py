"""The card of a model, as a drawing and as a picture for link previews."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import override

from registry.badges import card, words
from registry.badges.answers import GUARDS, said
from registry.openness.definitions import HEADLINE_ORDER
from registry.scorecards import queries
from registry.scorecards.queries import ScorecardPage
from registry.web.caching import public_page

LINES = HEADLINE_ORDER[:6]


@public_page
def drawing(request: HttpRequest, organization: str, name: str) -> HttpResponse:
    return _answer(card.svg(_card(_page(organization, name))).encode(), "image/svg+xml; charset=utf-8")


@public_page
def picture(request: HttpRequest, organization: str, name: str) -> HttpResponse:
    return _answer(card.png(card.svg(_card(_page(organization, name)))), "image/png")


def _page(organization: str, name: str) -> ScorecardPage:
    page = queries.scorecard_page(queries.resolve(f"{organization}/{name}") or "")
    if page is None:
        raise Http404
    return page


def _card(page: ScorecardPage) -> card.Card:
    """In English, whoever asks: the picture is fetched by programs and kept by them."""
    with override("en"):
        lines = [
            card.Line(row.short, said(row, drift=bool(page.drifts)), words.tone(row))
            for row in page.verdicts
            if row.definition in LINES
        ]
        version = f"revision {page.revision}" if page.revision else "machine draft"
    dated = f"{version}, {page.changed_at:%Y-%m-%d}"
    return card.Card(page.name, page.organization, page.fingerprint, tuple(lines), dated)


def _answer(body: bytes, kind: str) -> HttpResponse:
    answer = HttpResponse(body, content_type=kind, headers=dict(GUARDS))
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer

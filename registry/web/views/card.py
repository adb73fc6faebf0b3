"""The card of a model, as a drawing and as a picture for link previews."""

from collections.abc import Iterable

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
        shown = [
            (row.short, said(row, drift=bool(page.drifts)), words.tone(row))
            for row in page.verdicts
            if row.definition in LINES
        ]
        version = f"revision {page.revision}" if page.revision else "machine draft"
    common = _common(text for _, text, _ in shown)
    lines = tuple(card.Line(short, text.removesuffix(common), tone) for short, text, tone in shown)
    dated = f"{version}, {page.changed_at:%Y-%m-%d}{common}"
    return card.Card(page.name, page.organization, page.fingerprint, lines, dated)


def _common(texts: Iterable[str]) -> str:
    """The mark that every result carries, such as ", unreviewed": it is said once, where the date stands."""
    marks = {text[text.find(", ") :] if ", " in text else "" for text in texts}
    return marks.pop() if len(marks) == 1 else ""


def _answer(body: bytes, kind: str) -> HttpResponse:
    answer = HttpResponse(body, content_type=kind, headers=dict(GUARDS))
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer

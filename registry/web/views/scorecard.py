"""The scorecard of one model: as it stands, at a date, or as one revision left it."""

from datetime import UTC, datetime, time

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse

from registry.assessments.queries import beside, replies
from registry.badges import words
from registry.openness.definitions import HEADLINE_ORDER
from registry.scorecards import queries
from registry.scorecards.queries import ScorecardPage
from registry.web import badge_box, cite, claim_check, evidence, linked_data, ratings
from registry.web.caching import public_page
from registry.web.dates import past_day
from registry.web.kept import rendered
from registry.web.languages import in_english
from registry.web.templatetags.facts import model_url, page_of_model, source_name
from registry.web.views.dated import dated
from registry.web.views.errors import before_the_first, elsewhere, missing


@public_page
@dated
def scorecard(request: HttpRequest, organization: str, name: str) -> HttpResponse:
    """The record as it stands, or with `?at=` as it stood at the end of that day (UTC)."""
    path = f"{organization}/{name}"
    day = past_day(request.GET.get("at", ""))
    query = f"?at={day.isoformat()}" if day else ""
    if request.META.get("QUERY_STRING", "") != query[1:]:
        return HttpResponsePermanentRedirect(model_url(path) + query)
    moment = datetime.combine(day, time.max, UTC) if day else None
    asked = None if day else {**replies.beside(), "waiting": beside.waiting()}
    page = queries.scorecard_page(path, at=moment, beside=asked)
    if page is None:
        begun = queries.beginning(path) if day else None
        return before_the_first(request, begun) if begun else elsewhere(request, path, query)
    return _answer(request, page, moment or page.changed_at)


@public_page
def revision(request: HttpRequest, organization: str, name: str, number: int) -> HttpResponse:
    """The record as this revision left it; its address can be cited."""
    path = f"{organization}/{name}"
    asked = {"behind": beside.behind(number)}
    page = queries.scorecard_page(path, revision=number, beside=asked)
    if page is None:
        return elsewhere(request, path, f"r/{number}/")
    return _answer(request, page, page.changed_at)


@public_page
def cited(
    request: HttpRequest, organization: str, name: str, form: str, number: int | None = None
) -> HttpResponse:
    """How to cite the record: `cite.bib` is BibTeX, `cite.json` CSL JSON. Without a number: as it stands."""
    write = {"bib": cite.bibtex, "json": cite.csl}.get(form)
    page = queries.scorecard_page(f"{organization}/{name}", revision=number) if write else None
    if write is None or page is None:
        return missing(request, f"{organization}/{name}")
    url = settings.SITE_URL + permalink(page, page.changed_at)
    kind = "application/vnd.citationstyles.csl+json" if form == "json" else "application/x-bibtex"
    text = write(page, url=url, on=page.changed_at)
    return HttpResponse(text, content_type=f"{kind}; charset=utf-8")


def _answer(request: HttpRequest, page: ScorecardPage, as_of: datetime) -> HttpResponse:
    return rendered(request, "web/scorecard.html", (page, as_of), lambda: _context(page, as_of))


def _context(page: ScorecardPage, as_of: datetime) -> dict[str, object]:
    rows = [row for finding in page.findings for row in finding.sources]
    decided = [(row, evidence.deciding(row.body, page)) for row in page.verdicts]
    address = settings.SITE_URL + permalink(page, as_of)
    return {
        "here": "models",
        "page": page,
        "assess_url": page_of_model(page.path, "assess"),
        "as_of": as_of,
        "answer": words.answer(page),
        "proofs": evidence.behind_the_answer(page),
        "unreviewed": evidence.all_unreviewed(page),
        "progress": evidence.progress(page),
        "claim": claim_check.claim_check(page),
        "first": [row for row in decided if row[0].definition in HEADLINE_ORDER],
        "others": [row for row in decided if row[0].definition not in HEADLINE_ORDER],
        "people": evidence.people(page),
        "replies": [row for row in replies.said(page.beside) if not row.finding],
        "comments": replies.comments(page.beside),
        "waiting": beside.as_waiting(page.beside.get("waiting")) if page.is_current else (),
        "behind": page.beside.get("behind"),
        "takes": evidence.takes(page),
        "groups": evidence.groups(page),
        "ratings": ratings.ratings(page),
        "badges": badge_box.badges(page, settings.SITE_URL),
        "sources": list(dict.fromkeys(source_name(row) for row in rows)),
        "site_url": settings.SITE_URL,
        "permalink": permalink(page, as_of),
        "cite_url": _cite_url(page),
        "short_link": _short_link(page),
        "linked_data": linked_data.scorecard(page, url=address, site=settings.SITE_URL),
    }


def _cite_url(page: ScorecardPage) -> str:
    """Where the citation is had, without its ending."""
    organization, _, name = page.path.partition("/")
    if page.revision:
        args = [organization, name, page.revision, "bib"]
        return reverse("web:cite-revision", args=args).removesuffix(".bib")
    return reverse("web:cite", args=[organization, name, "bib"]).removesuffix(".bib")


def _short_link(page: ScorecardPage) -> str:
    if not page.revision:
        return ""
    return reverse("web:permalink", args=[page.revision_digest[:12], page.revision])


def permalink(page: ScorecardPage, as_of: datetime) -> str:
    """The address of exactly this record: its revision or, for a draft without one, its day.

    It is the same on the page of every language, since it is what others cite.
    """
    with in_english():
        return _permalink(page, as_of)


def _permalink(page: ScorecardPage, as_of: datetime) -> str:
    organization, _, name = page.path.partition("/")
    if page.revision:
        return reverse("web:revision", args=[organization, name, page.revision])
    if page.is_current:
        return model_url(page.path)
    return f"{model_url(page.path)}?at={as_of.date().isoformat()}"

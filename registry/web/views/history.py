"""How a record came to be: its revisions, what differs between any two, and addresses that never change."""

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from registry.assessments.queries.behind import acts_on, behind_revision
from registry.badges import words
from registry.scorecards import queries
from registry.scorecards.queries import RecentChange, VerdictBrief
from registry.web import compared
from registry.web.caching import public_page
from registry.web.feeds import Entry, atom
from registry.web.templatetags.facts import cause, page_of_model, revision_url
from registry.web.templatetags.verdicts import definition_short, worded_differently
from registry.web.views.errors import elsewhere, refused

ROWS = 50
CHANGES = 60


@public_page
def history(request: HttpRequest, organization: str, name: str) -> HttpResponse:
    """The revisions of a model, newest first; with `a` and `b` it leads to what differs between those two."""
    path = f"{organization}/{name}"
    asked = {key: _number(request.GET.get(key, "")) for key in ("a", "b", "below")}
    if asked["a"] and asked["b"]:
        return HttpResponseRedirect(_difference_url(path, asked["a"], asked["b"]))
    page = queries.history(path, below=asked["below"], limit=ROWS)
    if page is None:
        return elsewhere(request, path, "history/")
    acts = acts_on(page.path, [row.revision.number for row in page.rows])
    return render(request, "web/history.html", {"here": "models", "page": page, "acts": acts})


@public_page
def difference(request: HttpRequest, organization: str, name: str, a: int, b: int) -> HttpResponse:
    """What differs between two revisions, the older one first."""
    path = f"{organization}/{name}"
    if a == b:
        return refused(
            request,
            gettext("These are one and the same revision."),
            gettext("See the history"),
            page_of_model(path, "history"),
        )
    if a > b:
        return HttpResponsePermanentRedirect(_difference_url(path, a, b))
    page = queries.difference(path, a, b)
    if page is None:
        return elsewhere(request, path, f"diff/{a}..{b}/")
    context = {
        "here": "models",
        "page": page,
        "findings": [compared.finding(row) for row in page.findings],
        "behind": behind_revision(page.path, b),
    }
    return render(request, "web/difference.html", context)


@public_page
def permalink(request: HttpRequest, digest: str, number: str) -> HttpResponse:
    """The short address of a revision: the first letters of its digest and its number."""
    path = queries.revision_of(digest, int(number))
    if path is None:
        raise Http404
    return HttpResponsePermanentRedirect(revision_url(path, int(number)))


@public_page
def changes(request: HttpRequest) -> HttpResponse:
    """The newest changes to records, over all models."""
    context = {"here": "changes", "changes": queries.recent_changes(CHANGES)}
    return render(request, "web/changes.html", context)


@public_page
def changes_feed(request: HttpRequest) -> HttpResponse:
    """The same list for feed readers."""
    return atom(
        gettext("Sourceform: records that changed"),
        page=reverse("web:changes"),
        feed=reverse("web:changes-feed"),
        entries=[_entry(row) for row in queries.recent_changes(CHANGES)],
    )


def _entry(row: RecentChange) -> Entry:
    results = [
        f"{definition_short(each.definition)}: {_label(each.before)} → {_label(each.after)}"
        for each in worded_differently(row.verdict_changes)
    ]
    title = f"{row.name}: {cause(row.cause)}"
    return Entry(title, revision_url(row.path, row.number), "; ".join(results), row.at)


def _label(result: VerdictBrief | None) -> str:
    return words.label(result) if result else "–"


def _number(text: str) -> int:
    """A revision number; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _difference_url(path: str, a: int, b: int) -> str:
    organization, _, name = path.partition("/")
    return reverse("web:difference", args=[organization, name, min(a, b), max(a, b)])

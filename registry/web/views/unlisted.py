"""Models that are not listed: drafted from their address on the hub, or added by hand."""

from http import HTTPStatus
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.timesince import timeuntil
from django.utils.translation import gettext, gettext_lazy

from registry.accounts import limits
from registry.catalog import by_hand
from registry.catalog.by_hand import Unfit
from registry.catalog.paths import hub_id_in
from registry.openness.proofs import refuse_no_address
from registry.openness.syntax import DocumentError
from registry.refresh import wanted
from registry.scorecards import queries
from registry.web.acting import actor_of, signed_in
from registry.web.assessing.overview import HOUR
from registry.web.assessing.typed import plain
from registry.web.templatetags.facts import page_of_model

DRAFTS = 30  # hub addresses that one person may have drafted in an hour
ADDED = 5  # models that one person may add by hand in a day
MOST_LINK = 2000


@signed_in
def draft(request: HttpRequest, organization: str, name: str) -> HttpResponse:
    """GET says where it stands, POST has it drafted by a worker. What is listed leads to its assessment."""
    repo_id = hub_id_in(f"{organization}/{name}")
    if repo_id is None or not wanted.is_name(repo_id):
        raise Http404
    listed = queries.resolve(repo_id)
    if listed:
        return HttpResponseRedirect(page_of_model(listed, "assess"))
    if request.method == "POST":
        return _asked(request, repo_id)
    wish = wanted.wish(repo_id)
    if wish and wish.state == "drafted" and queries.resolve(wish.path):
        return HttpResponseRedirect(page_of_model(wish.path, "assess"))
    if request.headers.get("HX-Request") == "true":
        return _state(request, repo_id, wish)
    context = {"here": "models", "repo_id": repo_id, "wish": wish, "url": request.path}
    return render(request, "web/wanted.html", context)


def _state(request: HttpRequest, repo_id: str, wish: wanted.Wish | None) -> HttpResponse:
    """Where it stands, asked for every two seconds; once it is drafted the page is opened anew."""
    context = {"repo_id": repo_id, "wish": wish, "url": request.path}
    return render(request, "web/_wanted.html", context)


def _asked(request: HttpRequest, repo_id: str) -> HttpResponse:
    actor, now = actor_of(request), timezone.now()
    wait = limits.take(f"draft:{actor.person.pk}", limit=DRAFTS, per=HOUR, now=now)
    if wait is not None:
        again = {"time": timeuntil(now + wait, now, depth=1)}
        context = {
            "here": "models",
            "repo_id": repo_id,
            "wish": wanted.wish(repo_id),
            "url": request.path,
            "refused": gettext("You have asked for many models. Again in %(time)s.") % again,
        }
        return render(request, "web/wanted.html", context, status=HTTPStatus.TOO_MANY_REQUESTS)
    wanted.ask(repo_id, by=actor.user, now=now)
    return HttpResponseRedirect(request.path)


_WHY: dict[str, str | Promise] = {
    "empty": gettext_lazy("This is needed."),
    "too_long": gettext_lazy("At most 80 characters fit."),
    "odd": gettext_lazy("Use letters of one script, digits, spaces and plain signs."),
    "not_latin": gettext_lazy(
        "Write it with Latin letters or digits too, so that it can stand in an address."
    ),
    "looks_like": gettext_lazy("This looks like the name of another organization."),
    "listed": gettext_lazy("This model is listed already."),
}


@signed_in
def add(request: HttpRequest) -> HttpResponse:
    """A model on no hub: organization, name, and a page that shows it exists."""
    typed = {name: plain(request.POST.get(name, "")) for name in ("organization", "name", "link")}
    if request.method != "POST":
        return _form(request, typed, {})
    problems = _problems(typed)
    if problems:
        return _form(request, typed, problems, status=422)
    actor, now = actor_of(request), timezone.now()
    wait = limits.take(f"add:{actor.person.pk}", limit=ADDED, per=24 * HOUR, now=now)
    if wait is not None:
        said = gettext("You have added as many models as you may in a day. Again in %(time)s.")
        refused = said % {"time": timeuntil(now + wait, now, depth=1)}
        return _form(request, typed, {"all": (refused, "")}, status=429)
    try:
        made = by_hand.add(typed["organization"], typed["name"], by=actor, now=now)
    except Unfit as unfit:  # somebody else came first
        return _form(request, typed, {unfit.field: (str(_WHY[unfit.code]), unfit.path)}, status=409)
    first = urlencode({"model-card.url": typed["link"]})
    return HttpResponseRedirect(f"{page_of_model(made.path, 'assess')}model-card/?{first}")


def _problems(typed: dict[str, str]) -> dict[str, tuple[str, str]]:
    """What is wrong, by field, each with the path of what stands in the way or ""."""
    found: dict[str, tuple[str, str]] = {}
    try:
        by_hand.check(typed["organization"], typed["name"])
    except Unfit as unfit:
        found[unfit.field] = (str(_WHY[unfit.code]), unfit.path)
    try:
        refuse_no_address(typed["link"][: MOST_LINK + 1], "link")
    except DocumentError:
        found["link"] = (gettext("Name a page that shows it, such as https://example.org/page."), "")
    if len(typed["link"]) > MOST_LINK:
        found["link"] = (gettext("This address is too long."), "")
    return found


def _form(
    request: HttpRequest, typed: dict[str, str], problems: dict[str, tuple[str, str]], *, status: int = 200
) -> HttpResponse:
    fields = [(name, typed[name], *problems.get(name, ("", ""))) for name in ("organization", "name", "link")]
    context = {
        "here": "models",
        "fields": {
            name: {"value": value, "problem": said, "path": path} for name, value, said, path in fields
        },
        "problems": problems,
        "refused": problems.get("all", ("", ""))[0],
        "add_url": reverse("web:add"),
    }
    return render(request, "web/add_model.html", context, status=status)

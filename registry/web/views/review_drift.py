"""Identical drifts over many models: answered together, and judged together by somebody else."""

import re
from collections.abc import Iterable
from http import HTTPStatus

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from registry.accounts.roles import Role
from registry.assessments.models import Assessment
from registry.assessments.queries.drift_groups import drift_groups, drifts_like, like, proposed_alike
from registry.assessments.queries.queue import open_to
from registry.assessments.reviewing import drift_answers, kept_marks
from registry.assessments.reviewing.drift_answers import KEEP, TAKE, Answer, Done
from registry.assessments.texts.wording import clean
from registry.scorecards.queries.drift_rows import DriftRow, with_both_sides
from registry.web.acting import actor_of, with_role
from registry.web.templatetags.drifts import hub_says

_PAIR = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}:[0-9a-f]{64}")
reviewers_only = with_role(Role.REVIEWER, Role.CURATOR)


@reviewers_only
@require_http_methods(["GET", "HEAD", "POST"])
def drifts(request: HttpRequest) -> HttpResponse:
    """Groups of drifts to be answered, and groups of answers to be judged; by POST one of these is judged."""
    actor, now = actor_of(request), timezone.now()
    done: list[Done] = []
    error, mark, text = "", request.POST.get("mark", ""), request.POST.get("text", "")
    if request.method == "POST":
        error = _why_not(mark, text, request.POST.getlist("chosen"))
        if not error:
            chosen = _chosen(request.POST.getlist("chosen"), open_to(actor, now=now))
            done = drift_answers.judge(chosen, mark=mark, text=text, by=actor, now=now)
            error = "" if chosen else gettext("None of these waits for you.")
    context = {
        "here": "review",
        "groups": drift_groups(),
        "alike": proposed_alike(actor, now=now),
        "done": done,
        "error": error,
        "typed": text,
        "about": request.POST.get("group", ""),
    }
    return render(request, "web/review_drifts.html", context, status=_status(error))


def _why_not(mark: str, text: str, chosen: list[str]) -> str:
    if mark not in kept_marks.MARKS:
        return gettext("Choose whether to accept or to reject.")
    if not chosen:
        return gettext("Choose at least one model.")
    if mark != kept_marks.ACCEPT and len(text.strip()) < kept_marks.SHORTEST_REASON:
        return gettext("Give a reason of at least %(least)d characters: it is public.") % {
            "least": kept_marks.SHORTEST_REASON
        }
    return ""


def _chosen(pairs: Iterable[str], rows: QuerySet[Assessment]) -> list[tuple[Assessment, str]]:
    """ "<id>:<digest of the content that was shown>" -> those of these assessments."""
    shown = dict(pair.split(":", 1) for pair in pairs if _PAIR.fullmatch(pair))
    found = rows.filter(pk__in=list(shown)).select_related("model").order_by("model__path")
    return [(row, shown[str(row.pk)]) for row in found]


@reviewers_only
@require_http_methods(["GET", "HEAD", "POST"])
def group(request: HttpRequest, number: int) -> HttpResponse:
    """The models of one group; by POST the same answer is proposed for those that were chosen."""
    rows, done, error = drifts_like(number), [], ""
    if not rows:
        raise Http404
    given = _given(request, rows[0].drift)
    if request.method == "POST":
        error = _unfit(given, request.POST.getlist("chosen"))
        if not error:
            done = _propose(request, number, given)
            rows = drifts_like(number)
    context = {
        "here": "review",
        "rows": rows,
        "drift": rows[0].drift if rows else None,
        "number": number,
        "given": given,
        "done": done,
        "error": error,
    }
    return render(request, "web/review_drift_group.html", context, status=_status(error))


def _status(error: str) -> int:
    return HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK


def _given(request: HttpRequest, drift: DriftRow) -> Answer:
    """What was typed; before that, the hub's own words."""
    typed = request.POST
    usual = f"license: {drift.observed.lower()}" if drift.facet == "license" else str(hub_says(drift))
    return Answer(
        way=typed.get("way", TAKE),
        quote=clean(typed.get("quote", usual)),
        accessed_on=clean(typed.get("accessed_on", timezone.now().date().isoformat())),
        url=clean(typed.get("url", "")),
        note=clean(typed.get("note", "")),
    )


def _unfit(answer: Answer, chosen: list[str]) -> str:
    if answer.way not in (TAKE, KEEP):
        return gettext("Choose whether to take the hub’s value or to keep the record.")
    if not chosen:
        return gettext("Choose at least one model.")
    if answer.way == KEEP and not answer.url.startswith(("https://", "http://")):
        return gettext("To keep the record, name the address where it can be seen.")
    if not answer.quote.strip():
        return gettext("Quote the words that say so.")
    return ""


def _propose(request: HttpRequest, number: int, answer: Answer) -> list[Done]:
    chosen = [
        int(text)
        for text in request.POST.getlist("chosen")
        if text.isascii() and text.isdigit() and len(text) < 19
    ]
    same = like(number)
    if same is None:
        return []
    rows = with_both_sides(same.filter(pk__in=chosen)).select_related("model", "observation__entry")
    return drift_answers.propose(list(rows), answer, by=actor_of(request), now=timezone.now())

"""The queue of a reviewer, and the page on which one finding of an assessment is judged."""

from http import HTTPStatus
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registry.accounts.actors import roles_of
from registry.accounts.roles import Role
from registry.assessments.models import Assessment
from registry.assessments.queries import comments
from registry.assessments.queries.assessment_page import given_by
from registry.assessments.queries.begun import begun
from registry.assessments.queries.judging import Judging, judging
from registry.assessments.queries.queue import KINDS, queue
from registry.assessments.refusals import NotAllowed, Refused
from registry.assessments.reviewing import kept_marks, letter_keys
from registry.web.acting import actor_of, with_role
from registry.web.reviewing import places, said, waiting
from registry.web.reviewing.finding_page import AHEAD, finding_page
from registry.web.templatetags.reviewing import finding_url

reviewers_only = with_role(Role.REVIEWER, Role.CURATOR)


@reviewers_only
@require_safe
def review(request: HttpRequest) -> HttpResponse:
    """What waits for this reviewer, what matters most first."""
    asked = places.filters(request.GET)
    actor = actor_of(request)
    listed = queue(actor, asked, now=timezone.now())
    waiting.counted(actor, listed.all)
    context = _around(request) | {
        "queue": listed,
        "kinds": KINDS[1:],
        "filters": asked,
        "query": places.query(asked),
        "first": places.beside(None, listed.rows, places.query(asked), step=1),
    }
    return render(request, "web/review.html", context)


@reviewers_only
@require_safe
def review_of(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """To the first finding that this reviewer has not marked."""
    found = begun(assessment_id, actor_of(request))
    if found is None:
        return HttpResponseRedirect(reverse("web:assessment", args=[assessment_id]))
    return HttpResponseRedirect(finding_url(assessment_id, found.first, _kept_query(request.GET)))


@reviewers_only
@require_http_methods(["GET", "HEAD", "POST"])
def review_finding(request: HttpRequest, assessment_id: UUID, finding: str) -> HttpResponse:
    """Both sides of one finding; by POST how it is marked, and on to the next."""
    found = begun(assessment_id, actor_of(request))
    if found is None:
        return HttpResponseRedirect(reverse("web:assessment", args=[assessment_id]))
    if finding not in found.names:
        raise Http404
    return (
        _mark(request, assessment_id, finding)
        if request.method == "POST"
        else _show(request, assessment_id, finding)
    )


def _mark(request: HttpRequest, assessment_id: UUID, finding: str) -> HttpResponse:
    """Keep the mark; with the last one the review is handed in. Then on to what is next, in the same act."""
    actor, now, asked = actor_of(request), timezone.now(), places.filters(request.GET)
    mark = request.POST.get("mark", "")
    assessment = Assessment.objects.get(pk=assessment_id)
    listed = queue(actor, asked, now=now)  # before the act: afterwards it has no place there
    try:
        kept_marks.keep(
            assessment,
            finding,
            mark=mark if mark in kept_marks.MARKS else "",
            text=request.POST.get("text", ""),
            content_sha=request.POST.get("content_sha", ""),
            by=actor,
            now=now,
        )
        if mark not in kept_marks.MARKS:
            return HttpResponse(status=HTTPStatus.NO_CONTENT)
        found = begun(assessment_id, actor)
        following = found.after(finding) if found else ""
        if following:
            return HttpResponseRedirect(finding_url(assessment_id, following, places.query(asked)))
        kept_marks.hand_in(assessment, by=actor, now=now)
    except Refused as error:
        return _show(request, assessment_id, finding, error)
    suffix = places.query(asked)
    onward = places.beside(assessment_id, listed.rows, suffix, step=1) or reverse("web:review") + suffix
    return HttpResponseRedirect(f"{onward}{'&' if suffix else '?'}{urlencode({'done': assessment_id})}")


def _show(
    request: HttpRequest, assessment_id: UUID, finding: str, error: Refused | None = None
) -> HttpResponse:
    actor, now, asked = actor_of(request), timezone.now(), places.filters(request.GET)
    found = judging(assessment_id, actor, now=now)
    if found is None:  # somebody else was quicker
        return HttpResponseRedirect(reverse("web:assessment", args=[assessment_id]))
    listed = queue(actor, asked, now=now)
    waiting.counted(actor, listed.all)
    shown = finding_page(found, finding, listed, asked)
    context = _around(request) | {
        "shown": shown,
        "page": found.page,
        "finding": shown.finding,
        "ahead": shown.queue.rows[:AHEAD],
        "talk": comments.of_assessment(assessment_id, actor, now=now),
        "is_curator": comments.is_curator(actor, now=now),
        "error": said.why(error) if error else "",
        "error_of_text": said.of_text(error),
    }
    return render(request, "web/review_finding.html", context, status=_status(found, error))


def _status(found: Judging, error: Refused | None) -> int:
    if error is not None:
        return error.status
    return NotAllowed.status if found.refused else HTTPStatus.OK


def _around(request: HttpRequest) -> dict[str, object]:
    """What every page of reviews shows: whether keys are on, and what was just handed in."""
    actor = actor_of(request)
    done = _uuid(request.GET.get("done", ""))
    return {
        "here": "review",
        "keys": letter_keys.are_on(actor),
        "curates": Role.CURATOR in roles_of(actor, now=timezone.now()),
        "keys_next": request.get_full_path(),
        "done": given_by(actor, done) if done else None,
    }


def _kept_query(given: QueryDict) -> str:
    """The filters, and what was just handed in."""
    suffix, done = places.query(places.filters(given)), _uuid(given.get("done", ""))
    return f"{suffix}{'&' if suffix else '?'}{urlencode({'done': done})}" if done else suffix


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@reviewers_only
@require_POST
def switch_keys(request: HttpRequest) -> HttpResponse:
    """Single-letter keys on or off, for this person from now on."""
    letter_keys.switch(actor_of(request), on=request.POST.get("keys") == "on")
    wanted = request.POST.get("next", "")
    allowed = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
    return HttpResponseRedirect(wanted if allowed else reverse("web:review"))

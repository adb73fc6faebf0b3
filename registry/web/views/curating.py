"""Acts of curators: what is held back, changes that are undone, and those set back at once."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registry.accounts.actors import roles_of
from registry.accounts.roles import Role
from registry.assessments import workflow
from registry.assessments.models import Assessment, EmergencyRevert
from registry.assessments.queries import curating
from registry.assessments.refusals import Missing, NotYet, Refused
from registry.web.acting import actor_of, with_role
from registry.web.reviewing import said

curators_only = with_role(Role.CURATOR)
judges_only = with_role(Role.REVIEWER, Role.CURATOR)


@judges_only
@require_safe
def held(request: HttpRequest) -> HttpResponse:
    """What is held back, for curators; what was set back at once, for all who can confirm it."""
    return _page(request)


@curators_only
@require_POST
def decide(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Let through what is held, or discard it."""
    actor, now = actor_of(request), timezone.now()
    assessment = get_object_or_404(Assessment, pk=assessment_id)
    try:
        if request.POST.get("act") == "discard":
            because, spam = request.POST.get("because", ""), request.POST.get("spam") == "on"
            workflow.discard(assessment, because=because, by=actor, now=now, spam=spam)
        elif request.POST.get("act") == "release":
            workflow.release(assessment, by=actor, now=now)
        else:
            raise NotYet([Missing("act", "choice")])
    except Refused as error:
        return _page(request, error, about=str(assessment_id))
    return HttpResponseRedirect(reverse("web:held"))


@curators_only
@require_POST
def hold(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Keep an assessment that waits from the public."""
    assessment = get_object_or_404(Assessment, pk=assessment_id)
    because = request.POST.get("because", "")
    try:
        workflow.hold(assessment, because=because, by=actor_of(request), now=timezone.now())
    except Refused as error:
        return _page(request, error, about=str(assessment_id))
    return HttpResponseRedirect(reverse("web:held"))


@judges_only
@require_POST
def confirm(request: HttpRequest, number: int) -> HttpResponse:
    """Confirm that a change was set back."""
    row = get_object_or_404(EmergencyRevert, pk=number)
    try:
        workflow.confirm_set_back(row, by=actor_of(request), now=timezone.now())
    except Refused as error:
        return _page(request, error, about=f"e{number}")
    return HttpResponseRedirect(reverse("web:held"))


def _page(request: HttpRequest, error: Refused | None = None, *, about: str = "") -> HttpResponse:
    """`about`: the form that was refused; what was typed into it is shown again."""
    actor, now = actor_of(request), timezone.now()
    curates = Role.CURATOR in roles_of(actor, now=now)
    context = {
        "here": "review",
        "curates": curates,
        "held": curating.held(actor) if curates else (),
        "to_confirm": curating.to_confirm(actor),
        "error": said.why(error) if error else "",
        "about": about,
        "typed": request.POST.get("because", ""),
    }
    return render(request, "web/held.html", context, status=error.status if error else 200)


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Undo what an assessment brought: by proposing it to others or, in need, at once."""
    found = curating.undoable(assessment_id)
    if found is None:
        raise Http404
    because, error = request.POST.get("because", ""), None
    if request.method == "POST":
        try:
            return HttpResponseRedirect(_undone(request, assessment_id, because))
        except Refused as refused:
            error = refused
    context = {
        "here": "review",
        "found": found,
        "typed": because,
        "error": said.why(error) if error else "",
        "error_of_text": said.of_text(error),
    }
    return render(request, "web/undo.html", context, status=error.status if error else 200)


def _undone(request: HttpRequest, assessment_id: UUID, because: str) -> str:
    """Undo it in the way that was chosen; the address to go on at. Raises Refused."""
    actor, now = actor_of(request), timezone.now()
    assessment = Assessment.objects.get(pk=assessment_id)
    if request.POST.get("act") not in ("set_back", "propose"):
        raise NotYet([Missing("act", "choice")])
    if request.POST.get("act") == "set_back":
        workflow.set_back(assessment, because=because, by=actor, now=now)
        return reverse("web:held")
    ties = "declared" if request.POST.get("ties") == "on" else "none"
    note = request.POST.get("ties_note", "")
    made = workflow.revert(assessment, because=because, by=actor, now=now, coi=ties, coi_note=note)
    return reverse("web:assessment", args=[made.pk])

"""One assessment as everybody may read it: what is proposed, where it stands, and who said what of it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from registry.assessments.queries import comments
from registry.assessments.queries.assessment_page import assessment_page
from registry.web.acting import actor_of
from registry.web.caching import public_page
from registry.web.reviewing.sides import sides
from registry.web.views.talk import CommentForm


@public_page
def assessment(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """What was handed in; not there while it is a draft, or held."""
    actor, now = actor_of(request), timezone.now()
    page = assessment_page(assessment_id, now=now)
    if page is None:
        raise Http404
    findings = [(row, sides(row.now, row.proposed)) for row in page.findings]
    context = {
        "here": "models",
        "page": page,
        "findings": findings,
        "assessment": page,
        "talk": comments.of_assessment(assessment_id, actor, now=now),
        "form": CommentForm() if actor.user else None,
        "is_curator": comments.is_curator(actor, now=now),
    }
    return render(request, "web/assessment.html", context)

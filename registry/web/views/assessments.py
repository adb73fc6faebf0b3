"""One assessment as everybody may read it: what is proposed, where it stands, and who said what of it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from registry.assessments.queries.assessment_page import assessment_page
from registry.web.caching import public_page
from registry.web.reviewing.sides import sides


@public_page
def assessment(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """What was handed in; not there while it is a draft, or held."""
    page = assessment_page(assessment_id, now=timezone.now())
    if page is None:
        raise Http404
    findings = [(row, sides(row.now, row.proposed)) for row in page.findings]
    context = {"here": "models", "page": page, "findings": findings}
    return render(request, "web/assessment.html", context)

"""Reporting something to the curators, with or without an account; and what curators make of reports."""

from allauth.account.adapter import get_adapter
from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registry.accounts.roles import Role
from registry.assessments.models import Report
from registry.assessments.moderation import reports
from registry.assessments.moderation.reportable import REPORTED, find
from registry.assessments.queries import moderation
from registry.assessments.refusals import Refused
from registry.web.acting import actor_of, private, with_role
from registry.web.acts import Act, refused_page, typed

CATEGORIES = (
    (Report.Category.SPAM, gettext_lazy("Advertising, or links for the sake of links")),
    (Report.Category.ABUSE, gettext_lazy("Insult, threat or harassment")),
    (Report.Category.PERSONAL, gettext_lazy("Personal data of somebody who has no part in a release")),
    (Report.Category.COPYRIGHT, gettext_lazy("A copy beyond a short quotation")),
    (Report.Category.WRONG, gettext_lazy("Made up, or proof that does not say so")),
    (Report.Category.OTHER, gettext_lazy("Something else")),
)


class ReportForm(Act):
    """What is wrong with a thing."""

    category = forms.ChoiceField(
        label=_("What is wrong with it"), choices=CATEGORIES, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("In your words"),
        max_length=reports.LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only curators read this, and only they see who wrote it."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, kind: str, key: str) -> HttpResponseBase:
    """A form for anybody. Kept by nobody: it holds a token of its own for each visitor."""
    thing = find(kind, key) if kind in REPORTED else None
    if thing is None:
        raise Http404
    form, done = ReportForm(typed(request)), False
    if request.method == "POST":
        done = form.try_to(lambda: _report(request, kind, key, form)) is not None
    context = {"form": form, "done": done, "kind": kind, "path": thing.model_path}
    return private(render(request, "web/report.html", context, status=form.status if form.errors else 200))


def _report(request: HttpRequest, kind: str, key: str, form: ReportForm) -> Report:
    return reports.report(
        kind,
        key,
        category=form.cleaned_data["category"],
        text=form.cleaned_data["text"],
        by=actor_of(request),
        now=timezone.now(),
        address=get_adapter(request).get_client_ip(request),
    )


@with_role(Role.CURATOR)
@require_safe
def reported(request: HttpRequest) -> HttpResponse:
    """What people have reported and nobody has settled, the most reported first."""
    return render(request, "web/reports.html", {"rows": moderation.reported(), "held": moderation.held()})


@with_role(Role.CURATOR)
@require_POST
def settle(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Curators have looked: it may stand, or something was done about it."""
    here = reverse("web:reports")
    try:
        reports.settle(kind, key, acted="acted" in request.POST, by=actor_of(request), now=timezone.now())
    except Refused as refused:
        return refused_page(request, refused, gettext("Back to the reports"), here)
    return HttpResponseRedirect(here)

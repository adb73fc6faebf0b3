"""The form by which a maker replies: on its model, on one finding, or to a dispute."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from registry.assessments.makers import replies
from registry.assessments.models import Dispute
from registry.assessments.refusals import Refused
from registry.assessments.texts import statements
from registry.badges.reason_words import part_name
from registry.catalog.models import AIModel
from registry.openness.facts import name_of
from registry.scorecards.queries import scorecard_page
from registry.web.acting import actor_of, signed_in
from registry.web.acts import Act, refused_page, typed
from registry.web.templatetags.facts import model_url
from registry.web.views.disputes import key_of
from registry.web.views.errors import elsewhere
from registry.web.views.talk import model_at


class ReplyForm(Act):
    """An official statement. What it is about is chosen, unless the address names a dispute."""

    finding = forms.ChoiceField(label=_("About"), required=False)
    text = forms.CharField(
        label=_("Reply"),
        max_length=statements.LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Plain text of 20 to 3000 characters. It is printed as it stands and cannot be changed."),
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, organization: str, name: str) -> HttpResponseBase:
    """`?finding=final-weights` replies on that finding, `?dispute=` to a dispute; neither: on the model."""
    path = f"{organization}/{name}"
    model = model_at(path)
    if model is None:
        return elsewhere(request, path, "reply/")
    by, now = actor_of(request), timezone.now()
    try:
        replies.check_right(model, by, now=now)
    except Refused as refused:
        how = reverse("web:claim", args=[model.organization.slug])
        return refused_page(request, refused, gettext("How to prove it"), how)
    dispute = _dispute(model, request.GET.get("dispute", ""))
    form = _form(request, model, dispute)
    if request.method == "POST":
        said = form.try_to(
            lambda: replies.reply(
                model,
                key_of(form.cleaned_data.get("finding", "")) or replies.OF_THE_MODEL,
                text=form.cleaned_data["text"],
                by=by,
                now=now,
                dispute=dispute,
            )
        )
        if said is not None:
            return HttpResponseRedirect(_back(model, dispute, str(said.pk)))
    context = {"here": "models", "model": model, "dispute": dispute, "form": form}
    return render(request, "web/reply.html", context, status=form.status if form.errors else 200)


def _form(request: HttpRequest, model: AIModel, dispute: Dispute | None) -> ReplyForm:
    form = ReplyForm(typed(request), initial={"finding": request.GET.get("finding", "")})
    choices = form.fields["finding"]
    assert isinstance(choices, forms.ChoiceField)
    choices.choices = [("", gettext("The model as a whole")), *_findings(model)]
    if dispute:
        del form.fields["finding"]
    return form


def _findings(model: AIModel) -> list[tuple[str, str]]:
    """What the record knows something of, as addresses and as people name it."""
    page = scorecard_page(model.path)
    known = [row.fact for row in page.findings if row.fact.is_known] if page else []
    return [(name_of(fact), part_name(fact.component, fact.qualifier)) for fact in known]


def _dispute(model: AIModel, number: str) -> Dispute | None:
    try:
        return Dispute.objects.filter(pk=UUID(number), model=model).first()
    except ValueError:
        return None


def _back(model: AIModel, dispute: Dispute | None, reply_id: str) -> str:
    page = reverse("web:dispute", args=[dispute.pk]) if dispute else model_url(model.path)
    return f"{page}#reply-{reply_id}"

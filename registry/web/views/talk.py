"""What people say of a model: the page to read it, and the forms to write, change and delete."""

from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from registry.accounts.roles import Role
from registry.assessments.models import Assessment, Comment
from registry.assessments.moderation import comments
from registry.assessments.queries import comments as queries
from registry.assessments.queries import disputes
from registry.assessments.queries.comments import is_curator
from registry.assessments.refusals import Refused
from registry.catalog.models import AIModel
from registry.web.acting import actor_of, signed_in, with_role
from registry.web.acts import Act, refused_page, typed
from registry.web.caching import public_page
from registry.web.templatetags.facts import page_of_model
from registry.web.views.errors import elsewhere


class CommentForm(Act):
    """One comment."""

    text = forms.CharField(
        label=_("Comment"),
        max_length=comments.LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Markdown: **bold**, *italic*, `code`, lists, > quotations, [a link](https://…)."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def talk(request: HttpRequest, organization: str, name: str) -> HttpResponseBase:
    """What was said of a model; with a session, a form to say more."""
    return (
        write(request, organization, name) if request.method == "POST" else read(request, organization, name)
    )


@public_page
def read(request: HttpRequest, organization: str, name: str) -> HttpResponse:
    path = f"{organization}/{name}"
    model = model_at(path)
    return _page(request, model) if model else elsewhere(request, path, "talk/")


@signed_in
@require_POST
def write(request: HttpRequest, organization: str, name: str) -> HttpResponse:
    model = model_at(f"{organization}/{name}")
    if model is None:
        raise Http404
    form, now = CommentForm(request.POST), timezone.now()
    said = form.try_to(
        lambda: comments.add(model, text=form.cleaned_data["text"], by=actor_of(request), now=now)
    )
    if said is None:
        return _page(request, model, form, status=form.status)
    return HttpResponseRedirect(f"{page_of_model(model.path, 'talk')}#c-{said.pk}")


@signed_in
@require_POST
def write_on_assessment(request: HttpRequest, assessment: UUID) -> HttpResponse:
    """A comment on one assessment that everybody can see."""
    row = Assessment.objects.select_related("model").filter(pk=assessment).first()
    if row is None or not comments.can_be_discussed(row):
        raise Http404
    form, now = CommentForm(request.POST), timezone.now()
    by = actor_of(request)
    said = form.try_to(
        lambda: comments.add(row.model, text=form.cleaned_data["text"], by=by, now=now, assessment=row)
    )
    if said is None:
        return _page(request, row.model, form, assessment=row, status=form.status)
    return HttpResponseRedirect(f"{page_of_model(row.model.path, 'talk')}#c-{said.pk}")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: HttpRequest, number: UUID) -> HttpResponse:
    """One's own comment, to change or to delete."""
    row, by, now = _own(request, number), actor_of(request), timezone.now()
    back = f"{page_of_model(row.model.path, 'talk')}#c-{row.pk}"
    if request.method == "POST" and "delete" in request.POST:
        try:
            comments.delete(row, by=by, now=now)
        except Refused as refused:
            return refused_page(request, refused, gettext("Back to the discussion"), back)
        return HttpResponseRedirect(back)
    form = CommentForm(typed(request), initial={"text": row.text})
    if request.method == "POST":
        changed = form.try_to(lambda: comments.edit(row, text=form.cleaned_data["text"], by=by, now=now))
        if changed is not None:
            return HttpResponseRedirect(back)
    context = {
        "form": form,
        "comment": row,
        "model": row.model,
        "may_edit": comments.may_edit(row, by, now=now),
    }
    return render(request, "web/comment.html", context, status=form.status if form.errors else 200)


@with_role(Role.CURATOR)
@require_POST
def release(request: HttpRequest, number: UUID) -> HttpResponse:
    """Show a comment that was held."""
    row = Comment.objects.select_related("model").filter(pk=number).first()
    if row is None:
        raise Http404
    back = f"{page_of_model(row.model.path, 'talk')}#c-{row.pk}"
    try:
        comments.release(row, by=actor_of(request), now=timezone.now())
    except Refused as refused:
        return refused_page(request, refused, gettext("Back to the discussion"), back)
    return HttpResponseRedirect(back)


def model_at(path: str) -> AIModel | None:
    """The listed model at exactly this path."""
    return AIModel.objects.filter(path=path, hidden=False).select_related("organization").first()


def _own(request: HttpRequest, number: UUID) -> Comment:
    row = Comment.objects.select_related("model").filter(pk=number, by=actor_of(request).user_id).first()
    if row is None or row.deleted_at or row.blanked_because:
        raise Http404
    return row


def _page(
    request: HttpRequest,
    model: AIModel,
    form: CommentForm | None = None,
    *,
    assessment: Assessment | None = None,
    status: int = 200,
) -> HttpResponse:
    actor, now = actor_of(request), timezone.now()
    context = {
        "here": "models",
        "model": model,
        "talk": queries.of_model(model, actor, now=now, before=request.GET.get("before", "")),
        "disputes": disputes.listed("open", now=now, path=model.path),
        "form": form or (CommentForm() if actor.user else None),
        "assessment": assessment,
        "action": reverse("web:assessment-talk", args=[assessment.pk]) if assessment else "",
        "is_curator": is_curator(actor, now=now),
    }
    return render(request, "web/talk.html", context, status=status)

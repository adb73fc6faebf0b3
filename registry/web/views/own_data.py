"""A person's data: all of it to take along, and the end of the account."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib.auth import logout
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from registry.accounts import export, leaving, mails
from registry.accounts.addresses import verified_of
from registry.accounts.belongings import Leaving
from registry.accounts.refusals import Refused
from registry.web.acting import actor_of, signed_in
from registry.web.role_words import REFUSALS
from registry.web.sign_in.pages import for_owner
from registry.web.sign_in.watched import watched


class Goodbye(forms.Form):
    """What somebody types who deletes their account."""

    username = forms.CharField(label=_("Your name here, to confirm"), max_length=150)
    blank_comments = forms.BooleanField(label=_("Blank my comments, too"), required=False)

    def __init__(self, *args: Any, named: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.named = named

    def clean_username(self) -> str:
        typed = str(self.cleaned_data["username"])
        if typed != self.named:
            raise forms.ValidationError(_("That is not the name you sign in with."))
        return typed


@signed_in
@require_safe
def own_data(request: HttpRequest) -> HttpResponse:
    """What can be taken along, and what deleting means."""
    return render(request, "web/own_data.html", {"person": actor_of(request).person})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@for_owner
def take_along(request: HttpRequest) -> HttpResponseBase:
    """All that is kept of whoever asks, as a zip."""
    if request.method != "POST":  # back from proving who they are
        return HttpResponseRedirect(reverse("web:me-data"))
    watched("data.exported", request, actor_of(request).person)
    file = export.export(actor_of(request).person, now=timezone.now())
    return FileResponse(file, as_attachment=True, filename="sourceform.zip", content_type="application/zip")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@for_owner
def delete(request: HttpRequest) -> HttpResponse:
    """The end of the account of whoever asks and types their name."""
    person = actor_of(request).person
    if request.method != "POST":
        return render(request, "web/delete_account.html", {"form": Goodbye(named=person.username)})
    form = Goodbye(request.POST, named=person.username)
    if not form.is_valid() or not _deleted(request, form):
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, "web/delete_account.html", {"form": form}, status=status)
    logout(request)
    return render(request, "web/deleted.html")


def _deleted(request: HttpRequest, form: Goodbye) -> bool:
    """Whether the account is gone; else the form says why not."""
    actor = actor_of(request)
    address, language = verified_of(actor.person), actor.person.language
    how = Leaving(timezone.now(), blank_comments=form.cleaned_data["blank_comments"])
    try:
        leaving.delete(actor.person, how, by=actor)
    except Refused as refused:
        form.add_error(None, str(REFUSALS[refused.code]))
        return False
    mails.say_goodbye(address, language=language)
    return True

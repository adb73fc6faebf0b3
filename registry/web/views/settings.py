"""What a person wants: how they are called, in which language, how told."""

from http import HTTPStatus

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from registry.accounts import names, private_links, profile
from registry.accounts.models import User
from registry.web.acting import actor_of, signed_in


class Wishes(forms.Form):
    """What may be changed of an account without asking for the password again."""

    display_name = forms.CharField(
        label=_("Name shown"),
        required=False,
        max_length=names.LONGEST,
        help_text=_("Shown beside what you do, instead of the name you sign in with. Everybody can read it."),
    )
    language = forms.ChoiceField(label=_("Language of mails"), choices=settings.LANGUAGES)
    theme = forms.ChoiceField(
        label=_("Colors"),
        choices=[("auto", _("as your device has them")), ("light", _("light")), ("dark", _("dark"))],
    )
    mail = forms.ChoiceField(
        label=_("Mails"),
        choices=[
            ("now", _("at once what concerns your work, the rest once a day")),
            ("digest", _("once a day")),
            ("off", _("none")),
        ],
        help_text=_("What concerns the safety of your account is always mailed at once."),
    )

    def clean_display_name(self) -> str:
        typed = names.tidy_name(self.cleaned_data["display_name"])
        if not names.is_shown_as_typed(typed):
            raise forms.ValidationError(_("This name holds signs that nobody can see."))
        return typed

    def clean_theme(self) -> str:
        chosen = str(self.cleaned_data["theme"])
        return "" if chosen == "auto" else chosen


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: HttpRequest) -> HttpResponse:
    """The settings of whoever asks."""
    person = actor_of(request).person
    if request.method != "POST":
        return _page(request, Wishes(initial=_wanted(person)))
    form = Wishes(request.POST)
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    profile.keep(person, **form.cleaned_data)
    return HttpResponseRedirect(reverse("web:me-settings") + "?saved=1")


@signed_in
@require_POST
def new_feed(request: HttpRequest) -> HttpResponse:
    """Another address for the private feed; the one before answers no more."""
    profile.renew_feed(actor_of(request).person)
    return HttpResponseRedirect(reverse("web:me-settings") + "#feed")


def _wanted(person: User) -> dict[str, str]:
    return {
        "display_name": person.display_name,
        "language": person.language or settings.LANGUAGE_CODE,
        "theme": person.theme or "auto",
        "mail": person.mail,
    }


def _page(request: HttpRequest, form: Wishes, *, status: int = HTTPStatus.OK) -> HttpResponse:
    person = actor_of(request).person
    context = {
        "form": form,
        "saved": request.method == "GET" and "saved" in request.GET,
        "feed_url": settings.SITE_URL + private_links.feed_path(person),
    }
    return render(request, "web/settings.html", context, status=status)

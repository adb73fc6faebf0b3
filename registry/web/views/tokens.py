"""A person's tokens for programs: made here, shown once, taken back."""

from datetime import timedelta
from http import HTTPStatus
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from registry.accounts import tokens
from registry.accounts.models import Token, User
from registry.accounts.refusals import NotReady
from registry.web.acting import actor_of, signed_in

DAYS = (7, 30, 90, 365)
READ, ASSESS = Token.Scope.READ.value, Token.Scope.ASSESS.value
# What may be chosen -> the scopes it means.
RIGHTS = {READ: (READ,), ASSESS: (READ, ASSESS)}


def _days() -> list[tuple[int, str]]:
    return [(days, ngettext("%(days)d day", "%(days)d days", days) % {"days": days}) for days in DAYS]


class NewToken(forms.Form):
    """What is asked of somebody who makes a token."""

    name = forms.CharField(
        label=_("Name"),
        max_length=tokens.LONGEST_NAME,
        help_text=_("For you alone, so that you know it again: which program, on which machine."),
    )
    rights = forms.ChoiceField(
        label=_("What it may do"),
        choices=[
            (READ, _("Read, with your larger allowance")),
            (ASSESS, _("Read, and write and hand in assessments in your name")),
        ],
    )
    days = forms.TypedChoiceField(label=_("Good for"), choices=_days, coerce=int, initial=30)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]  # a library without types
def tokens_page(request: HttpRequest) -> HttpResponse:
    """All tokens of whoever asks, and a form for one more."""
    if request.method != "POST":
        return _page(request, NewToken())
    form = NewToken(request.POST)
    secret = _made(request, form) if form.is_valid() else ""
    if not secret:
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    # Answered at once and not after a redirect: the text would have to wait somewhere.
    return _page(request, NewToken(), secret=secret)


def _made(request: HttpRequest, form: NewToken) -> str:
    """The text of a new token; "" where it cannot be made, which the form then says."""
    actor, now, asked = actor_of(request), timezone.now(), form.cleaned_data
    try:
        _, secret = tokens.issue(
            _person(request),
            name=asked["name"],
            scopes=RIGHTS[asked["rights"]],
            expires_at=now + timedelta(days=asked["days"]),
            by=actor,
            now=now,
        )
    except NotReady as refused:
        form.add_error("name", _why(refused.code))
        return ""
    return secret


def _why(code: str) -> str:
    if code == "too_many":
        return gettext("You have %(most)d tokens in force. Revoke one first.") % {"most": tokens.MOST}
    return gettext("You have a token of this name. Choose another name, or revoke that one.")


@signed_in
@require_POST
def revoke(request: HttpRequest, token: UUID) -> HttpResponse:
    """The end of a token of one's own; 404 for any other."""
    done = tokens.revoke(
        _person(request), token, because=Token.Because.OWNER, by=actor_of(request), now=timezone.now()
    )
    if not done:
        raise Http404
    return HttpResponseRedirect(reverse("web:tokens"))


def _page(request: HttpRequest, form: NewToken, *, secret: str = "", status: int = 200) -> HttpResponse:
    now = timezone.now()
    rows = tokens.of(_person(request))
    context = {
        "form": form,
        "secret": secret,
        "good": [row for row in rows if row.is_good(now)],
        "over": [row for row in rows if not row.is_good(now)][:10],
    }
    return render(request, "web/tokens.html", context, status=status)


def _person(request: HttpRequest) -> User:
    person = actor_of(request).user
    assert person is not None  # the door let nobody else in
    return person

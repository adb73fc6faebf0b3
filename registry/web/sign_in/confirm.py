"""Confirming an address: the mail shows whose it is, and one more thing that they are who signed up.

The link alone would do for somebody else, who signed up with this address and waits for its owner to open the
mail. So whoever confirms is signed in, is the browser that signed up, or gives the password.
"""

from allauth.account.adapter import get_adapter
from allauth.account.internal.constants import LoginStageKey
from allauth.account.internal.flows.login import perform_password_login, record_authentication
from allauth.account.models import EmailAddress, EmailConfirmationHMAC, Login
from allauth.account.stages import LoginStageController
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from registry.accounts.models import User

TAKEN = _("This address was confirmed for another account meanwhile.")


class PasswordForm(forms.Form):
    """The password of the account, where nothing else shows whose it is."""

    password = forms.CharField(
        label=_("Password"),
        help_text=_("The one you chose when you signed up."),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


def confirm(request: HttpRequest, key: str) -> HttpResponseBase:
    """GET asks, POST confirms: what opens links by itself confirms nothing."""
    found = EmailConfirmationHMAC.from_key(key)
    if found is None:
        return render(request, "account/confirm_void.html", status=404)
    address: EmailAddress = found.email_address
    if is_theirs(request, address):
        return _confirmed(request, address) if request.method == "POST" else _asked(request, address)
    if not address.user.has_usable_password():
        return render(request, "account/confirm_elsewhere.html", {"email": address.email})
    if EmailAddress.objects.filter(user=address.user, verified=True).exists():
        return _to_sign_in(request)
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if not form.is_valid() or not _is_right(request, address.user, form):
        return _asked(request, address, form)
    return _confirmed(request, address, signing_in=True)


def is_theirs(request: HttpRequest, address: EmailAddress) -> bool:
    """Whether this browser is signed in to the account, or about to be: it just signed up."""
    if request.user.is_authenticated:
        return bool(request.user.pk == address.user_id)
    stage = LoginStageController.enter(request, LoginStageKey.VERIFY_EMAIL.value)
    return bool(stage and stage.login.user and stage.login.user.pk == address.user_id)


def _is_right(request: HttpRequest, user: User, form: PasswordForm) -> bool:
    """Compare the password, as often as signing in would."""
    adapter = get_adapter(request)
    try:
        adapter.pre_authenticate(request, username=user.username)
    except ValidationError as error:
        form.add_error("password", error)
        return False
    if user.check_password(form.cleaned_data["password"]):
        return True
    form.add_error("password", adapter.validation_error("incorrect_password"))
    return False


def _confirmed(request: HttpRequest, address: EmailAddress, *, signing_in: bool = False) -> HttpResponseBase:
    if not get_adapter(request).confirm_email(request, address):
        return render(request, "account/confirm_void.html", {"reason": TAKEN}, status=409)
    if signing_in:
        return perform_password_login(request, {"username": address.user.username}, Login(user=address.user))
    stage = LoginStageController.enter(request, LoginStageKey.VERIFY_EMAIL.value)
    if stage and not request.user.is_authenticated:
        record_authentication(request, address.user, "email")
        gone_on: HttpResponseBase = stage.exit()
        return gone_on
    return HttpResponseRedirect(reverse("account_email"))


def _asked(request: HttpRequest, address: EmailAddress, form: PasswordForm | None = None) -> HttpResponse:
    status = 422 if form is not None and form.is_bound and form.errors else 200
    context = {"email": address.email, "form": form}
    return render(request, "account/confirm.html", context, status=status)


def _to_sign_in(request: HttpRequest) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('account_login')}?next={request.path}")

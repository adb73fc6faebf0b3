"""The forms of signing up and in, with our words; the rest is django-allauth's."""

from typing import Any

from allauth.account import forms
from allauth.account.internal.flows.email_verification import consume_email_verification_rate_limit
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from allauth.socialaccount.forms import SignupForm as AllauthSocialSignupForm
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from registry.accounts import unconfirmed
from registry.web.sign_in import mails
from registry.web.sign_in.adapter import keep_name
from registry.web.sign_in.mails import Mail
from registry.web.sign_in.sign_ups import count

NAME_HELP = _(
    "Your public name: 3 to 30 letters, digits and single hyphens. It stands beside what you propose and "
    "cannot be changed later."
)


class CodeForm(AuthenticateForm):
    """The second step of signing in: whoever comes here types a code next."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"].widget.attrs["autofocus"] = True


class LoginForm(forms.LoginForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["login"].widget.attrs |= {"autocomplete": "username webauthn", "maxlength": "254"}

    def user_credentials(self) -> dict[str, Any]:
        """One of both, so that a password is compared once, whoever is asked for."""
        login = self.cleaned_data["login"]
        return {"email" if "@" in login else "username": login, "password": self.cleaned_data["password"]}


class _SignUp:
    """What signing up by any way has in common."""

    cleaned_data: dict[str, Any]
    account_already_exists: bool

    def validate_unique_email(self, value: str) -> str:
        """An address that somebody else confirmed has an account; one that nobody did is free."""
        found = EmailAddress.objects.filter(email__iexact=value, verified=True)
        self.account_already_exists = found.exists()
        return value

    def try_save(self, request: HttpRequest) -> tuple[Any, Any]:
        """Make the account, or act as if: both count, and take as long."""
        count(request)
        email = self.cleaned_data["email"]
        # What was sent before stays good when nothing more may be sent to this address today.
        if not consume_email_verification_rate_limit(request, email, dry_run=True):
            self.account_already_exists = True
        if self.account_already_exists:
            keep_name(self.cleaned_data["username"])
            make_password(self.cleaned_data.get("password1"))
        else:
            unconfirmed.drop(email)
        found: tuple[Any, Any] = super().try_save(request)  # type: ignore[misc]  # of the form beside
        return found


class SignupForm(_SignUp, forms.SignupForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["username"].help_text = NAME_HELP
        self.fields["username"].widget.attrs |= {"maxlength": "30", "spellcheck": "false"}
        self.fields["username"].min_length = None


class SocialSignupForm(_SignUp, AllauthSocialSignupForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["username"].help_text = NAME_HELP


class AddPasskeyForm(AddWebAuthnForm):
    def clean(self) -> dict[str, Any]:
        """What no browser would send is wrong as a wrong code is."""
        try:
            found: dict[str, Any] = super().clean()
        except ValueError as error:
            raise get_adapter().validation_error("incorrect_code") from error
        return found


class ResetPasswordForm(forms.ResetPasswordForm):
    def save(self, request: HttpRequest, **options: Any) -> str:
        """Ask for a mail, whether or not the address has an account; it goes to confirmed addresses only."""
        email: str = self.cleaned_data["email"]
        known = EmailAddress.objects.filter(email__iexact=email, verified=True, user__is_active=True)
        mails.ask(Mail.RESET, known.first())
        return email


# What django-allauth says in forms, here so that it is translated with all else.
gettext_noop("You must type the same password each time.")

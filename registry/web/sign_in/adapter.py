"""What django-allauth asks of this site: names, sessions, mails, and where people are sent."""

from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress, EmailConfirmation
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.forms import BaseForm, ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from registry.accounts import flags, handles, sessions, tokens
from registry.accounts.models import Token, User
from registry.web.acting import actor_of
from registry.web.sign_in import mails
from registry.web.sign_in.mails import Mail
from registry.web.sign_in.pages import proved_lately
from registry.web.sign_in.watched import watched

NAME_KEPT_FOR = timedelta(days=7)  # as long as an account nobody confirmed
PASSKEY_OPTIONS = "mfa_login_webauthn"
# One sentence, whatever is wrong: it must not tell who has an account.
NO_MATCH = _(
    "These do not belong to an account with a confirmed address. If you have just signed up, open the link "
    "in the mail first."
)
PROBLEMS = {
    handles.Problem.LENGTH: _("Choose a name of 3 to 30 characters."),
    handles.Problem.CHARACTERS: _(
        "Use the letters a to z, digits and single hyphens between them, and begin with a letter."
    ),
    handles.Problem.RESERVED: _("This name would speak for the site. Choose another."),
}
TAKEN = _("This name, or one that looks like it, belongs to somebody else. Choose another.")


class Adapter(DefaultAccountAdapter):
    """Ours where the usual would tell too much, send a mail too many or leave a session open."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": NO_MATCH,
        "email_password_mismatch": NO_MATCH,
        "invalid_login": NO_MATCH,
        "username_taken": TAKEN,
        "too_many_login_attempts": _("Too many tries. Wait five minutes and try again."),
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your password."),
        "incorrect_code": _("This code is not right, or it was used before. Take the next one."),
        "duplicate_email": _("This address is one of yours already."),
        "max_email_addresses": _("You have as many addresses as an account can have: %d."),
    }

    def is_reauthentication_required(self, *, app: str, **options: Any) -> bool:
        return self.request is None or not proved_lately(self.request)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return not flags.on() & set(flags.Name)

    def clean_username(self, username: str, shallow: bool = False) -> str:
        """The name as it was typed, if it may be one and nobody has it or one like it."""
        wrong = handles.problem(username)
        if wrong:
            raise ValidationError(PROBLEMS[wrong], code=wrong.value)
        if not shallow and is_taken(username):
            raise self.validation_error("username_taken")
        return username

    def save_user(
        self, request: HttpRequest, user: AbstractBaseUser, form: BaseForm, commit: bool = True
    ) -> AbstractBaseUser:
        assert isinstance(user, User)
        user.language = get_language() or settings.LANGUAGE_CODE
        return super().save_user(request, user, form, commit)

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        super().login(request, user)
        session = request.session
        assert isinstance(session, sessions.SessionStore)
        session.begin()
        watched("login", request, user)

    def logout(self, request: HttpRequest) -> None:
        """Whoever signs out is signed out in every browser."""
        if isinstance(request.user, User):
            sessions.end_all(request.user)
            watched("logout", request, request.user)
        super().logout(request)

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """A new password ends what the old one opened: all sessions, and the tokens of programs."""
        assert isinstance(user, User)
        super().set_password(user, password)
        sessions.end_all(user)
        by = actor_of(self.request) if self.request else mails.NOBODY
        tokens.revoke_all(user, because=Token.Because.PASSWORD, by=by, now=timezone.now())

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        watched("login.failed", request, None)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_login")  # a new password ends this session as well

    def is_safe_url(self, url: str) -> bool:
        """Nobody is sent to another host, nor to another scheme."""
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={settings.SITE.netloc}, require_https=settings.IS_HTTPS
        )

    def get_client_ip(self, request: HttpRequest) -> str:
        """From where a request comes; of one that went round the proxies, where it came from at last."""
        try:
            found: str = super().get_client_ip(request)
        except (ImproperlyConfigured, PermissionDenied):
            return request.META.get("REMOTE_ADDR") or "0.0.0.0"
        return found

    def is_ajax(self, request: HttpRequest) -> bool:
        """One address answers with data, to the script that asks a browser for a passkey."""
        match = request.resolver_match
        return bool(match and match.url_name == PASSKEY_OPTIONS and request.method == "GET")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        raise NotImplementedError(f"no mail is sent from a request: {template_prefix}")

    def send_confirmation_mail(
        self, request: HttpRequest, emailconfirmation: EmailConfirmation, signup: bool
    ) -> None:
        mails.ask(Mail.CONFIRM, emailconfirmation.email_address)

    def send_account_already_exists_mail(self, email: str) -> None:
        address = EmailAddress.objects.filter(email__iexact=email, verified=True).first()
        mails.ask(Mail.TAKEN, address)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the owner of an account that something about its safety changed."""
        what = template_prefix.rpartition("/")[2]
        watched(what.replace("_", "."), self.request, user)
        assert isinstance(user, User)
        mails.tell(what, user, old_address=email or "")


def is_taken(handle: str) -> bool:
    """Whether somebody has this name, one that looks like it, or was told a moment ago that they have."""
    alike = handles.skeleton(handle)
    return bool(cache.get(_kept(alike))) or User.objects.filter(skeleton=alike).exists()


def keep_name(handle: str) -> None:
    """Hold a name for somebody whose address has an account, as if they had got one.

    Otherwise the name would stay free, and who tries it again would know that the address was known.
    """
    cache.set(_kept(handles.skeleton(handle)), True, NAME_KEPT_FOR.total_seconds())


def _kept(alike: str) -> str:
    return f"name:{alike}"

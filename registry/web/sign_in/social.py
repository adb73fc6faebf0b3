"""Signing in through another site: GitHub, Hugging Face, or one that speaks OpenID Connect.

Which of them there are is set by the operator. What another site says of an address of mail opens no account
that exists: its owner signs in and connects the two.
"""

import hmac
import logging
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, _build_apps_from_settings
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthError
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

OPENID = "openid_connect"
# All that is kept of what the other site tells: who it is there, and its organizations.
KEPT = ("id", "sub", "login", "preferred_username", "html_url", "profile", "orgs")

logger = logging.getLogger(__name__)


class SocialAdapter(DefaultSocialAccountAdapter):
    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "no_password": _("Choose a password first: nothing else would be left to sign in with."),
        "no_verified_email": _("Confirm an e-mail address first."),
        "connected_other": _("This account of the other site belongs to another account here."),
    }

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Those of the settings; none is in the database."""
        found = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in found.values() for app in apps]

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False  # everybody chooses a name

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Believe only what was asked for by this browser, and keep little of it."""
        data = sociallogin.account.extra_data
        if sociallogin.provider.id == OPENID and not is_answer(data, sociallogin.state.get("nonce", "")):
            logger.warning("an answer to nobody's question came from %s", sociallogin.account.provider)
            answer = render(request, "socialaccount/authentication_error.html", status=401)
            raise ImmediateHttpResponse(answer)
        for address in sociallogin.email_addresses:
            address.verified = address.verified is True  # some sites write "false"
        sociallogin.account.extra_data = kept(data)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: str = AuthError.UNKNOWN,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        logger.warning(
            "signing in through %s failed: %s %s", provider.sub_id, error, type(exception).__name__
        )


def is_answer(data: dict[str, Any], nonce: str) -> bool:
    """Whether the ID token answers the question this nonce was sent with, about the person of the rest."""
    token = data.get("id_token")
    if not isinstance(token, dict) or not nonce:
        return False
    told = data.get("userinfo", token)
    is_same = isinstance(told, dict) and told.get("sub") == token.get("sub")
    return is_same and hmac.compare_digest(str(token.get("nonce", "")).encode(), nonce.encode())


def kept(data: dict[str, Any]) -> dict[str, Any]:
    """The few names of this that are of use; of OpenID Connect one level further down."""
    told = data.get("userinfo") or data.get("id_token")
    if isinstance(told, dict):
        return {"userinfo": kept(told)}
    return {name: data[name] for name in KEPT if name in data}

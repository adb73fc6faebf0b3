"""What is written down of signing in: for the owner of the account with its address, for the log without."""

import logging

from allauth.account.adapter import get_adapter
from allauth.core import context
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils import timezone

from registry.accounts import security
from registry.accounts.models import User

logger = logging.getLogger(__name__)


def watched(verb: str, request: HttpRequest | None, user: AbstractBaseUser | None) -> None:
    """Write down that this happened, such as "login", "login.failed" or "totp.activated"."""
    logger.info("account: %s (user %s)", verb, user.pk if user else "unknown")
    request = request or context.request
    if request is None:
        return
    security.saw(
        verb[:60],
        user=user if isinstance(user, User) else None,
        address=get_adapter(request).get_client_ip(request),
        agent=request.headers.get("User-Agent", ""),
        now=timezone.now(),
    )

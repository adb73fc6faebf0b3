"""Who a request comes from, and doors that ask for it.

The session is read only where the request carries one: pages for everybody stay free of cookies.
"""

import functools
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from http import HTTPStatus

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from registry.accounts.actors import Actor, roles_of
from registry.accounts.roles import Role

View = Callable[..., HttpResponseBase]
PRIVILEGED_FOR = timedelta(hours=12)  # after the second factor was shown


class Missing(StrEnum):
    """What somebody lacks who is not let in."""

    SIGN_IN = "sign_in"
    ADDRESS = "address"  # a verified one
    FACTOR = "factor"  # a second one, set up
    SHOWN = "shown"  # the second factor, shown lately
    ROLE = "role"


def carries_session(request: HttpRequest) -> bool:
    """Whether to ask for an account at all."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def actor_of(request: HttpRequest) -> Actor:
    """Whoever acts by this request; `user` is None for a visitor."""
    kept: Actor | None = getattr(request, "actor", None)
    if kept is None:
        kept = _actor(request)
        request.actor = kept  # type: ignore[attr-defined]  # read once for each request
    return kept


def _actor(request: HttpRequest) -> Actor:
    name = getattr(request, "request_id", "")
    if not carries_session(request) or not request.user.is_authenticated:
        return Actor(None, request_id=name)
    return Actor(request.user, mfa=showed_factor(request), request_id=name)


def showed_factor(request: HttpRequest) -> bool:
    """Whether this session was opened, or confirmed since, with a second factor, within 12 hours."""
    since = (timezone.now() - PRIVILEGED_FOR).timestamp()
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" and record.get("at", 0) > since for record in records)


def signed_in(view: View) -> View:
    """A page for people with an account and a verified address."""
    return with_role(Role.CONTRIBUTOR)(view)


def with_role(*wanted: Role) -> Callable[[View], View]:
    """A page for people with one of these roles; whoever lacks it is told what to do about that."""

    def decorator(view: View) -> View:
        @functools.wraps(view)
        def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            lacking = missing(actor_of(request), *wanted)
            if lacking is None:
                return private(view(request, *args, **kwargs))
            if lacking is Missing.SIGN_IN and request.method in ("GET", "HEAD"):
                return private(redirect_to_login(request.get_full_path(), reverse("account_login")))
            return not_let_in(request, lacking, *wanted)

        return answered

    return decorator


def missing(actor: Actor, *wanted: Role) -> Missing | None:
    """What keeps this actor from each of these roles; None when one of them is theirs."""
    now, sought = timezone.now(), frozenset(wanted)
    if actor.user is None:
        return Missing.SIGN_IN
    held = roles_of(actor, now=now)
    if held & sought:
        return None
    if Role.CONTRIBUTOR not in held:
        return Missing.ADDRESS
    if not roles_of(replace(actor, mfa=True), now=now) & sought:
        return Missing.ROLE
    return Missing.SHOWN if Authenticator.objects.filter(user=actor.user).exists() else Missing.FACTOR


def not_let_in(request: HttpRequest, lacking: Missing, *wanted: Role) -> HttpResponse:
    """403, with what is missing and where to get it."""
    context = {"lacking": lacking, "wanted": wanted, "next": request.get_full_path()}
    answer = render(request, "web/not_let_in.html", context, status=HTTPStatus.FORBIDDEN)
    private(answer)
    return answer


def private(answer: HttpResponseBase) -> HttpResponseBase:
    """Kept by nobody, listed by nobody: what one person sees is for that person."""
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer

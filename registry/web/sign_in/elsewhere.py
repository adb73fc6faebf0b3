"""Leaving for another site to sign in there, and coming back."""

import functools
import logging
import secrets
from collections.abc import Callable

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core.internal.ratelimit import consume
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from registry.accounts import sessions
from registry.web.acting import private
from registry.web.errors import too_many_tries
from registry.web.modes import nothing_is_written
from registry.web.sign_in.pages import for_owner
from registry.web.sign_in.social import OPENID

View = Callable[..., HttpResponseBase]
logger = logging.getLogger(__name__)


@require_POST
def leave(request: HttpRequest, provider: str) -> HttpResponseBase:
    """On to the other site, with a state, a nonce and a challenge that only this browser can answer.

    By a page that goes on by itself: a form may be answered by our own site only.
    """
    if not consume(request, app="allauth.account", action="login"):
        return too_many_tries(request)
    process = AuthProcess.CONNECT if request.user.is_authenticated else AuthProcess.LOGIN
    return private(_leave(request, provider, process))


connect = for_owner(leave)


def _leave(request: HttpRequest, name: str, process: str) -> HttpResponse:
    try:
        provider = get_adapter().get_provider(request, name)
    except SocialApp.DoesNotExist as error:
        raise Http404(name) from error
    place = request.POST.get("next", "")
    place = place if place and get_account_adapter(request).is_safe_url(place) else ""
    asked = {}
    if provider.id == OPENID:
        nonce = secrets.token_urlsafe(24)
        asked = {"nonce": nonce, "auth_params": {"nonce": nonce}}
    try:
        answer = provider.redirect(request, process, next_url=place or None, **asked)
    except Exception:  # each site has failures of its own; none of them is a failure of ours
        logger.warning("%s cannot be reached for signing in", name, exc_info=True)
        return render(request, "socialaccount/authentication_error.html", status=502)
    there = answer.get("Location", "")
    if not there.startswith("https://") and not (settings.IS_LOCAL and there.startswith("http://")):
        return render(request, "socialaccount/authentication_error.html", status=502)
    return render(request, "socialaccount/leave.html", {"there": there, "name": provider.name})


def back(view: View) -> View:
    """Coming back: whatever the other site answers, the reader gets a page."""

    @functools.wraps(view)
    def answered(request: HttpRequest, **kwargs: object) -> HttpResponseBase:
        if sessions.nothing_is_written():
            return nothing_is_written(request)
        try:
            return private(view(request, **kwargs))
        except SocialApp.DoesNotExist as error:
            raise Http404("no such site") from error
        except (KeyError, TypeError, ValueError, ImproperlyConfigured, IntegrityError):
            logger.warning("an answer for signing in could not be read", exc_info=True)
            return private(render(request, "socialaccount/authentication_error.html", status=502))

    return answered


def cancelled(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(reverse("account_login"))

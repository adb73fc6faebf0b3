"""What every page of signing in holds to: kept by nobody, 422 for errors, a proof just given."""

import functools
import time
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import (
    did_recently_reauthenticate,
    get_reauthentication_flows,
)
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.contrib.auth.views import redirect_to_login
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from registry.web.acting import private
from registry.web.sign_in.dress import dress
from registry.web.sign_in.watched import watched

View = Callable[..., HttpResponseBase]
FRESH = 300  # seconds


def page(view: View) -> View:
    """A page of signing in."""

    @functools.wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        answer = view(request, *args, **kwargs)
        forms = _forms(answer)
        for form in forms:
            dress(form)
        if request.method == "POST" and any(form.errors for form in forms) and answer.status_code == 200:
            answer.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return private(answer)

    return answered


def _forms(answer: HttpResponseBase) -> list[BaseForm]:
    """The forms of a page that is not drawn yet."""
    shown = answer.context_data or {} if isinstance(answer, TemplateResponse) else {}
    return [shown[name] for name in ("form", "webauthn_form") if isinstance(shown.get(name), BaseForm)]


def for_owner(view: View) -> View:
    """A page that changes how an account is signed in to: whoever it is proves it again, before the form."""

    @functools.wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        here = request.get_full_path()
        if not request.user.is_authenticated:
            return private(redirect_to_login(here, reverse("account_login")))
        if proved_lately(request):
            return page(view)(request, *args, **kwargs)
        methods = get_adapter(request).get_reauthentication_methods(request.user)
        if methods:
            ask = f"{methods[0]['url']}?{urlencode({REDIRECT_FIELD_NAME: here})}"
            return private(HttpResponseRedirect(ask))
        logout(request)  # signed in elsewhere, without a password: only that can be asked for again
        return private(redirect_to_login(here, reverse("account_login")))

    return answered


def proved_lately(request: HttpRequest) -> bool:
    """Whether the password or a second factor was given within five minutes, or the session is as young."""
    if get_reauthentication_flows(request.user) and did_recently_reauthenticate(request):
        return True
    records = get_authentication_records(request, request.user)
    return any(time.time() - record.get("at", 0) < FRESH for record in records)


def renews(view: View) -> View:
    """A page after whose success the session gets another key: a second factor was shown."""

    @functools.wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        answer = page(view)(request, *args, **kwargs)
        if request.method == "POST" and answer.status_code == HTTPStatus.FOUND:
            request.session.cycle_key()
            watched("proved", request, request.user if request.user.is_authenticated else None)
        return answer

    return answered

"""The last administrator keeps a second factor: without one nobody could run the site."""

import functools
from collections.abc import Callable
from http import HTTPStatus

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from registry.accounts import admins, factors
from registry.web.acting import actor_of

View = Callable[..., HttpResponseBase]


def losing_one(view: View) -> View:
    """A page that takes a second factor away: one transaction, so that of two admins at once one stays."""

    @functools.wraps(view)
    def answered(request: HttpRequest, **kwargs: int) -> HttpResponseBase:
        user = actor_of(request).user
        if request.method != "POST" or user is None:
            return view(request, **kwargs)
        with transaction.atomic():
            mine = factors.of(user)
            factor = mine.filter(pk=kwargs["pk"]) if "pk" in kwargs else mine.filter(type="totp")
            if all(admins.may_lose(one) for one in factor):
                return view(request, **kwargs)
        return render(request, "account/last_factor.html", status=HTTPStatus.UNPROCESSABLE_ENTITY)

    return answered

"""Errors that Django answers with an empty page or a bare one, in the clothes of the site.

The API answers errors itself, as problem documents; badges are answered in front of all this.
"""

import logging
import sys
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views import defaults

from registry.scorecards.queries import TooSlow
from registry.web.languages import in_language

logger = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponseBase]

RETRY_AFTER = 30  # seconds
TOO_SLOW = (
    _("This search takes too long"),
    _(
        "It was given up after two seconds, so that others need not wait. Narrow it: more letters of the "
        "name, its organization, or one filter more."
    ),
)
# Status -> heading, and what a reader can do now.
WORDS = {
    HTTPStatus.METHOD_NOT_ALLOWED: (
        _("This page can only be read"),
        _("Nothing can be sent to this address. Open it again as a page, or look for a model."),
    ),
    HTTPStatus.GONE: (
        _("Taken down"),
        _("This was published here and has been removed. The page on moderation says how such things go."),
    ),
    HTTPStatus.TOO_MANY_REQUESTS: (
        _("Too many requests"),
        _("Wait a minute and try again. Whoever wants everything can have it at once, from the API."),
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: (
        _("The registry is out of reach"),
        _("Its database does not answer. No record is lost. Try this page again soon."),
    ),
}


def in_own_clothes(get_response: GetResponse) -> GetResponse:
    """Give an error without a body one that says what is the matter and what comes next."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if response.status_code not in WORDS or request.path.startswith("/api/"):
            return response
        if not isinstance(response, HttpResponse) or response.content:
            return response
        return _dressed(request, response)

    answer.process_exception = _too_slow  # type: ignore[attr-defined]  # Django asks middleware for it
    return answer


def _too_slow(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """503 for a list that was given up; other errors are not dealt with here."""
    if not isinstance(error, TooSlow):
        return None
    logger.warning("a list was given up: %s", request.path)
    page = _page(request, *TOO_SLOW, HTTPStatus.SERVICE_UNAVAILABLE)
    page["Retry-After"] = str(RETRY_AFTER)
    return page


def _dressed(request: HttpRequest, bare: HttpResponse) -> HttpResponse:
    page = error_page(request, HTTPStatus(bare.status_code))
    for name, value in bare.items():
        if name not in ("Content-Type", "Content-Length"):
            page[name] = value
    return page


def error_page(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    """The page of one of the errors in WORDS; caches keep none."""
    return _page(request, *WORDS[status], status)


def _page(request: HttpRequest, heading: object, reason: object, status: HTTPStatus) -> HttpResponse:
    page = render(request, "web/error.html", {"heading": heading, "reason": reason}, status=status)
    page["Cache-Control"] = "no-store"
    return page


def slow_down(request: HttpRequest, wait: timedelta) -> HttpResponse:
    """429 for what was done too often, with how long to wait."""
    page = error_page(request, HTTPStatus.TOO_MANY_REQUESTS)
    page["Retry-After"] = str(max(int(wait.total_seconds()), 1))
    return page


def too_many_tries(request: HttpRequest) -> HttpResponse:
    """429 of signing in, where no limit is longer than an hour."""
    return slow_down(request, timedelta(minutes=5))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """404; among the pages of whoever is signed in one that names them all."""
    own = in_language(request.path, settings.LANGUAGE_CODE).startswith("/me/")
    return defaults.page_not_found(request, exception, "web/me_missing.html" if own else "404.html")


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the database cannot be reached. Neither page reads anything from it."""
    if not isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        return defaults.server_error(request)
    page = error_page(request, HTTPStatus.SERVICE_UNAVAILABLE)
    page["Retry-After"] = str(RETRY_AFTER)
    return page

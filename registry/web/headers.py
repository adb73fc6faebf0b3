"""Headers and cookies that Django has no setting for."""

import re
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from registry import logs

GetResponse = Callable[[HttpRequest], HttpResponseBase]
REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


def request_id(get_response: GetResponse) -> GetResponse:
    """Name every request, in its answer, in its log lines and in the jobs it asks for.

    A name given by a proxy in front is kept, so that one name leads through all logs.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        name = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        request.request_id = name  # type: ignore[attr-defined]  # for what Django logs after all middleware
        with logs.noting(request=name):
            response = get_response(request)
        response.headers["X-Request-ID"] = name
        return response

    return answer


def permissions_policy(get_response: GetResponse) -> GetResponse:
    """Tell browsers that no page here uses camera, microphone, place, payment or advertising topics."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), browsing-topics=()"
        )
        return response

    return answer


def no_cookie_for_readers(get_response: GetResponse) -> GetResponse:
    """Forget the form token of somebody who has no session and only reads.

    Otherwise an unreadable token is answered with a new cookie, on pages that caches may keep for all.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        reads = request.method in ("GET", "HEAD", "OPTIONS")
        if reads and settings.SESSION_COOKIE_NAME not in request.COOKIES:
            request.COOKIES.pop(settings.CSRF_COOKIE_NAME, None)
        return get_response(request)

    return answer

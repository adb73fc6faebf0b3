"""Headers and cookies that Django has no setting for."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

GetResponse = Callable[[HttpRequest], HttpResponseBase]


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

"""Modes of the whole site: nothing is written; or nobody is signed in either. Reading goes on in both."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from registry.accounts import flags
from registry.accounts.flags import Name

GetResponse = Callable[[HttpRequest], HttpResponseBase]
READS = frozenset({"GET", "HEAD", "OPTIONS"})
RETRY_AFTER = "600"  # seconds
# Asked by POST, and nothing is kept of it; and the page that turns these modes off again.
ALLOWED = frozenset({"api:evaluate", "api:what-if", "admin:accounts_switch_changelist"})


def by_mode(get_response: GetResponse) -> GetResponse:
    """Answer 503 to what would be written, and know nobody, while the admins have it so.

    Whoever only reads and carries no session costs no question.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        writes, carries = request.method not in READS, settings.SESSION_COOKIE_NAME in request.COOKIES
        if not (writes or carries):
            return get_response(request)
        on = flags.on()
        if Name.DENY_LOGIN in on:
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        if writes and on & {Name.READ_ONLY, Name.DENY_LOGIN} and not _is_allowed(request):
            return nothing_is_written(request)
        return get_response(request)

    return answer


def _is_allowed(request: HttpRequest) -> bool:
    try:
        return resolve(request.path_info).view_name in ALLOWED
    except Resolver404:
        return False


def nothing_is_written(request: HttpRequest) -> HttpResponse:
    """503, with when to come back; a page, or a problem where a program asked."""
    heading = _("Nothing can be written for now")
    reason = _(
        "The registry can only be read at the moment. Keep what you typed, by going back, and send it again "
        "later."
    )
    status = HTTPStatus.SERVICE_UNAVAILABLE
    page: HttpResponse
    if request.path.startswith("/api/"):
        detail = "The registry can only be read at the moment. Send it again later."
        body = {"type": "about:blank", "title": status.phrase, "status": 503, "detail": detail}
        page = JsonResponse(
            body | {"instance": request.path}, status=status, content_type="application/problem+json"
        )
    else:
        page = render(request, "web/error.html", {"heading": heading, "reason": reason}, status=status)
    page["Retry-After"], page["Cache-Control"] = RETRY_AFTER, "no-store"
    return page

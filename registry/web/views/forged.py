"""Forms whose token is not ours, or not ours any more: signing in elsewhere makes older pages too old."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import Resolver404, resolve
from django.views.csrf import csrf_failure

from registry.web.acting import private
from registry.web.assessing import door


def forged(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """403, and nothing done. What was typed on a step of an assessment is kept for whom its page was made."""
    try:
        found = resolve(request.path_info)
    except Resolver404:
        return _plain(request, reason)
    if found.view_name != "web:assess-step" or not request.POST.get("who"):
        return _plain(request, reason)
    return private(door.too_late(request, **found.kwargs))


def _plain(request: HttpRequest, reason: str) -> HttpResponse:
    page: HttpResponse = csrf_failure(request, reason=reason)
    return page

"""Pages that show the registry as it stood on a past day, `?at=2026-11-23`."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext

from registry.web.dates import past_day
from registry.web.views.errors import refused

Answer = HttpResponse | StreamingHttpResponse


def dated(view: Callable[..., Answer]) -> Callable[..., Answer]:
    """Answers 400 where `at` names no past day: to show today instead would be a wrong answer."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **named: Any) -> Answer:
        given = request.GET.get("at", "")
        if not given or past_day(given):
            return view(request, *args, **named)
        without = request.GET.copy()
        without.pop("at")
        return refused(
            request,
            gettext("A date is written as in 2026-11-23, and lies in the past."),
            gettext("See the current record"),
            f"{request.path}?{without.urlencode()}" if without else request.path,
        )

    return checked

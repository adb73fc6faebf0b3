"""How long a page that everybody sees alike may be kept, and by whom."""

import functools
import hashlib
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

MINUTE = "public, max-age=60"
OWN = "private, no-cache"  # it names who is signed in


def public_page(view: Callable[..., HttpResponse | StreamingHttpResponse]) -> Callable[..., HttpResponseBase]:
    """A page for everybody: kept for a minute by anyone, then asked for again by its ETag.

    The ETag is over the bytes of the page, so that an edited template or rule set shows at once. What is sent
    in pieces has none: its bytes are not known beforehand.
    """

    @require_safe
    @functools.wraps(view)
    def answered(request: HttpRequest, *args: str | int, **kwargs: str | int) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if response.status_code >= 400:
            response["Cache-Control"] = "no-store"
            return response
        response["Cache-Control"] = OWN if settings.SESSION_COOKIE_NAME in request.COOKIES else MINUTE
        if response.status_code != 200 or isinstance(response, StreamingHttpResponse):
            return response
        etag = '"' + hashlib.sha256(response.content).hexdigest()[:32] + '"'
        response["ETag"] = etag
        return get_conditional_response(request, etag=etag, response=response) or response

    return answered

"""How long requests take, counted by each web process."""

import time
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponseBase
from prometheus_client import Histogram

GetResponse = Callable[[HttpRequest], HttpResponseBase]
METHODS = {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"}
REQUESTS = Histogram(
    "sourceform_request_seconds",
    "Time to answer requests, badges aside, by method, view and class of the status.",
    ["method", "view", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)


def measured(get_response: GetResponse) -> GetResponse:
    """Count every request under the name of its view: addresses and odd methods would grow without end."""
    if not settings.METRICS:
        raise MiddlewareNotUsed

    def answer(request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        response = get_response(request)
        method = request.method if request.method in METHODS else "other"
        view = request.resolver_match.view_name if request.resolver_match else "none"
        status = f"{response.status_code // 100}xx"
        REQUESTS.labels(method, view, status).observe(time.perf_counter() - began)
        return response

    return answer

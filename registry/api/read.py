"""What every address of the API does alike: for everybody, from anywhere, and cached briefly."""

import gzip
import hashlib
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from registry.api import problems, throttle
from registry.api.acting import ByToken
from registry.api.problems import BadParameter
from registry.api.throttle import Asking, Limit

CACHING = "public, max-age=60, stale-while-revalidate=60"
PRIVATE = "private, no-store"
METHODS = "GET, HEAD, OPTIONS"
SENT = (
    "Accept, Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match"  # headers of a question
)
EXPOSED = f"ETag, Link, Location, Retry-After, {throttle.EXPOSED}"
WORTH_PACKING = 1_000  # bytes


class Read(APIView):
    """A read-only resource. `parameters` are the query parameters it knows; any other is refused."""

    authentication_classes: tuple[type[BaseAuthentication], ...] = (ByToken,)
    permission_classes = (AllowAny,)
    throttle_classes: tuple[type[BaseThrottle], ...] = (Asking,)
    renderer_classes: tuple[type[BaseRenderer], ...] = (JSONRenderer,)
    parameters: ClassVar[frozenset[str]] = frozenset()
    methods: ClassVar[str] = METHODS
    formats: ClassVar[frozenset[str]] = frozenset({"json"})
    is_private: ClassVar[bool] = False  # the answer depends on who asks, and is kept by nobody
    limits: Sequence[BaseThrottle] = ()  # those that counted this request

    def get_exception_handler(self) -> Callable[[Exception, dict[str, Any]], Response]:
        return problems.handler

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        known = self.known_parameters()
        for name in request.query_params:
            if name not in known:
                listed = ", ".join(sorted(known)) or "no parameters"
                raise BadParameter(name, f"not known here; this address takes {listed}")

    def known_parameters(self) -> frozenset[str]:
        return self.parameters | {"format"}

    def perform_authentication(self, request: Request) -> None:
        """Wrong tokens are counted like questions without one, or they could be tried without end."""
        try:
            super().perform_authentication(request)
        except exceptions.AuthenticationFailed:
            self.check_throttles(request)
            raise

    def get_throttles(self) -> list[BaseThrottle]:
        self.limits = super().get_throttles()
        return self.limits

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Response:
        """What a browser asks before it reads from another site."""
        answer = Response(status=204)
        answer["Allow"] = self.methods
        answer["Access-Control-Allow-Methods"] = self.methods
        answer["Access-Control-Allow-Headers"] = SENT
        answer["Access-Control-Max-Age"] = "86400"
        return answer

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer = super().dispatch(request, *args, **kwargs)
        assert isinstance(answer, HttpResponse)
        if isinstance(answer, Response):
            answer.render()
        answer["Access-Control-Allow-Origin"] = "*"
        answer["Access-Control-Expose-Headers"] = EXPOSED
        for limit in self.limits:
            if isinstance(limit, Limit):
                limit.say(answer)
        if self.is_private:
            answer["Cache-Control"] = PRIVATE
            patch_vary_headers(answer, ["Authorization"])
            return answer
        if answer.status_code != 200 or request.method == "POST":
            answer["Cache-Control"] = "no-store"
            return answer
        answer["Cache-Control"] = CACHING
        return _conditional(request, answer)


def _conditional(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """The answer with a strong tag, packed where asked for, or 304 when the reader has it already.

    Packed here and not by the middleware, which can only make the tag a weak one.
    """
    tag = hashlib.sha256(answer.content).hexdigest()[:32]
    patch_vary_headers(answer, ["Accept-Encoding"])
    if len(answer.content) > WORTH_PACKING and "gzip" in request.headers.get("Accept-Encoding", ""):
        answer.content = gzip.compress(answer.content, 6, mtime=0)
        answer["Content-Encoding"] = "gzip"
        tag += "-gzip"
    answer["Content-Length"] = str(len(answer.content))
    answer["ETag"] = f'"{tag}"'
    same = get_conditional_response(request, etag=answer["ETag"], response=answer)
    assert isinstance(same, HttpResponse)
    for name in ("Access-Control-Allow-Origin", "Access-Control-Expose-Headers"):
        same[name] = answer[name]  # a 304 keeps only what concerns caches
    return same

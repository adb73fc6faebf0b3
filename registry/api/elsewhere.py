"""Addresses under /api/ that hold nothing: answered in JSON like everything there."""

from typing import Any

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import resolve
from django.views import defaults
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from registry.api.problems import NoSuch, unreadable
from registry.api.read import Read


class Elsewhere(Read):
    """404 for every method; an address that only lacks its last slash is sent on."""

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.path.endswith("/"):
            found = resolve(f"{request.path}/")
            if getattr(found.func, "cls", None) is not Elsewhere:
                return HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True))
        raise NoSuch(f"There is nothing at {request.path}.")

    post = put = patch = delete = get

    def known_parameters(self) -> frozenset[str]:
        return frozenset(self.request.query_params)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """400 for what no view was asked for: JSON under /api/, a page elsewhere."""
    if request.path.startswith("/api/"):
        return unreadable(request)
    return defaults.bad_request(request, exception)

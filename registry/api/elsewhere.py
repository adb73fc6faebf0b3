"""Addresses under /api/ that hold nothing: answered in JSON like everything there."""

from typing import Any

from django.http import HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import resolve
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from registry.api.problems import NoSuch
from registry.api.read import Read


class Elsewhere(Read):
    """404 for every method; an address that only lacks its last slash is sent on."""

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.path.endswith("/"):
            found = resolve(f"{request.path}/")
            if getattr(found.func, "cls", None) is not Elsewhere:
                query = request.META.get("QUERY_STRING", "")
                return HttpResponsePermanentRedirect(f"{request.path}/" + (f"?{query}" if query else ""))
        raise NoSuch(f"There is nothing at {request.path}.")

    post = put = patch = delete = get

    def known_parameters(self) -> frozenset[str]:
        return frozenset(self.request.query_params)

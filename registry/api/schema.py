"""The description of the API for programs (OpenAPI 3), and its page for people."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from registry.api import reference
from registry.api.read import CACHING, Read


class Schema(Read):
    """JSON unless YAML is asked for, by ?format=yaml or by an Accept header."""

    renderer_classes = (OpenApiJsonRenderer2, OpenApiJsonRenderer, OpenApiYamlRenderer, OpenApiYamlRenderer2)

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        return Response(document())


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The reference, drawn from the schema on our own page."""
    listed = reference.read(document())
    answer = render(request, "api/docs.html", {"reference": listed})
    answer["Cache-Control"] = CACHING
    return answer


@cache
def document() -> dict[str, Any]:
    """The schema; it does not change while the process runs."""
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]
    schema: dict[str, Any] = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return schema

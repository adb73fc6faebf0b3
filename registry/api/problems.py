"""What the API answers when it cannot answer: application/problem+json (RFC 9457), never a stack trace."""

import logging
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, JsonResponse
from rest_framework import exceptions, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from registry.api import refused
from registry.assessments.refusals import Refused
from registry.scorecards.queries import TooSlow

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
UNREADABLE = "The request cannot be read."


class Problem(serializers.Serializer[Any]):
    """An error, described."""

    type = serializers.CharField(
        help_text="A URI for the kind of problem; about:blank when the status says it."
    )
    title = serializers.CharField(help_text="The name of the status.")
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="What is wrong with this request, in a sentence.")
    instance = serializers.CharField(help_text="The path that was asked for.")


class BadParameter(exceptions.APIException):
    """A query parameter that cannot be understood; the message names it and what was expected."""

    status_code = HTTPStatus.BAD_REQUEST

    def __init__(self, name: str, expected: str) -> None:
        super().__init__(f"Query parameter {name!r}: {expected}.")


class NoSuch(exceptions.NotFound):
    """What was asked for does not exist; the message says what was looked for."""


class OutOfReach(exceptions.APIException):
    """The database cannot be reached, or takes too long; asking again, or for less, helps."""

    status_code = HTTPStatus.SERVICE_UNAVAILABLE
    wait = 30.0  # seconds


def handler(error: Exception, context: dict[str, Any]) -> Response:
    """Turns whatever a view raised into a problem."""
    request: Request = context["request"]
    if isinstance(error, Refused):
        body = _body(request.path, error.status, refused.sentence(error))
        return refused.refused(error, body, MEDIA_TYPE)
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    elif isinstance(error, SuspiciousOperation):  # such as more parameters than Django reads
        error = exceptions.ParseError(UNREADABLE)
    elif isinstance(error, TooSlow):
        error = OutOfReach("This list takes too long and was given up. Narrow it: q, organization, state.")
    elif isinstance(error, (OperationalError, InterfaceError)):
        logger.error("an API request found no database: %s", request.path, exc_info=error)
        error = OutOfReach("The database of the registry does not answer. Try again soon.")
    if not isinstance(error, exceptions.APIException):
        logger.error("an API request failed: %s", request.path, exc_info=error)
        error = exceptions.APIException("The server could not answer. It has been noted.")
    response = problem(request, error.status_code, _text(error))
    wait: float | None = getattr(error, "wait", None)
    if wait is not None:
        response["Retry-After"] = str(int(wait) + 1)
    challenge: str | None = getattr(error, "auth_header", None)
    if challenge is not None:
        response["WWW-Authenticate"] = challenge
    return response


def problem(request: Request, status: int, detail: str) -> Response:
    return Response(_body(request.path, status, detail), status=status, content_type=MEDIA_TYPE)


def unreadable(request: HttpRequest) -> JsonResponse:
    """The problem of a request that reaches no view, such as one for a host that is not ours."""
    answer = JsonResponse(_body(request.path, 400, UNREADABLE), status=400, content_type=MEDIA_TYPE)
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cache-Control"] = "no-store"
    return answer


def _body(path: str, status: int, detail: str) -> dict[str, Any]:
    title = HTTPStatus(status).phrase
    body = Problem(
        {"type": "about:blank", "title": title, "status": status, "detail": detail, "instance": path}
    )
    return dict(body.data)


def _text(error: exceptions.APIException) -> str:
    detail = error.detail
    return str(detail) if isinstance(detail, str) else "; ".join(map(str, detail))

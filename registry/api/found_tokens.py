"""A token seen in a public place is taken back by whoever saw it: its text is proof enough."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from registry.accounts import tokens
from registry.api import bodies
from registry.api.acting import actor_of
from registry.api.bodies import BadDocument
from registry.api.judging import Judging
from registry.api.problems import Problem
from registry.openness.proofs import refuse_no_address
from registry.openness.syntax import DocumentError

LONGEST = 300  # characters of the address where it was seen


class SeenToken(serializers.Serializer[Any]):
    """A token, and where it was seen."""

    token = serializers.CharField(help_text="sourceform_ and 49 letters and digits.")
    url = serializers.URLField(
        required=False, max_length=LONGEST, help_text="Where it was seen; its owner is told."
    )


class Revoked(serializers.Serializer[Any]):
    """What came of it."""

    revoked = serializers.BooleanField(help_text="False: it opened nothing, or opens nothing any more.")


class FoundToken(Judging):
    methods = "POST, OPTIONS"
    parameters = frozenset()

    @extend_schema(
        operation_id="tokens_found",
        summary="Take back a token that was seen in a public place",
        description="For scanners of code and pages, and for anybody who came across one. Needs no account.",
        tags=["tokens"],
        request=SeenToken,
        responses={
            200: Revoked,
            400: OpenApiResponse(Problem, "The body is not understood; the detail names the key."),
        },
        auth=[],
    )
    def post(self, request: Request) -> Response:
        said = bodies.sent_table(request, known={"token": str, "url": str})
        if "token" not in said:
            raise BadDocument("document: expected the key token")
        where = _address(said.get("url", ""))
        found = tokens.revoke_found(said["token"], where=where, by=actor_of(request), now=timezone.now())
        return Response({"revoked": found is not None})


def _address(url: str) -> str:
    if not url:
        return ""
    if len(url) > LONGEST:
        raise BadDocument(f"document, url: expected at most {LONGEST} characters")
    try:
        refuse_no_address(url, "document, url")
    except DocumentError as error:
        raise BadDocument(str(error)) from error
    return url

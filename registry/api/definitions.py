"""The definitions: what each asks, and how the listed models come out."""

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from registry.api.problems import MEDIA_TYPE, NoSuch, Problem
from registry.api.read import Read
from registry.api.shapes.definitions import DefinitionFull, DefinitionList
from registry.openness import definitions
from registry.scorecards import queries


class Definitions(Read):
    """What openness is measured by; definitions stand side by side and are never added up."""

    @extend_schema(
        operation_id="definitions_list",
        summary="All definitions",
        tags=["definitions"],
        parameters=[
            OpenApiParameter("definition_id", str, OpenApiParameter.PATH, description="Such as osaid-1.0.")
        ],
        responses=DefinitionList,
    )
    def get(self, request: Request) -> Response:
        return Response(DefinitionList({"results": definitions.ordered()}).data)


class Definition(Read):
    """A definition is data: its rules are part of the answer."""

    @extend_schema(
        operation_id="definitions_read",
        summary="One definition with its rules",
        tags=["definitions"],
        responses={
            200: DefinitionFull,
            (404, MEDIA_TYPE): OpenApiResponse(Problem, "No definition has this id."),
        },
    )
    def get(self, request: Request, definition_id: str) -> Response:
        definition = definitions.shipped().get(definition_id.lower())
        if definition is None:
            raise NoSuch(f"There is no definition {definition_id!r}.")
        results = queries.definition_results(definition.id)
        return Response(DefinitionFull(definition, context={"results": results}).data)

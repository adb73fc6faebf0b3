"""Where definitions part, pair by pair, and the models behind each number."""

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from registry.api.parameters import MOST, limit
from registry.api.problems import BadParameter, NoSuch, Problem
from registry.api.read import Read
from registry.api.scorecards import next_url
from registry.api.shapes.disagreement import MatrixShape, PartedList
from registry.openness.definitions import Definition
from registry.scorecards import queries


class Disagreement(Read):
    """Counts over all listed models. Results that rest on machine drafts alone never count as met."""

    @extend_schema(
        operation_id="disagreement",
        summary="For every pair of definitions, how many models meet one and not the other",
        tags=["definitions"],
        responses=MatrixShape,
    )
    def get(self, request: Request) -> Response:
        return Response(MatrixShape(queries.disagreement()).data)


class DisagreementOf(Read):
    """The models behind one number, most downloaded first, with what the second definition misses in each."""

    parameters = frozenset({"cursor", "limit"})

    @extend_schema(
        operation_id="disagreement_models",
        summary="The models that meet one definition and not, or not surely, another",
        tags=["definitions"],
        parameters=[
            OpenApiParameter("met", str, OpenApiParameter.PATH, description="The definition that is met."),
            OpenApiParameter("unmet", str, OpenApiParameter.PATH, description="The one that is not."),
            OpenApiParameter("cursor", str, description="Where the page begins: from the next of a page."),
            OpenApiParameter("limit", int, description=f"Models a page, 1 to {MOST}."),
        ],
        responses={
            200: PartedList,
            400: OpenApiResponse(Problem, "A parameter is not understood."),
            404: OpenApiResponse(Problem, "No definition with a pass mark has this id, or both are one."),
        },
    )
    def get(self, request: Request, met: str, unmet: str) -> Response:
        one, other = pair(met, unmet)
        asked = request.query_params
        try:
            page = queries.parted(one, other, after=asked.get("cursor", ""), limit=limit(asked))
        except queries.BadCursor:
            raise BadParameter("cursor", 'expected a cursor from the "next" of a page') from None
        body = {
            "met": one.id,
            "unmet": other.id,
            "results": page.rows,
            "next": next_url(request, page.next_cursor),
            "total": page.total,
        }
        return Response(PartedList(body).data)


def pair(met: str, unmet: str) -> tuple[Definition, Definition]:
    """Two different definitions that can be met. Raises NoSuch."""
    known = {row.id: row for row in queries.comparable()}
    for name in (met, unmet):
        if name not in known:
            raise NoSuch(f"There is no definition {name!r} with a pass mark; there are {', '.join(known)}.")
    if met == unmet:
        raise NoSuch(f"{met!r} does not disagree with itself.")
    return known[met], known[unmet]

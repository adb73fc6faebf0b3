"""Where hubs contradict the record, and what they said of one model over time."""

from collections.abc import Mapping

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from registry.api.parameters import MOST, limit
from registry.api.problems import MEDIA_TYPE, BadParameter, NoSuch, Problem
from registry.api.read import Read
from registry.api.scorecards import MODEL, next_url
from registry.api.shapes.drifts import DriftList, TimelineShape
from registry.scorecards import queries
from registry.scorecards.queries import DriftFilters
from registry.scorecards.queries.drifts import FACETS, STATES

PAGING = [
    OpenApiParameter("cursor", str, description="Where the page begins: from the next of a page."),
    OpenApiParameter("limit", int, description=f"Rows a page, 1 to {MOST}."),
]
REFUSED = {(400, MEDIA_TYPE): OpenApiResponse(Problem, "A parameter is not understood.")}
BAD_CURSOR = BadParameter("cursor", 'expected a cursor from the "next" of a page')


class Drifts(Read):
    """The last opened first: the open ones unless others are asked for. Downloads and likes are no drift."""

    parameters = frozenset({"state", "facet", "hub", "cursor", "limit"})

    @extend_schema(
        operation_id="drift_list",
        summary="Where hubs contradict what people or imports recorded",
        tags=["drift"],
        parameters=[
            OpenApiParameter("state", str, enum=STATES, default="open", description="Open, closed, or all."),
            OpenApiParameter("facet", str, enum=FACETS, description="What the hub contradicts."),
            OpenApiParameter("hub", str, description="The hub that contradicts, such as huggingface."),
            *PAGING,
        ],
        responses={200: DriftList, **REFUSED},
    )
    def get(self, request: Request) -> Response:
        asked = request.query_params
        try:
            page = queries.drift_list(_filters(asked), after=asked.get("cursor", ""), limit=limit(asked))
        except queries.BadCursor:
            raise BAD_CURSOR from None
        body = {"results": page.rows, "next": next_url(request, page.next_cursor), "total": page.total}
        return Response(DriftList(body).data)


class Observations(Read):
    """What hubs said each time it changed, what happened there, and drifts that followed. Newest first."""

    parameters = frozenset({"cursor", "limit"})

    @extend_schema(
        operation_id="models_observations",
        summary="The timeline of one model on its hubs",
        tags=["drift"],
        parameters=[*MODEL, *PAGING],
        responses={
            200: TimelineShape,
            **REFUSED,
            (404, MEDIA_TYPE): OpenApiResponse(Problem, "No model has this path."),
        },
    )
    def get(self, request: Request, organization: str, name: str) -> Response:
        given, asked = f"{organization}/{name}", request.query_params
        path = None if "\0" in given else queries.resolve(given)
        try:
            page = queries.timeline(path or "", after=asked.get("cursor", ""), limit=limit(asked))
        except queries.BadCursor:
            raise BAD_CURSOR from None
        if page is None:
            raise NoSuch(f"There is no model {given!r}.")
        body = {
            "path": page.path,
            "name": page.name,
            "results": page.rows,
            "next": next_url(request, page.next_cursor),
        }
        return Response(TimelineShape(body).data)


def _filters(asked: Mapping[str, str]) -> DriftFilters:
    """What the list is narrowed to. Raises BadParameter for a value that no drift can have."""
    state, facet = asked.get("state") or "open", asked.get("facet", "")
    if state not in STATES:
        raise BadParameter("state", f"expected one of {', '.join(STATES)}")
    if facet and facet not in FACETS:
        raise BadParameter("facet", f"expected one of {', '.join(FACETS)}")
    return DriftFilters(state=state, facet=facet, hub=asked.get("hub", "").replace("\0", ""))

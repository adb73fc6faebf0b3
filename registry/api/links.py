"""The links that evidence cites, and what became of them."""

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from registry.api import parameters
from registry.api.problems import MEDIA_TYPE, BadParameter, Problem
from registry.api.read import Read
from registry.api.scorecards import next_url
from registry.api.shapes.links import LinkList
from registry.refresh.link_rows import STATES, links_page
from registry.scorecards.queries import BadCursor


class Links(Read):
    """Every address that evidence in force cites, each once."""

    parameters = frozenset({"state", "host", "cursor", "limit"})

    @extend_schema(
        operation_id="links_list",
        summary="Cited links, and which of them are gone",
        tags=["links"],
        parameters=[
            OpenApiParameter("state", str, enum=STATES, description="What became of them."),
            OpenApiParameter("host", str, description="Only of this host."),
            OpenApiParameter("cursor", str, description="Where the page begins: from the next of a page."),
            OpenApiParameter("limit", int, description="Links a page, 1 to 100; 25 by default."),
        ],
        responses={
            200: LinkList,
            (400, MEDIA_TYPE): OpenApiResponse(Problem, "A parameter is not understood."),
        },
    )
    def get(self, request: Request) -> Response:
        asked = request.query_params
        state = asked.get("state", "")
        if state and state not in STATES:
            raise BadParameter("state", f"expected one of {', '.join(STATES)}")
        host, limit = asked.get("host", "").lower().replace("\0", "")[:255], parameters.limit(asked)
        try:
            page = links_page(state=state, host=host, after=asked.get("cursor", ""), limit=limit)
        except BadCursor:
            raise BadParameter("cursor", 'expected a cursor from the "next" of a page') from None
        body = {"results": page.rows, "next": next_url(request, page.next_cursor), "total": page.total}
        return Response(LinkList(body).data)

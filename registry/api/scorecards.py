"""Models and their scorecards."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from registry.api import parameters
from registry.api.parameters import filters, limit, list_parameters, moment
from registry.api.problems import MEDIA_TYPE, BadParameter, NoSuch, Problem
from registry.api.read import Read
from registry.api.shapes.scorecards import ListPage, Scorecard
from registry.assessments.queries import replies
from registry.scorecards import queries
from registry.scorecards.queries import ScorecardPage

MODEL = [
    OpenApiParameter("organization", str, OpenApiParameter.PATH, description="The first part of its path."),
    OpenApiParameter("name", str, OpenApiParameter.PATH, description="The second part."),
]
FIELDS = OpenApiParameter("fields", str, description="Only these fields, separated by commas.")


class Models(Read):
    """Filters narrow the list together. Follow `next` for more: models that come and go shift no page."""

    def known_parameters(self) -> frozenset[str]:
        return super().known_parameters() | parameters.known()

    @extend_schema(
        operation_id="models_list",
        summary="Models, most downloaded first",
        tags=["models"],
        parameters=list_parameters(),
        responses={
            200: ListPage,
            (400, MEDIA_TYPE): OpenApiResponse(Problem, "A parameter is not understood."),
        },
    )
    def get(self, request: Request) -> Response:
        asked = request.query_params
        try:
            page = queries.model_list(
                filters(asked), after=asked.get("cursor", ""), limit=limit(asked), at=moment(asked)
            )
        except queries.BadCursor:
            raise BadParameter("cursor", 'expected a cursor from the "next" of a page') from None
        body = {
            "results": page.rows,
            "next": next_url(request, page.next_cursor),
            "total": page.total,
            "total_is_lower_bound": page.capped or page.partial,
            "did_you_mean": None if page.rows else _meant(asked.get("q", "")),
        }
        return Response(ListPage(body).data)


def _meant(typed: str) -> dict[str, object] | None:
    found = queries.suggestion(typed) if typed else None
    return {"q": found.q, "paths": [row.path for row in found.rows]} if found else None


class Model(Read):
    """The same values as the model's page. Old paths and mixed case are answered too."""

    parameters = frozenset({"fields"})

    @extend_schema(
        operation_id="models_read",
        summary="One model: components with proof, verdicts with reasons, revision",
        tags=["models"],
        parameters=[*MODEL, FIELDS],
        responses={
            200: Scorecard,
            (400, MEDIA_TYPE): OpenApiResponse(Problem, "A parameter is not understood."),
            (404, MEDIA_TYPE): OpenApiResponse(Problem, "No model has this path."),
        },
    )
    def get(self, request: Request, organization: str, name: str) -> Response:
        page = scorecard_of(organization, name)
        shape = Scorecard(page)
        _select(shape, request.query_params)
        answer = Response(shape.data)
        # Mixed case and old paths are answered too; this is the address to keep.
        canonical = request.build_absolute_uri(f"/api/v1/models/{page.path}/")
        answer["Link"] = f'<{canonical}>; rel="canonical"'
        return answer


def scorecard_of(organization: str, name: str) -> ScorecardPage:
    """The scorecard at this path, an old path or another spelling of one. Raises NoSuch."""
    asked = f"{organization}/{name}"
    path = None if "\0" in asked else queries.resolve(asked)  # PostgreSQL refuses to look for it
    page = queries.scorecard_page(path, beside=replies.beside()) if path else None
    if page is None:
        raise NoSuch(f"There is no model {asked!r}.")
    return page


def next_url(request: Request, cursor: str) -> str | None:
    """The address of the next page of a list; None on the last."""
    if not cursor:
        return None
    query = request.query_params.copy()
    query["cursor"] = cursor
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def _select(shape: Scorecard, asked: Mapping[str, Any]) -> None:
    if "fields" not in asked:
        return
    wanted = set(asked["fields"].split(","))
    for name in sorted(wanted - shape.fields.keys()):
        raise BadParameter("fields", f"no field {name!r}; expected some of {', '.join(shape.fields)}")
    for name in shape.fields.keys() - wanted:
        del shape.fields[name]

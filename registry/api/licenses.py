"""The license records that verdicts read."""

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from registry.api.problems import MEDIA_TYPE, NoSuch, Problem
from registry.api.read import Read
from registry.api.shapes.licenses import LicenseFull, LicenseList
from registry.openness import licenses
from registry.scorecards import queries


class Licenses(Read):
    """What is known of each license; our reading of its text."""

    @extend_schema(
        operation_id="licenses_list", summary="All license records", tags=["licenses"], responses=LicenseList
    )
    def get(self, request: Request) -> Response:
        in_use = dict(queries.licenses_in_use())
        rows = sorted(licenses.LICENSES.values(), key=lambda row: (-in_use.get(row.id, 0), row.slug))
        return Response(LicenseList({"results": rows}, context={"in_use": in_use}).data)


class License(Read):
    """Found by slug or SPDX id, in any case."""

    @extend_schema(
        operation_id="licenses_read",
        summary="One license record",
        tags=["licenses"],
        parameters=[
            OpenApiParameter("slug", str, OpenApiParameter.PATH, description="A slug or an SPDX id.")
        ],
        responses={
            200: LicenseFull,
            (404, MEDIA_TYPE): OpenApiResponse(Problem, "No record has this slug or SPDX id."),
        },
    )
    def get(self, request: Request, slug: str) -> Response:
        found = licenses.find(slug)
        if found is None:
            raise NoSuch(f"There is no license record {slug!r}.")
        in_use = dict(queries.licenses_in_use())
        return Response(LicenseFull(found, context={"in_use": in_use}).data)

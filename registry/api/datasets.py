"""Datasets: what is known of the data, and which models used it."""

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from registry.api.problems import NoSuch, Problem
from registry.api.read import Read
from registry.api.shapes.lineage import DatasetFull, DatasetList
from registry.scorecards import queries

DATASET = [
    OpenApiParameter("organization", str, OpenApiParameter.PATH, description="The first part of its path."),
    OpenApiParameter("name", str, OpenApiParameter.PATH, description="The second part."),
]


class Datasets(Read):
    """The data that models are trained or measured on, as entries of their own."""

    @extend_schema(
        operation_id="datasets_list", summary="All datasets", tags=["datasets"], responses=DatasetList
    )
    def get(self, request: Request) -> Response:
        return Response(DatasetList({"results": queries.dataset_list()}).data)


class Dataset(Read):
    """Found by its path, in any case."""

    @extend_schema(
        operation_id="datasets_read",
        summary="One dataset with the models that used it",
        tags=["datasets"],
        parameters=DATASET,
        responses={200: DatasetFull, 404: OpenApiResponse(Problem, "No dataset has this path.")},
    )
    def get(self, request: Request, organization: str, name: str) -> Response:
        asked = f"{organization}/{name}"
        page = None if "\0" in asked else queries.dataset_page(asked)
        if page is None:
            raise NoSuch(f"There is no dataset {asked!r}.")
        return Response(DatasetFull(page).data)

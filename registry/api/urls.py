"""The addresses of the API, below /api/."""

from django.urls import path, re_path

from registry.api.datasets import Dataset, Datasets
from registry.api.definitions import Definition, Definitions
from registry.api.elsewhere import Elsewhere
from registry.api.licenses import License, Licenses
from registry.api.schema import Schema, docs
from registry.api.scorecards import Model, Models

app_name = "api"
urlpatterns = [
    path("v1/models/", Models.as_view(), name="models"),
    path("v1/models/<str:organization>/<str:name>/", Model.as_view(), name="model"),
    path("v1/datasets/", Datasets.as_view(), name="datasets"),
    path("v1/datasets/<str:organization>/<str:name>/", Dataset.as_view(), name="dataset"),
    path("v1/definitions/", Definitions.as_view(), name="definitions"),
    path("v1/definitions/<str:definition_id>/", Definition.as_view(), name="definition"),
    path("v1/licenses/", Licenses.as_view(), name="licenses"),
    path("v1/licenses/<str:slug>/", License.as_view(), name="license"),
    path("v1/schema/", Schema.as_view(), name="schema"),
    path("v1/docs/", docs, name="docs"),
    re_path("", Elsewhere.as_view()),
]

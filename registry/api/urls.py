"""The addresses of the API, below /api/."""

from django.urls import path, re_path

from registry.api.assessments import AssessmentOf, Assessments, EffectOf
from registry.api.datasets import Dataset, Datasets
from registry.api.definitions import Definition, Definitions
from registry.api.disagreement import Disagreement, DisagreementOf
from registry.api.drifts import Drifts, Observations
from registry.api.elsewhere import Elsewhere
from registry.api.found_tokens import FoundToken
from registry.api.handing_in import Submit, Withdraw
from registry.api.judging import Evaluate, TraceOfModel, WhatIf
from registry.api.licenses import License, Licenses
from registry.api.links import Links
from registry.api.schema import Schema, docs
from registry.api.scorecards import Model, Models

app_name = "api"
urlpatterns = [
    path("v1/models/", Models.as_view(), name="models"),
    path("v1/models/<str:organization>/<str:name>/", Model.as_view(), name="model"),
    path("v1/models/<str:organization>/<str:name>/trace/", TraceOfModel.as_view(), name="trace"),
    path("v1/models/<str:organization>/<str:name>/what-if/", WhatIf.as_view(), name="what-if"),
    path(
        "v1/models/<str:organization>/<str:name>/observations/", Observations.as_view(), name="observations"
    ),
    path("v1/assessments/", Assessments.as_view(), name="assessments"),
    path("v1/assessments/<uuid:assessment>/", AssessmentOf.as_view(), name="assessment"),
    path("v1/assessments/<uuid:assessment>/submit/", Submit.as_view(), name="assessment-submit"),
    path("v1/assessments/<uuid:assessment>/withdraw/", Withdraw.as_view(), name="assessment-withdraw"),
    path("v1/assessments/<uuid:assessment>/effect/", EffectOf.as_view(), name="assessment-effect"),
    path("v1/drift/", Drifts.as_view(), name="drifts"),
    path("v1/evaluate/", Evaluate.as_view(), name="evaluate"),
    path("v1/datasets/", Datasets.as_view(), name="datasets"),
    path("v1/datasets/<str:organization>/<str:name>/", Dataset.as_view(), name="dataset"),
    path("v1/definitions/", Definitions.as_view(), name="definitions"),
    path("v1/definitions/<str:definition_id>/", Definition.as_view(), name="definition"),
    path("v1/disagreement/", Disagreement.as_view(), name="disagreement"),
    path("v1/disagreement/<str:met>/<str:unmet>/", DisagreementOf.as_view(), name="disagreement-of"),
    path("v1/licenses/", Licenses.as_view(), name="licenses"),
    path("v1/licenses/<str:slug>/", License.as_view(), name="license"),
    path("v1/links/", Links.as_view(), name="links"),
    path("v1/tokens/found/", FoundToken.as_view(), name="found-token"),
    path("v1/schema/", Schema.as_view(), name="schema"),
    path("v1/docs/", docs, name="docs"),
    re_path("", Elsewhere.as_view()),
]

"""Addresses of the pages."""

from django.urls import URLPattern, URLResolver, path

from registry.web.views import about, definitions, disagreement, home, models, scorecard

app_name = "web"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("models/", models.models, name="models"),
    path("models/<str:organization>/", models.organization, name="organization"),
    path("models/<str:organization>/<str:name>/", scorecard.scorecard, name="model"),
    path("models/<str:organization>/<str:name>/r/<int:number>/", scorecard.revision, name="revision"),
    path("definitions/", definitions.definitions, name="definitions"),
    path("definitions/disagreement/", disagreement.matrix, name="disagreement"),
    path("definitions/disagreement/<str:met>/<str:unmet>/", disagreement.cell, name="disagreement-of"),
    path("definitions/<str:definition_id>/", definitions.definition, name="definition"),
    path("definitions/<str:definition_id>/rules.toml", definitions.rules, name="rules"),
    path("about/", about.about, name="about"),
]

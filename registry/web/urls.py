"""Addresses of the pages."""

from django.urls import URLPattern, URLResolver, path

from registry.web.views import about, datasets, definitions, home, models, scorecard

app_name = "web"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("models/", models.models, name="models"),
    path("models/<str:organization>/", models.organization, name="organization"),
    path("models/<str:organization>/<str:name>/", scorecard.scorecard, name="model"),
    path("models/<str:organization>/<str:name>/r/<int:number>/", scorecard.revision, name="revision"),
    path("datasets/", datasets.datasets, name="datasets"),
    path("datasets/<str:organization>/<str:name>/", datasets.dataset, name="dataset"),
    path("definitions/", definitions.definitions, name="definitions"),
    path("definitions/<str:definition_id>/", definitions.definition, name="definition"),
    path("definitions/<str:definition_id>/rules.toml", definitions.rules, name="rules"),
    path("about/", about.about, name="about"),
]

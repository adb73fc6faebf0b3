"""Addresses of the whole site; each door keeps its own list."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from registry.api import export, health, metrics, status
from registry.web.languages import translated
from registry.web.sign_in import urls as sign_in

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("statusz", status.statusz, name="statusz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("export/models.csv", export.models_csv, name="export-csv"),
    path("export/models.jsonl", export.models_jsonl, name="export-jsonl"),
    path("api/", include("registry.api.urls")),
    path("account/", include(sign_in.files)),
    translated([path("account/", include(sign_in.pages))]),
    path("", include("registry.web.urls")),
]
if settings.ADMIN_PATH:
    from registry.web.admin import site  # a door that is not there need not be loaded

    urlpatterns.append(path(f"{settings.ADMIN_PATH}/", site.urls))
handler400 = "registry.api.elsewhere.bad_request"
handler404 = "registry.web.errors.not_found"
handler429 = "registry.web.errors.too_many_tries"  # where django-allauth looks for it
handler500 = "registry.web.errors.server_error"

"""Addresses of the whole site; each door keeps its own list."""

from django.urls import URLPattern, URLResolver, include, path

from registry.api import health, status

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("statusz", status.statusz),
    path("api/", include("registry.api.urls")),
    path("", include("registry.web.urls")),
]
handler400 = "registry.api.elsewhere.bad_request"

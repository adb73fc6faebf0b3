"""Addresses of the pages, in every language, and of the files for programs, in one."""

from django.contrib.sitemaps import views as sitemaps
from django.urls import URLPattern, URLResolver, path, re_path

import registry.web.converters  # noqa: F401  (makes <part:…> known)
from registry.web.assessing import urls as assessing
from registry.web.languages import translated
from registry.web.views import (
    about,
    assessments,
    badge,
    card,
    compare,
    components,
    datasets,
    definitions,
    disagreement,
    drifts,
    export,
    families,
    history,
    home,
    licenses,
    lineage,
    machines,
    model_files,
    models,
    repair,
    review,
    scorecard,
    status,
    tokens,
    trends,
)

app_name = "web"

# For programs: one address, in English.
files: list[URLPattern | URLResolver] = [
    path("models.csv", model_files.table, name="models-csv"),
    path("models.atom", model_files.feed, name="models-feed"),
    re_path(r"^r/(?P<digest>[0-9a-f]{8,64})-(?P<number>\d{1,9})/$", history.permalink, name="permalink"),
    path("models/<part:organization>/<part:name>/cite.<str:form>", scorecard.cited, name="cite"),
    path(
        "models/<part:organization>/<part:name>/r/<int:number>/cite.<str:form>",
        scorecard.cited,
        name="cite-revision",
    ),
    path("badge/<part:organization>/<part:name>/strip/<str:definition_id>.svg", badge.strip),
    path("badge/<part:organization>/<part:name>/r<int:number>/<str:definition_id>.svg", badge.pinned),
    path(
        "badge/<part:organization>/<part:name>/r<int:number>/strip/<str:definition_id>.svg",
        badge.pinned_strip,
    ),
    path("trends/by-year.csv", trends.by_year_csv, name="trends-by-year"),
    path("trends/missing.csv", trends.missing_csv, name="trends-missing"),
    path("card/<part:organization>/<part:name>.svg", card.drawing, name="card"),
    path("card/<part:organization>/<part:name>.png", card.picture, name="card-picture"),
    path("changes.atom", history.changes_feed, name="changes-feed"),
    path("drift.atom", drifts.feed, name="drift-feed"),
    path("definitions/<str:definition_id>/rules.toml", definitions.rules, name="rules"),
    path("compare.csv", compare.compare_csv, name="compare-csv"),
    path("robots.txt", machines.robots, name="robots"),
    path("llms.txt", machines.llms, name="llms"),
    path(".well-known/security.txt", machines.security, name="security"),
    path("favicon.ico", machines.favicon),
    path("oembed", machines.oembed, name="oembed"),
    path(
        "sitemap.xml",
        sitemaps.index,
        {"sitemaps": machines.SITEMAPS, "sitemap_url_name": "web:sitemap-of"},
        name="sitemap",
    ),
    path("sitemap-<section>.xml", sitemaps.sitemap, {"sitemaps": machines.SITEMAPS}, name="sitemap-of"),
]

pages: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("models/", models.models, name="models"),
    path("models/<part:organization>/", models.organization, name="organization"),
    path("models/<part:organization>/<part:name>/", scorecard.scorecard, name="model"),
    path("models/<part:organization>/<part:name>/r/<int:number>/", scorecard.revision, name="revision"),
    path("models/<part:organization>/<part:name>/history/", history.history, name="history"),
    path(
        "models/<part:organization>/<part:name>/diff/<int:a>..<int:b>/", history.difference, name="difference"
    ),
    path("models/<part:organization>/<part:name>/lineage/", lineage.lineage, name="lineage"),
    path("models/<part:organization>/<part:name>/badge/", badge.builder, name="badge"),
    path("trends/", trends.trends, name="trends"),
    path("changes/", history.changes, name="changes"),
    path("models/<part:organization>/<part:name>/observations/", drifts.observations, name="observations"),
    path("drift/", drifts.drifts, name="drifts"),
    path("drift/<int:number>/", drifts.drift, name="drift"),
    path("datasets/", datasets.datasets, name="datasets"),
    path("datasets/<part:organization>/<part:name>/", datasets.dataset, name="dataset"),
    path("definitions/", definitions.definitions, name="definitions"),
    path("definitions/disagreement/", disagreement.matrix, name="disagreement"),
    path("definitions/disagreement/<str:met>/<str:unmet>/", disagreement.cell, name="disagreement-of"),
    path("definitions/<str:definition_id>/", definitions.definition, name="definition"),
    path("export/", export.export, name="export"),
    path("repair/", repair.repair, name="repair"),
    path("assessments/<uuid:assessment_id>/", assessments.assessment, name="assessment"),
    path("review/", review.review, name="review"),
    path("review/keys/", review.switch_keys, name="review-keys"),
    path("review/<uuid:assessment_id>/", review.review_of, name="review-of"),
    path("review/<uuid:assessment_id>/<str:finding>/", review.review_finding, name="review-finding"),
    path("families/", families.families, name="families"),
    path("families/<part:slug>/", families.family, name="family"),
    path("compare/", compare.compare, name="compare"),
    path("licenses/", licenses.licenses, name="licenses"),
    path("licenses/<part:slug>/", licenses.license, name="license"),
    path("components/", components.components, name="components"),
    path("components/<part:slug>/", components.component, name="component"),
    path("me/tokens/", tokens.tokens_page, name="tokens"),
    path("me/tokens/<uuid:token>/revoke/", tokens.revoke, name="token-revoke"),
    path("method/", about.method, name="method"),
    path("moderation/", about.moderation, name="moderation"),
    path("privacy/", about.privacy, name="privacy"),
    path("legal/", about.legal, name="legal"),
    path("status/", status.status, name="status"),
    path("about/", about.about, name="about"),
]

urlpatterns = [*files, translated([*pages, *assessing.pages])]

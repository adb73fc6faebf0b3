"""Addresses of the pages on which people assess models; all of them ask who it is."""

from django.urls import URLPattern, URLResolver, path
from django.views.decorators.http import require_http_methods, require_safe

import registry.web.converters  # noqa: F401  (makes <part:…> known)
from registry.web.views import assess, assess_merge, assess_step, assess_submit, my_drafts, unlisted

MODEL = "models/<part:organization>/<part:name>/"

forms = require_http_methods(["GET", "HEAD", "POST"])

pages: list[URLPattern | URLResolver] = [
    path(f"{MODEL}assess/", forms(assess.assess), name="assess"),
    path(f"{MODEL}assess/submit/", forms(assess_submit.submit), name="assess-submit"),
    path(f"{MODEL}assess/merge/", forms(assess_merge.merge), name="assess-merge"),
    path(f"{MODEL}assess/<part:slug>/", forms(assess_step.step), name="assess-step"),
    path(f"{MODEL}draft/", forms(unlisted.draft), name="draft"),
    path("add/", forms(unlisted.add), name="add"),
    path("look/", assess_step.look, name="look"),
    path("me/drafts/", require_safe(my_drafts.drafts), name="my-drafts"),
]

"""Addresses of the pages on which people assess models; all of them ask who it is."""

from django.urls import URLPattern, URLResolver, path

import registry.web.converters  # noqa: F401  (makes <part:…> known)
from registry.web.views import assess, assess_merge, assess_step, assess_submit, my_drafts, unlisted

MODEL = "models/<part:organization>/<part:name>/"

pages: list[URLPattern | URLResolver] = [
    path(f"{MODEL}assess/", assess.assess, name="assess"),
    path(f"{MODEL}assess/submit/", assess_submit.submit, name="assess-submit"),
    path(f"{MODEL}assess/merge/", assess_merge.merge, name="assess-merge"),
    path(f"{MODEL}assess/<part:slug>/", assess_step.step, name="assess-step"),
    path(f"{MODEL}draft/", unlisted.draft, name="draft"),
    path("add/", unlisted.add, name="add"),
    path("look/", assess_step.look, name="look"),
    path("me/drafts/", my_drafts.drafts, name="my-drafts"),
]

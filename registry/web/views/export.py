"""The page of full downloads; the files themselves are the API's (api/export.py)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from registry.scorecards import queries
from registry.web.caching import public_page
from registry.web.templatetags.facts import grouped


@public_page
def export(request: HttpRequest) -> HttpResponse:
    counts = queries.counts()
    stated, every = counts.reviewed + counts.imported, counts.models
    files = [
        (gettext("Reviewed and imported models"), "CSV", "/export/models.csv", grouped(stated)),
        (gettext("Reviewed and imported models"), "JSON Lines", "/export/models.jsonl", grouped(stated)),
        (gettext("With machine drafts"), "CSV", "/export/models.csv?drafts=1", grouped(every)),
        (gettext("With machine drafts"), "JSON Lines", "/export/models.jsonl?drafts=1", grouped(every)),
    ]
    return render(request, "web/export.html", {"here": "export", "files": files})

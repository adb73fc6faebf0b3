"""Everything at once: all listed models as CSV or JSON Lines, sent piece by piece and never held whole."""

import functools
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe
from rest_framework.request import Request
from rest_framework.utils.encoders import JSONEncoder
from rest_framework.views import APIView

from registry.api.shapes.scorecards import Listed
from registry.api.throttle import Limit
from registry.badges import csv_file, model_table
from registry.scorecards import queries
from registry.scorecards.queries import ListRow

CACHING = "public, max-age=300"


class Export(Limit):
    """Counted apart from single questions: a file costs as much as thousands of them."""

    scope = "export"


Writer = Callable[[Iterable[list[ListRow]]], Iterator[str]]
View = Callable[[HttpRequest], HttpResponseBase]


def _file(name: str, media_type: str) -> Callable[[Writer], View]:
    """A file of all models, made by a function from batches of rows to text."""

    def made_by(write: Writer) -> View:
        @require_safe
        @functools.wraps(write)
        def answer(request: HttpRequest) -> HttpResponseBase:
            drafts = request.GET.get("drafts") == "1"
            version = queries.export_version()
            etag = f'W/"{hashlib.sha256(f"{version.key} {name} {drafts}".encode()).hexdigest()[:32]}"'
            modified = int(version.at.timestamp()) if version.at else None
            same = get_conditional_response(request, etag=etag, last_modified=modified)
            if same is not None:
                return same
            limited = _limited(request)
            if limited is not None:
                return limited
            made = StreamingHttpResponse(write(queries.export(drafts=drafts)), content_type=media_type)
            made["Content-Disposition"] = f'attachment; filename="{name}"'
            made["Cache-Control"], made["ETag"] = CACHING, etag
            made["Access-Control-Allow-Origin"] = "*"
            if modified is not None:
                made["Last-Modified"] = http_date(modified)
            return made

        return answer

    return made_by


def _limited(request: HttpRequest) -> HttpResponse | None:
    """429 for an address that asks for file after file."""
    limit = Export()
    if request.method == "HEAD" or limit.allow_request(Request(request), APIView()):
        return None
    answer = HttpResponse(
        "Too many files asked for. They change rarely; ask with If-None-Match.\n", status=429
    )
    answer["Content-Type"] = "text/plain; charset=utf-8"
    answer["Retry-After"] = str(int(limit.wait() or 60))
    return answer


@_file("sourceform-models.csv", "text/csv; charset=utf-8")
def models_csv(batches: Iterable[list[ListRow]]) -> Iterator[str]:
    """A line for each model, in the columns of the tables that pages offer."""
    ids = model_table.columns()
    yield csv_file.lines([model_table.head(ids)])
    for rows in batches:
        yield csv_file.lines(model_table.lines(rows, ids))


@_file("sourceform-models.jsonl", "application/jsonl; charset=utf-8")
def models_jsonl(batches: Iterable[list[ListRow]]) -> Iterator[str]:
    """A line for each model, in the shape of the lists of the API."""
    shape = Listed()
    for rows in batches:
        yield "".join(f"{json.dumps(shape.to_representation(row), cls=JSONEncoder)}\n" for row in rows)

"""The list of models for programs: the very query of the page as a table, and as a feed."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from registry.badges import csv_file, model_table
from registry.scorecards import queries
from registry.scorecards.queries import ListRow, Page
from registry.web import facets, parameters
from registry.web.caching import public_page
from registry.web.feeds import Entry, atom
from registry.web.parameters import Asked
from registry.web.templatetags import facts
from registry.web.views.dated import dated
from registry.web.views.errors import refused

AT_ONCE = 250  # models
STREAMED = 1_000  # from more on
MOST = 50_000
FEED = 50


@public_page
@dated
def table(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """All models of the list as CSV, in its order; a list too long for that leads to the full export."""
    asked = parameters.asked_by_program(request.GET)
    if not parameters.is_canonical(request.GET, asked.machine_pairs):
        return HttpResponsePermanentRedirect(reverse("web:models-csv") + asked.machine_query)
    first = _page(asked)
    if first.total > MOST or first.capped:
        return refused(
            request,
            gettext("More than %(most)d models are too many for one table.") % {"most": MOST},
            gettext("Download everything"),
            reverse("web:export"),
        )
    pieces = _lines(asked, first, model_table.columns(first.definitions))
    made = StreamingHttpResponse if first.total > STREAMED else HttpResponse
    answer = made(pieces, content_type="text/csv; charset=utf-8")
    name = f"sourceform-models-{asked.day}" if asked.day else "sourceform-models"
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _page(asked: Asked, after: str = "") -> Page:
    return queries.model_list(asked.filters, after=after, limit=AT_ONCE, at=asked.moment)


def _lines(asked: Asked, page: Page, ids: list[str]) -> Iterator[str]:
    """The table in pieces of one page, each read when the one before is sent."""
    yield csv_file.text(model_table.head(ids), model_table.lines(page.rows, ids))
    while page.next_cursor:
        page = _page(asked, page.next_cursor)
        yield csv_file.lines(model_table.lines(page.rows, ids))


@public_page
@dated
def feed(request: HttpRequest) -> HttpResponse:
    """The models of the list whose records changed last."""
    asked = parameters.asked_by_program(request.GET)
    if asked.day or not parameters.is_canonical(request.GET, asked.machine_pairs):
        plain = parameters.asked_by_program(request.GET).without("at")
        return HttpResponsePermanentRedirect(reverse("web:models-feed") + plain.machine_query)
    page = queries.model_list(asked.narrowed(sort="changed").filters, limit=FEED)
    chips = [chip.label for chip in facets.chips(asked, "")]
    return atom(
        ", ".join([gettext("Sourceform: models"), *chips]),
        page=_page_url(asked),
        feed=reverse("web:models-feed") + asked.machine_query,
        entries=[_entry(row) for row in page.rows],
    )


def _page_url(asked: Asked) -> str:
    organization = asked.filters.organization
    base = reverse("web:organization", args=[organization]) if organization else reverse("web:models")
    return base + asked.query


def _entry(row: ListRow) -> Entry:
    results = [(row.verdicts.get(definition.id), definition.short) for definition in facets.columns()]
    said = [f"{short}: {facets.label_of(result)}" for result, short in results]
    address = facts.revision_url(row.path, row.revision) if row.revision else facts.model_url(row.path)
    return Entry(row.name, address, "; ".join(said), row.changed_at)

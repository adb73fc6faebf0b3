"""The models that a search finds."""

from django.db.models import QuerySet

from registry.catalog.search_docs import fold
from registry.scorecards.models import Scorecard
from registry.scorecards.queries.list_rows import Filters


def searched(filters: Filters) -> QuerySet[Scorecard] | None:
    """The listed models of the organization, with the words searched for; None for all."""
    words = fold(filters.q).split()
    if not words and not filters.organization:
        return None
    rows = Scorecard.objects.filter(hidden=False)
    for word in words:
        rows = rows.filter(model__search_doc__text__contains=word)
    if filters.organization:
        rows = rows.filter(model__organization__slug=filters.organization)
    return rows

"""Families of models: all of them, and one with its members and what others publish of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.db.models.functions import Lower

from registry.catalog.models import Family
from registry.scorecards.models import ExternalRating
from registry.scorecards.queries.list_rows import ListRow
from registry.scorecards.queries.lists import rows_of_family
from registry.scorecards.queries.rows import RatingRow

MOST = 60  # members shown


@dataclass(frozen=True)
class FamilyRow:
    """One family and how many listed models belong to it."""

    slug: str
    name: str
    models: int


@dataclass(frozen=True)
class FamilyPage:
    """One family: its listed models by rank, at most MOST, and the ratings published of the family itself."""

    slug: str
    name: str
    rows: tuple[ListRow, ...]
    total: int
    ratings: tuple[RatingRow, ...]


def families() -> tuple[FamilyRow, ...]:
    """The families with listed models, the largest first; one query."""
    members = Count("models", filter=Q(models__hidden=False, models__scorecard__isnull=False))
    rows = Family.objects.annotate(n=members).filter(n__gt=0).order_by("-n", Lower("name"))
    return tuple(FamilyRow(slug, name, n) for slug, name, n in rows.values_list("slug", "name", "n"))


def family_page(slug: str) -> FamilyPage | None:
    """The family with this slug; None when there is none. Five queries."""
    family = Family.objects.filter(slug=slug).first()
    if family is None:
        return None
    rows, total = rows_of_family(family.pk, limit=MOST)
    return FamilyPage(family.slug, family.name, tuple(rows), total, tuple(_ratings(family)))


def _ratings(family: Family) -> Iterable[RatingRow]:
    rated = ExternalRating.objects.filter(family=family).select_related("provenance")
    for row in rated.order_by("origin", "edition", "id"):
        yield RatingRow(
            row.origin,
            row.subject,
            row.dimension,
            row.value,
            tuple(row.links),
            row.provenance.attribution,
            row.provenance.file,
            row.provenance.commit,
            "family",
            family.name,
            row.edition,
            row.rated_on,
        )

"""What others publish of a model, read without a row of each table it names."""

from typing import Any

from django.db.models import Q

from registry.catalog.models import AIModel
from registry.scorecards.models import ExternalRating
from registry.scorecards.queries.rows import RatingRow

_KINDS = ("model", "family", "organization")
_RATING = (
    *("origin", "subject", "dimension", "value", "links"),
    *("provenance__attribution", "provenance__file", "provenance__commit"),
    *("edition", "rated_on", "family__name", "organization__name"),
)


def ratings_of(model: AIModel) -> list[RatingRow]:
    """What others publish of the model, then of its family, then of its organization."""
    wanted = Q(model=model) | Q(organization=model.organization_id)
    if model.family_id is not None:
        wanted |= Q(family=model.family_id)
    rows = ExternalRating.objects.filter(wanted).order_by("origin", "edition", "id").values_list(*_RATING)
    return sorted((_rating(model.name, *row) for row in rows), key=lambda row: _KINDS.index(row.about))


def ratings_of_organization(slug: str) -> list[RatingRow]:
    """What others publish of an organization as a whole; one query."""
    rows = ExternalRating.objects.filter(organization__slug=slug).order_by("origin", "edition", "id")
    return [_rating("", *row) for row in rows.values_list(*_RATING)]


def _rating(own_name: str, *row: Any) -> RatingRow:
    origin, subject, dimension, value, links, attribution, file, commit, *rest = row
    edition, rated_on, family, organization = rest
    kind = "family" if family is not None else "organization" if organization is not None else "model"
    named = family or organization or own_name
    return RatingRow(
        origin,
        subject,
        dimension,
        value,
        tuple(links),
        attribution,
        file,
        commit,
        kind,
        named,
        edition,
        rated_on,
    )

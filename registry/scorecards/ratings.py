"""Ratings others publish: kept as quoted, computed nowhere, read by no verdict."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from registry.scorecards.models import ExternalRating


@dataclass(frozen=True)
class Rating:
    """One published value: of which model, under which name and dimension, with the links given for it."""

    model_id: int
    origin: str
    subject: str
    dimension: str
    value: str
    links: tuple[str, ...]
    provenance_id: int

    @property
    def key(self) -> tuple[int, str, str, str]:
        return (self.model_id, self.origin, self.subject, self.dimension)


@transaction.atomic
def rate_many(ratings: Sequence[Rating]) -> int:
    """Insert or update these ratings; returns how many rows were new or different."""
    models = {rating.model_id for rating in ratings}
    known = {
        (row.model_id, row.origin, row.subject, row.dimension): row
        for row in ExternalRating.objects.filter(model__in=models)
    }
    changed = []
    for rating in ratings:
        row = known.get(rating.key)
        if row is None or (row.value, row.links) != (rating.value, list(rating.links)):
            changed.append(_row(rating))
    ExternalRating.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["model", "origin", "subject", "dimension"],
        update_fields=["value", "links", "provenance"],
    )
    return len(changed)


def _row(rating: Rating) -> ExternalRating:
    return ExternalRating(
        model_id=rating.model_id,
        origin=rating.origin,
        subject=rating.subject,
        dimension=rating.dimension,
        value=rating.value,
        links=list(rating.links),
        provenance_id=rating.provenance_id,
    )

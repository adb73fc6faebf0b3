"""Ratings others publish: kept as quoted, computed nowhere, read by no verdict."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q

from registry.scorecards.models import ExternalRating


class About(NamedTuple):
    """What a rating is about: `kind` is model, family or organization."""

    kind: str
    pk: int


@dataclass(frozen=True)
class Rating:
    """One published value: of what, under which name and dimension, with the links given for it."""

    about: About
    origin: str
    subject: str
    dimension: str
    value: str
    links: tuple[str, ...]
    provenance_id: int
    edition: str = ""
    rated_on: str = ""

    @property
    def key(self) -> tuple[About, str, str, str, str]:
        return (self.about, self.origin, self.edition, self.subject, self.dimension)

    @property
    def said(self) -> tuple[str, str, list[str]]:
        return (self.value, self.rated_on, list(self.links))


@transaction.atomic
def rate_many(ratings: Sequence[Rating]) -> int:
    """Insert or update these ratings; returns how many rows were new or different."""
    known = {_key(row): row for row in _stored(ratings)}
    new, changed = [], []
    for rating in ratings:
        row = known.get(rating.key)
        if row is None:
            new.append(_row(rating))
        elif (row.value, row.rated_on, row.links) != rating.said:
            row.value, row.rated_on, row.links = rating.said
            row.provenance_id = rating.provenance_id
            changed.append(row)
    ExternalRating.objects.bulk_create(new, ignore_conflicts=True)
    ExternalRating.objects.bulk_update(changed, ["value", "rated_on", "links", "provenance"], batch_size=200)
    return len(new) + len(changed)


@transaction.atomic
def keep_only(ratings: Sequence[Rating], *, origin: str, files: Collection[str]) -> int:
    """Drop what these files of a source said and say no more, and what is about something else by now.

    A name that led to a family finds its model once the catalog has it; it must not stand in two places.
    """
    wanted = {rating.key for rating in ratings}
    names = {(rating.edition, rating.subject) for rating in ratings}
    rows = ExternalRating.objects.filter(origin=origin).select_related("provenance")
    gone = [
        row.pk
        for row in rows.filter(Q(provenance__file__in=files) | Q(subject__in={name for _, name in names}))
        if _key(row) not in wanted and (row.provenance.file in files or (row.edition, row.subject) in names)
    ]
    ExternalRating.objects.filter(pk__in=gone).delete()
    return len(gone)


def _stored(ratings: Sequence[Rating]) -> Sequence[ExternalRating]:
    """Everything stored about what these ratings are about."""
    ids: Mapping[str, set[int]] = {"model": set(), "family": set(), "organization": set()}
    for rating in ratings:
        ids[rating.about.kind].add(rating.about.pk)
    wanted = Q(model__in=ids["model"]) | Q(family__in=ids["family"]) | Q(organization__in=ids["organization"])
    return list(ExternalRating.objects.filter(wanted))


def about(row: ExternalRating) -> About:
    """What a stored rating is about."""
    if row.model_id is not None:
        return About("model", row.model_id)
    if row.family_id is not None:
        return About("family", row.family_id)
    assert row.organization_id is not None  # a constraint of the table
    return About("organization", row.organization_id)


def _key(row: ExternalRating) -> tuple[About, str, str, str, str]:
    return (about(row), row.origin, row.edition, row.subject, row.dimension)


def _row(rating: Rating) -> ExternalRating:
    return ExternalRating(
        **{f"{rating.about.kind}_id": rating.about.pk},
        origin=rating.origin,
        edition=rating.edition,
        subject=rating.subject,
        dimension=rating.dimension,
        value=rating.value,
        rated_on=rating.rated_on,
        links=list(rating.links),
        provenance_id=rating.provenance_id,
    )

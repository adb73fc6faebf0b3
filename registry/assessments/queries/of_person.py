"""What a person did for the record, as everybody can read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from registry.accounts.models import User
from registry.assessments.models import Assessment, Review

LATEST = 20
PUBLISHED = Assessment.State.PUBLISHED


@dataclass(frozen=True, slots=True)
class Done:
    """One published assessment, or one review of an assessment that was published."""

    assessment: UUID
    path: str
    name: str
    revision: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Work:
    """How much, and the latest of it."""

    published: int
    published_lately: Sequence[Done]
    reviewed: int
    reviewed_lately: Sequence[Done]


def of_person(user: User) -> Work:
    """The published assessments of a person, and those a person's review led to."""
    written = Assessment.objects.filter(author=user, state=PUBLISHED, model__hidden=False)
    reviews = Review.objects.filter(
        reviewer=user, verdict=Review.Verdict.APPROVE, assessment__state=PUBLISHED
    ).filter(assessment__model__hidden=False)
    columns = ("pk", "model__path", "model__name", "revision__number", "closed_at")
    return Work(
        written.count(),
        [Done(*row) for row in written.order_by("-closed_at", "-pk").values_list(*columns)[:LATEST]],
        reviews.count(),
        [
            Done(*row)
            for row in reviews.order_by("-pk").values_list(
                *(f"assessment__{column}" for column in columns[:-1]), "at"
            )[:LATEST]
        ],
    )

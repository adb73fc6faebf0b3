"""What scorecards show of assessments, asked for in the query that reads the model."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from registry.assessments.models import Assessment
from registry.assessments.queries.visible import public
from registry.scorecards.json_rows import JsonRows


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposed change that waits for review."""

    id: UUID
    author: str


@cache
def waiting() -> "Subquery[Any]":
    """The public assessments of a model that wait, as JSON; `as_waiting` reads it. Made once."""
    rows = public().filter(model=OuterRef("pk"), state=Assessment.State.SUBMITTED)
    shown = JSONObject(id="id", author="author__username")
    return Subquery(rows.order_by().values("model").annotate(all=JsonRows(shown)).values("all"))


def behind(number: int) -> "Subquery[Any]":
    """The id of the public assessment that became this revision of a model, if one did."""
    rows = public().filter(revision__model=OuterRef("pk"), revision__number=number)
    return Subquery(rows.order_by().values("id")[:1])


def as_waiting(rows: Iterable[Mapping[str, Any]] | None) -> tuple[Waiting, ...]:
    """The oldest first: their ids grow with time."""
    found = (Waiting(UUID(row["id"]), row["author"]) for row in rows or ())
    return tuple(sorted(found, key=lambda row: row.id))

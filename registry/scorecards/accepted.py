"""Who stands behind what was reviewed, read with the revision or the evidence: no query of its own."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar, cast

from django.db.models import Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from registry.scorecards.json_rows import JsonRows
from registry.scorecards.models import Acceptance, Evidence

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A review: by whom a fact was proposed and who accepted it, in which revision, and when."""

    author: str
    by: tuple[str, ...]
    revision: int
    at: datetime


def with_reviewers(rows: QuerySet[Row], revision: str = "pk") -> QuerySet[Row]:
    """Rows with the names of those who accepted their revision, for `reviewers_of`."""
    named = Acceptance.objects.filter(revision=OuterRef(revision)).order_by().values("revision")
    shown = JSONObject(name="reviewer__username")
    listed = Subquery(named.annotate(all=JsonRows(shown)).values("all"))
    return cast("QuerySet[Row]", rows.annotate(accepted_json=listed))


def reviewers_of(row: Any) -> tuple[str, ...]:
    """Names, in the order of the alphabet."""
    return tuple(sorted(one["name"] for one in row.accepted_json or ()))


def reviewed(evidence: Any) -> Reviewed | None:
    """The review behind a row of `with_reviewers(..., "introduced")`; None for what no review accepted."""
    if evidence.source != Evidence.Source.REVIEW:
        return None
    made = evidence.introduced
    author = made.actor.get_username() if made.actor else ""
    return Reviewed(author, reviewers_of(evidence), made.number, made.at)

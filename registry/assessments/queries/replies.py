"""What makers say of a model, read with its scorecard in the same query."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Count, Expression, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.utils.dateparse import parse_datetime

from registry.assessments.models import Comment, Reply
from registry.assessments.proposals.proposed import name_of
from registry.assessments.queries.visible import public
from registry.scorecards.json_rows import JsonRows

REPLIES, COMMENTS = "said_by_maker", "comments_shown"
MOST = 50  # of one model on its scorecard, the newest


@dataclass(frozen=True, slots=True)
class Said:
    """One reply of the maker. `finding` is "" for one on the model; `dispute` the id of what it answers."""

    pk: str
    finding: str
    dispute: str
    organization: str
    text: str
    at: datetime
    blanked_because: str


@cache
def beside() -> "Mapping[str, Expression | Subquery[Any]]":
    """What a scorecard asks for besides: replies, and how many comments there are to read. Made once."""
    newest = Reply.objects.filter(model=OuterRef("model")).order_by("-pk").values("pk")[:MOST]
    shown = JSONObject(
        id="id",
        component="component",
        qualifier="qualifier",
        dispute="dispute_id",
        organization="organization__name",
        text="text",
        at="at",
        blanked="blanked_because",
    )
    replies = Reply.objects.filter(model=OuterRef("pk"), pk__in=Subquery(newest)).order_by().values("model")
    seen = Q(assessment__isnull=True) | Q(assessment__in=public())
    comments = (
        Comment.objects.filter(
            seen, model=OuterRef("pk"), held_because="", blanked_because="", deleted_at__isnull=True
        )
        .order_by()
        .values("model")
        .annotate(n=Count("pk"))
    )
    return {
        REPLIES: Subquery(replies.annotate(all=JsonRows(shown)).values("all")),
        COMMENTS: Coalesce(Subquery(comments.values("n")), 0),
    }


def said(beside: Mapping[str, Any]) -> tuple[Said, ...]:
    """The replies on a scorecard, oldest first."""
    rows: Sequence[Any] = beside.get(REPLIES) or ()
    found = [_said(json.loads(row) if isinstance(row, str) else row) for row in rows]
    return tuple(sorted(found, key=lambda row: row.at))


def comments(beside: Mapping[str, Any]) -> int:
    """How many comments everybody can read."""
    return int(beside.get(COMMENTS) or 0)


def _said(row: Mapping[str, Any]) -> Said:
    moment = parse_datetime(str(row["at"]))
    assert moment is not None  # written by the database, in UTC
    return Said(
        pk=_id(row["id"]),
        finding=name_of((row["component"], row["qualifier"])) if row["component"] else "",
        dispute=_id(row["dispute"]) if row["dispute"] else "",
        organization=row["organization"],
        text=row["text"],
        at=moment if moment.tzinfo else moment.replace(tzinfo=UTC),
        blanked_because=row["blanked"],
    )


def _id(value: object) -> str:
    """An id as its address spells it; SQLite has it without dashes."""
    return str(UUID(str(value)))

"""What curators did, for everybody; and what they have to look at, for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from registry.accounts.models import Event, User
from registry.assessments.models import Comment, Report
from registry.assessments.moderation.reportable import Thing, find

# Acts that everybody can read, each with its reason. Who reported what is in none of them.
PUBLIC_VERBS = (
    *("assessment.held", "assessment.released", "assessment.reverted"),
    *("emergency.set_back", "emergency.confirmed", "emergency.undone"),
    *("comment.held", "comment.released", "text.taken_down", "event.blanked"),
    *("dispute.upheld", "dispute.dismissed", "dispute.escalated"),
    *("accounts.linked", "accounts.unlinked", "maker.ended", "switch.on", "switch.off"),
)
DISCARDED = Q(verb="assessment.rejected", details__act="discard")
PAGE = 60


@dataclass(frozen=True, slots=True)
class LogRow:
    """One act of moderation. `who` is None for the machine; `model` is the path it was about, or ""."""

    id: int
    at: datetime
    verb: str
    kind: str  # of what it was about: comment, dispute, ...
    key: str
    model: str
    who: User | None
    because: str
    signs: str


@dataclass(frozen=True, slots=True)
class LogPage:
    rows: tuple[LogRow, ...]
    before: int  # leads to earlier ones; 0 where there are none


def log(*, before: int = 0) -> LogPage:
    """The newest acts of moderation, or those before one. One query."""
    events = (
        Event.objects.filter(Q(verb__in=PUBLIC_VERBS) | DISCARDED).select_related("actor").order_by("-pk")
    )
    if before:
        events = events.filter(pk__lt=before)
    found = list(events.order_by("-pk")[: PAGE + 1])
    rows = tuple(_row(event) for event in found[:PAGE])
    return LogPage(rows, rows[-1].id if len(found) > PAGE else 0)


def _row(event: Event) -> LogRow:
    kind, _, key = event.target.partition(":")
    details: Mapping[str, object] = event.details
    return LogRow(
        id=event.pk,
        at=event.at,
        verb=event.verb,
        kind=str(details.get("kind", kind)),
        key=key,
        model=str(details.get("model", "")),
        who=event.actor,
        because=event.because,
        signs=str(details.get("signs", "")),
    )


@dataclass(frozen=True, slots=True)
class Reported:
    """A thing that was reported and is not settled; `thing` is None where it has gone."""

    kind: str
    key: str
    thing: Thing | None
    reports: tuple[Report, ...]
    first_at: datetime


def reported() -> tuple[Reported, ...]:
    """Most reported first."""
    rows = Report.objects.filter(settled_at__isnull=True)
    groups = rows.values("kind", "key").annotate(n=Count("pk"), first=Min("at"))
    found = []
    for group in groups.order_by("-n", "first")[:PAGE]:
        same = rows.filter(kind=group["kind"], key=group["key"]).select_related("by").order_by("pk")
        thing = find(group["kind"], group["key"])
        found.append(Reported(group["kind"], group["key"], thing, tuple(same[:PAGE]), group["first"]))
    return tuple(found)


def held() -> list[Comment]:
    """Comments that wait for a curator."""
    rows = Comment.objects.exclude(held_because="").filter(deleted_at__isnull=True)
    return list(rows.select_related("model", "by").order_by("pk")[:PAGE])

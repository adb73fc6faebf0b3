"""The queue of a reviewer: what waits, what matters most first, nothing that this person may not judge."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, JSONObject

from registry.accounts.actors import Actor, roles_of
from registry.accounts.links import same_person
from registry.accounts.roles import Role
from registry.assessments.makers import tied_makers
from registry.assessments.models import Assessment, CoAuthor, KeptMark, ProposedFact, Review
from registry.assessments.proposals.proposed import name_of
from registry.scorecards.json_rows import JsonRows

KINDS = ("", *Assessment.Origin.values)
ORDERS = ("", "oldest")
MOST = 200  # entries of a queue that are shown
JUDGES = frozenset({Role.REVIEWER, Role.CURATOR})


@dataclass(frozen=True)
class QueueFilters:
    """What a queue is narrowed to. `mine`: reviews this person has begun, or asked for changes in."""

    kind: str = ""
    organization: str = ""
    mine: bool = False
    order: str = ""  # "": by effect on verdicts, popularity, age; "oldest": by age alone


@dataclass(frozen=True)
class QueueRow:
    """One assessment that waits. `flips` and `changes` are None until they were worked out."""

    id: UUID
    path: str
    name: str
    organization: str
    findings: tuple[str, ...]  # final-weights, final-weights[vae]
    author: str
    origin: str
    submitted_at: datetime
    needed: int
    approvals: int
    flips: int | None
    changes: int | None
    marked: int  # findings that this person has marked already


@dataclass(frozen=True)
class Queue:
    """`total` counts what matches, of which at most 200 are listed; `all` what waits under no filter."""

    rows: tuple[QueueRow, ...]
    total: int
    all: int
    organizations: tuple[tuple[str, str], ...]  # slug and name of those with something waiting


def queue(actor: Actor, filters: QueueFilters | None = None, *, now: datetime) -> Queue:
    """What waits for this reviewer, in order; nothing for whoever may not judge."""
    asked = filters or QueueFilters()
    waiting = open_to(actor, now=now)
    matching = _narrowed(waiting, asked, actor)
    rows = [_row(row) for row in _ordered(_read(matching, actor), asked.order)[:MOST]]
    makers = waiting.order_by("model__organization__slug").values_list(
        "model__organization__slug", "model__organization__name"
    )
    everything = waiting.count()
    return Queue(
        tuple(rows),
        len(rows) if len(rows) < MOST else matching.count(),
        everything,
        tuple(makers.distinct()) if everything else (),
    )


def waiting_for(actor: Actor, *, now: datetime) -> int:
    """How many assessments this person could judge now; 0 for whoever is no reviewer."""
    return open_to(actor, now=now).count()


def open_to(actor: Actor, *, now: datetime) -> QuerySet[Assessment]:
    """The assessments that this person may judge: none of their own, none of makers they have ties to.

    What they have approved as it is now is done for them and left out.
    """
    if actor.user is None or not JUDGES & roles_of(actor, now=now):
        return Assessment.objects.none()
    persons = same_person(actor.user.pk)
    done = Review.objects.filter(
        assessment=OuterRef("pk"),
        reviewer__in=persons,
        verdict=Review.Verdict.APPROVE,
        content_sha=OuterRef("content_sha"),
        round=OuterRef("round"),
    )
    helped = CoAuthor.objects.filter(assessment=OuterRef("pk"), user__in=persons)
    return (
        Assessment.objects.filter(state=Assessment.State.SUBMITTED)
        .exclude(author__in=persons)
        .exclude(model__organization__in=tied_makers.organizations(persons))
        .exclude(Exists(helped))
        .exclude(Exists(done))
        .order_by()
    )


def _narrowed(rows: QuerySet[Assessment], asked: QueueFilters, actor: Actor) -> QuerySet[Assessment]:
    if asked.kind:
        rows = rows.filter(origin=asked.kind)
    if asked.organization:
        rows = rows.filter(model__organization__slug=asked.organization)
    if asked.mine:
        begun = KeptMark.objects.filter(assessment=OuterRef("pk"), reviewer=actor.user)
        judged = Review.objects.filter(assessment=OuterRef("pk"), reviewer=actor.user)
        rows = rows.filter(Exists(begun) | Exists(judged))
    return rows


def _ordered(rows: QuerySet[Assessment], order: str) -> QuerySet[Assessment]:
    if order == "oldest":
        return rows.order_by("submitted_at", "pk")
    # Until its effect is worked out, whatever needs two reviews is taken for one that changes a result.
    first = Coalesce(F("now_flips"), Case(When(needed__gt=1, then=1), default=0))
    rank = F("model__scorecard__rank").desc(nulls_last=True)
    return rows.order_by(first.desc(), Coalesce(F("now_changes"), 0).desc(), rank, "submitted_at", "pk")


def _read(rows: QuerySet[Assessment], actor: Actor) -> QuerySet[Assessment]:
    """With everything a row shows, in one query."""
    findings = ProposedFact.objects.filter(assessment=OuterRef("pk")).order_by().values("assessment")
    named = JSONObject(component="component", qualifier="qualifier")
    same = Q(stakes__content_sha=F("content_sha"))
    return rows.select_related("model__organization", "author").annotate(
        findings_json=Subquery(findings.annotate(all=JsonRows(named)).values("all")),
        now_flips=Case(When(same, then=F("stakes__flips"))),
        now_changes=Case(When(same, then=F("stakes__changes"))),
        approved=_counted(Review.objects.filter(verdict=Review.Verdict.APPROVE, round=OuterRef("round"))),
        marked=_counted(KeptMark.objects.filter(reviewer=actor.user).exclude(mark="")),
    )


def _counted(rows: QuerySet[Any]) -> Coalesce:
    """How many of these rows belong to the present content of an assessment."""
    same = rows.filter(assessment=OuterRef("pk"), content_sha=OuterRef("content_sha"))
    return Coalesce(Subquery(same.order_by().values("assessment").annotate(n=Count("pk")).values("n")), 0)


def _row(row: Any) -> QueueRow:
    return QueueRow(
        id=row.pk,
        path=row.model.path,
        name=row.model.name,
        organization=row.model.organization.name,
        findings=tuple(_names(row.findings_json or ())),
        author=row.author.get_username(),
        origin=row.origin,
        submitted_at=row.submitted_at,
        needed=row.needed,
        approvals=row.approved,
        flips=row.now_flips,
        changes=row.now_changes,
        marked=row.marked,
    )


def _names(rows: Iterable[dict[str, str]]) -> Iterable[str]:
    return sorted(name_of((row["component"], row["qualifier"])) for row in rows)

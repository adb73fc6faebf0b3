"""Drifts that are the same over many models, and what was proposed of such drifts and waits."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, QuerySet

from registry.accounts.actors import Actor
from registry.assessments.models import Assessment
from registry.assessments.proposals import stored
from registry.assessments.proposals.proposed import Proposed, canonical
from registry.assessments.queries.queue import open_to
from registry.assessments.reviewing.drift_answers import MOST
from registry.scorecards.models import Drift
from registry.scorecards.queries.drift_rows import DriftRow, drift_row, with_both_sides

ALIKE = ("component", "qualifier", "facet", "recorded", "observed", "reason")
GROUPS = 50
UNDER_WAY = ("submitted", "quarantined", "changes_requested", "conflicted")


@dataclass(frozen=True)
class DriftGroup:
    """Drifts that say the same. `id` is the number of the first of them, which stands for all."""

    id: int
    models: int
    drift: DriftRow


@dataclass(frozen=True)
class DriftOfGroup:
    """One drift of a group. `waits`: an assessment of this finding is under way already."""

    id: int
    path: str
    name: str
    organization: str
    drift: DriftRow
    waits: bool


@dataclass(frozen=True)
class ProposedAlike:
    """Assessments of one finding each that propose the same; `key` stands for all."""

    key: str
    proposed: Proposed
    rows: tuple["AlikeRow", ...]


@dataclass(frozen=True)
class AlikeRow:
    id: UUID
    content_sha: str
    path: str
    name: str
    author: str
    submitted_at: datetime


def drift_groups() -> tuple[DriftGroup, ...]:
    """What is open of listed models: at most fifty groups of two or more, the largest first. Two queries."""
    rows = _open().values(*ALIKE).annotate(models=Count("pk"), first=Min("pk"))
    found = list(rows.filter(models__gt=1).order_by("-models", "first")[:GROUPS])
    firsts = {
        row.pk: row for row in with_both_sides(Drift.objects.filter(pk__in=[one["first"] for one in found]))
    }
    return tuple(DriftGroup(one["first"], one["models"], drift_row(firsts[one["first"]])) for one in found)


def drifts_like(number: int) -> tuple[DriftOfGroup, ...]:
    """The open drifts of listed models that say the same as this one, by path; at most 200. Two queries."""
    rows = like(number)
    if rows is None:
        return ()
    same = Assessment.objects.filter(
        model=OuterRef("model"),
        state__in=UNDER_WAY,
        facts__component=OuterRef("component"),
        facts__qualifier=OuterRef("qualifier"),
    )
    listed = with_both_sides(rows).select_related("model__organization", "observation__entry", "before")
    return tuple(
        DriftOfGroup(
            row.pk, row.model.path, row.model.name, row.model.organization.name, drift_row(row), row.waits
        )
        for row in listed.annotate(waits=Exists(same)).order_by("model__path")[:MOST]
    )


def like(number: int) -> QuerySet[Drift] | None:
    """The open drifts that say the same as this one; None when it is not open."""
    first = _open().filter(pk=number).values(*ALIKE).first()
    return _open().filter(**first) if first else None


def _open() -> QuerySet[Drift]:
    return Drift.objects.filter(state=Drift.State.OPEN, model__hidden=False)


def proposed_alike(actor: Actor, *, now: datetime) -> tuple[ProposedAlike, ...]:
    """What waits, began as the answer to a drift, and says the same of two or more models."""
    rows = open_to(actor, now=now).filter(origin=Assessment.Origin.DRIFT)
    listed = rows.select_related("model", "author").prefetch_related("facts").order_by("model__path")
    groups: dict[str, list[tuple[Any, Proposed]]] = defaultdict(list)
    for row in listed[: 10 * MOST]:
        proposals = [stored.of_row(fact) for fact in row.facts.all()]
        if len(proposals) == 1:
            groups[_key(proposals[0])].append((row, proposals[0]))
    return tuple(
        ProposedAlike(key, found[0][1], _rows(found)) for key, found in groups.items() if len(found) > 1
    )


def _key(proposed: Proposed) -> str:
    """What is the same in all of a group: the finding and its value, whatever page each cites for it."""
    said = proposed.content()
    content = {"key": proposed.name, "fact": said["fact"], "retract": said["retract"], "note": said["note"]}
    return canonical(content).decode()


def _rows(found: Sequence[tuple[Any, Proposed]]) -> tuple[AlikeRow, ...]:
    return tuple(
        AlikeRow(
            row.pk,
            row.content_sha,
            row.model.path,
            row.model.name,
            row.author.get_username(),
            row.submitted_at,
        )
        for row, _ in found[:MOST]
    )

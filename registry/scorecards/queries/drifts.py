"""Drifts over all models: filtered, newest first, paged by keyset."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from registry.catalog import lineage
from registry.scorecards.models import Drift, Revision
from registry.scorecards.queries import verdicts
from registry.scorecards.queries.drift_rows import DriftRow, drift_row, with_both_sides
from registry.scorecards.queries.lists import BadCursor
from registry.scorecards.queries.rows import VerdictChange

STATES = ("open", "closed", "all")
FACETS = ("license", "gate", "availability")

_signer = signing.Signer(salt="registry.scorecards.drifts")


@dataclass(frozen=True)
class DriftFilters:
    """What a list of drifts is narrowed to; "" for no matter which."""

    state: str = "open"
    hub: str = ""
    facet: str = ""


@dataclass(frozen=True)
class DriftOfModel:
    """A drift in a list of all. `derivatives`: how many models were made from this one directly."""

    path: str
    name: str
    organization: str
    organization_slug: str
    drift: DriftRow
    derivatives: int
    verdict_changes: tuple[VerdictChange, ...]  # by the revision that opening it made


@dataclass(frozen=True)
class DriftPage:
    """A page of drifts; `next_cursor` is "" on the last, `total` counts all pages."""

    rows: tuple[DriftOfModel, ...]
    next_cursor: str
    total: int


def drift_list(filters: DriftFilters, *, after: str = "", limit: int = 25) -> DriftPage:
    """A page of drifts of listed models, the last opened first. Raises BadCursor. Four queries."""
    matching = _matching(filters)
    rows = matching.filter(pk__lt=_number(after)) if after else matching
    found = list(_read(rows)[: limit + 1])
    return DriftPage(
        rows=tuple(_rows(found[:limit])),
        next_cursor=_signer.sign(str(found[limit - 1].pk)) if len(found) > limit else "",
        total=matching.count(),
    )


def one_drift(number: int) -> DriftOfModel | None:
    """One drift by its number, whatever its state; None if there is none of a listed model."""
    found = list(_read(_matching(DriftFilters(state="all")).filter(pk=number)))
    return next(iter(_rows(found)), None)


def _number(cursor: str) -> int:
    try:
        return int(_signer.unsign(cursor))
    except (signing.BadSignature, ValueError) as error:
        raise BadCursor("this page address is not one we gave out") from error


def _matching(filters: DriftFilters) -> QuerySet[Drift]:
    rows = Drift.objects.filter(model__hidden=False)
    if filters.state == "open":
        rows = rows.filter(state=Drift.State.OPEN)
    elif filters.state == "closed":
        rows = rows.exclude(state=Drift.State.OPEN)
    if filters.hub:
        rows = rows.filter(observation__entry__hub=filters.hub)
    if filters.facet:
        rows = rows.filter(facet=filters.facet)
    return rows


def _read(rows: QuerySet[Drift]) -> QuerySet[Drift]:
    listed = with_both_sides(rows).select_related("model__organization", "observation__entry", "before")
    return listed.annotate(derivatives=_derivatives()).order_by("-pk")


def _derivatives() -> Any:
    links = lineage.carrying().filter(parent=OuterRef("model")).order_by()
    count = links.values("parent").annotate(n=Count("child", distinct=True)).values("n")
    return Coalesce(Subquery(count, output_field=IntegerField()), Value(0))


def _rows(found: Sequence[Drift]) -> Iterable[DriftOfModel]:
    made = _opening_revisions(found)
    profiles = {pk for row in made.values() for pk in (row.profile_before_id, row.profile_after_id) if pk}
    judged = verdicts.briefs(profiles) if profiles else {}
    for row in found:
        revision = made.get((row.model_id, row.opened_at))
        yield DriftOfModel(
            path=row.model.path,
            name=row.model.name,
            organization=row.model.organization.name,
            organization_slug=row.model.organization.slug,
            drift=drift_row(row),
            derivatives=getattr(row, "derivatives", 0),
            verdict_changes=verdicts.changes(revision, judged) if revision else (),
        )


def _opening_revisions(found: Sequence[Drift]) -> dict[tuple[int | None, Any], Revision]:
    """The revision that was written in the transaction that opened each of these drifts."""
    wanted = Q(model__in={row.model_id for row in found}, at__in={row.opened_at for row in found})
    rows = Revision.objects.filter(wanted, profile_before__isnull=False) if found else ()
    return {(row.model_id, row.at): row for row in rows}

"""Marks on findings: those of one scorecard, read with its model, and all that are stale, for repair."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core import signing
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from registry.catalog.models import AIModel
from registry.scorecards.json_rows import JsonRows
from registry.scorecards.marks import Challenge, LostProof, challenges, lost_proofs
from registry.scorecards.models import Mark
from registry.scorecards.queries.lists import BadCursor

_signer = signing.Signer(salt="registry.scorecards.stale")


@dataclass(frozen=True)
class Marks:
    """The marks of one scorecard: disputes by component, and lost proofs by component and address."""

    contested: Mapping[str, tuple[Challenge, ...]] = field(default_factory=dict)
    lost: Mapping[str, Mapping[str, LostProof]] | None = None

    def disputes(self, component: str, qualifier: str) -> tuple[Challenge, ...]:
        """The open disputes of one finding."""
        return tuple(row for row in self.contested.get(component, ()) if row.qualifier == qualifier)

    def of(self, component: str, urls: Iterable[str]) -> tuple[LostProof, ...]:
        """Those of these proofs that are lost."""
        found = (self.lost or {}).get(component, {})
        return tuple(found[url] for url in urls if url in found)


@dataclass(frozen=True)
class StaleFinding:
    """A component whose proof is lost, and since when that is known."""

    component: str
    since: datetime
    lost: tuple[LostProof, ...]


@dataclass(frozen=True)
class StaleModel:
    path: str
    name: str
    organization: str
    organization_slug: str
    findings: tuple[StaleFinding, ...]


@dataclass(frozen=True)
class StalePage:
    """A page of models with stale findings; `next_cursor` is "" on the last, the totals count all pages."""

    rows: tuple[StaleModel, ...]
    next_cursor: str
    models: int
    findings: int


def with_marks(rows: QuerySet[AIModel]) -> QuerySet[AIModel]:
    """The models, each with its marks as JSON, which costs no query of its own; `marks_of` reads it."""
    shown = JSONObject(component="component", kind="kind", details="details")
    marks = Mark.objects.filter(model=OuterRef("pk")).order_by().values("model")
    return rows.annotate(marks_json=Subquery(marks.annotate(all=JsonRows(shown)).values("all")))


def marks_of(model: Any) -> Marks:
    rows = model.marks_json or []
    lost: dict[str, dict[str, LostProof]] = {}
    contested: dict[str, tuple[Challenge, ...]] = {}
    for row in rows:
        details = row["details"]  # inside of other JSON SQLite shows it as text
        details = json.loads(details) if isinstance(details, str) else details
        if row["kind"] == Mark.Kind.STALE:
            lost[row["component"]] = {proof.url: proof for proof in lost_proofs(details)}
        else:
            contested[row["component"]] = challenges(details)
    return Marks(contested, lost)


def stale_page(*, after: str = "", limit: int = 50) -> StalePage:
    """A page of listed models with stale findings, by path. Raises BadCursor. Four queries."""
    stale = Mark.objects.filter(kind=Mark.Kind.STALE, model__hidden=False)
    models = AIModel.objects.filter(pk__in=stale.values("model")).order_by("path")
    rows = models.filter(path__gt=_path(after)) if after else models
    found = list(rows.select_related("organization")[: limit + 1])
    findings: dict[int, list[StaleFinding]] = defaultdict(list)
    for mark in stale.filter(model__in=[row.pk for row in found[:limit]]).order_by("component"):
        findings[mark.model_id].append(StaleFinding(mark.component, mark.since, lost_proofs(mark.details)))
    return StalePage(
        rows=tuple(_stale(row, findings[row.pk]) for row in found[:limit]),
        next_cursor=_signer.sign(found[limit - 1].path) if len(found) > limit else "",
        models=models.count(),
        findings=stale.count(),
    )


def _stale(model: AIModel, findings: list[StaleFinding]) -> StaleModel:
    maker = model.organization
    return StaleModel(model.path, model.name, maker.name, maker.slug, tuple(findings))


def _path(cursor: str) -> str:
    try:
        return _signer.unsign(cursor)
    except signing.BadSignature as error:
        raise BadCursor("this page address is not one we gave out") from error

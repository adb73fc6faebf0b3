"""The shape in which a drift is read, by whoever reads one."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from registry.scorecards.models import Drift


@dataclass(frozen=True)
class DriftRow:
    """A hub contradicts the record: on which facet, what stands against what, since when.

    `before_commit` and `before_at` are of the last observation that agreed with the record, if one did.
    """

    id: int
    component: str
    qualifier: str
    facet: str
    recorded: str
    observed: str
    reason: str
    state: str
    opened_at: datetime
    closed_at: datetime | None
    hub: str
    repo_id: str
    before_commit: str
    before_at: datetime | None
    commit: str
    seen_at: datetime

    @property
    def is_restated(self) -> bool:
        """Whether the hub moved on since the drift opened, and contradicts the record otherwise now."""
        return self.seen_at > self.opened_at


def with_both_sides(rows: QuerySet[Drift]) -> QuerySet[Drift]:
    """The drifts with all that `drift_row` reads, and without what hubs said word by word."""
    return rows.select_related("observation__entry", "before").defer("observation__said", "before__said")


def drift_row(row: Drift) -> DriftRow:
    """The row of a drift of `with_both_sides`; no query."""
    is_there = row.reason in (Drift.Reason.STATED, Drift.Reason.WEIGHTS_REMOVED)
    return DriftRow(
        id=row.pk,
        component=row.component,
        qualifier=row.qualifier,
        facet=row.facet,
        recorded=row.recorded,
        observed=row.observed,
        reason=row.reason,
        state=row.state,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        hub=row.observation.entry.hub,
        repo_id=row.observation.entry.repo_id,
        before_commit=row.before.commit if row.before else "",
        before_at=row.before.fetched_at if row.before else None,
        # A repository that is shut or gone shows no commit; its last observation is the one that agreed.
        commit=row.observation.commit if is_there else "",
        seen_at=row.observation.fetched_at if is_there else row.opened_at,
    )

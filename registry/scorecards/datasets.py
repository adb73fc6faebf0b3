"""What is recorded of datasets: the part of the one writer that models do not need."""

from collections.abc import Sequence
from datetime import datetime

from registry.accounts.models import User
from registry.catalog.models import Dataset
from registry.scorecards import history
from registry.scorecards.models import Evidence, Revision
from registry.scorecards.statements import Plan, StatedOfDataset, plan_of, write_evidence


def record(
    statements: Sequence[StatedOfDataset], *, cause: Revision.Cause, actor: User | None, now: datetime
) -> frozenset[int]:
    """Write what these sources say of datasets; the datasets of which something changed."""
    ids = {statement.dataset_id for statement in statements}
    rows = {row.pk: row for row in Dataset.objects.filter(pk__in=ids).select_for_update().order_by("pk")}
    in_force = list(Evidence.objects.filter(dataset__in=ids, retired__isnull=True))
    plans: dict[int, Plan] = {}
    for statement in statements:
        said = [row for row in in_force if row.dataset_id == statement.dataset_id]
        if plan := plan_of(statement, said):
            plans.setdefault(statement.dataset_id, Plan()).add(plan)
    revisions = history.revise_datasets(rows, plans, cause=cause, actor=actor, now=now)
    write_evidence(plans, revisions)
    return frozenset(plans)

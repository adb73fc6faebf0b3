"""Telling people who watch a model that a hub contradicts its record: each once per drift."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from registry.accounts.models import Notification, User
from registry.accounts.notify import notify
from registry.catalog.models import AIModel, Watch
from registry.jobs.queue import enqueue
from registry.scorecards.models import Drift

KIND = "notify"
DRIFT_OPENED = "drift_opened"


def after_opening(drifts: Sequence[Drift]) -> None:
    """Have the watchers of these models told, if there are any. Part of the caller's transaction."""
    opened = {drift.pk: drift.model_id for drift in drifts}
    watched = set(
        Watch.objects.filter(model__in=opened.values()).values_list("model", flat=True) if opened else ()
    )
    told = sorted(pk for pk, model_id in opened.items() if model_id in watched)
    if told:
        enqueue(KIND, f"{KIND}:drifts:{told[0]}-{told[-1]}", {"drifts": told})


def tell(drift_ids: Collection[int], *, now: datetime) -> None:
    """Tell whoever watched these models when the drifts opened. Part of the caller's transaction.

    Somebody who was told already is not told again.
    """
    drifts = Drift.objects.filter(pk__in=drift_ids, model__hidden=False).select_related("model")
    for drift in drifts.order_by("pk"):
        watching = Watch.objects.filter(model=drift.model_id, since__lte=drift.opened_at)
        notify(
            watching.values_list("user", flat=True),
            kind=DRIFT_OPENED,
            key=f"drift:{drift.pk}:opened",
            target=drift.model.path,
            details=_details(drift),
            now=now,
        )


def may_see(user: User, told: Notification) -> bool:
    """Whether the model that a message of a drift is about is shown to readers."""
    return AIModel.objects.filter(path=told.target, hidden=False).exists()


def _details(drift: Drift) -> dict[str, Any]:
    return {
        "drift": drift.pk,
        "component": drift.component,
        "qualifier": drift.qualifier,
        "facet": drift.facet,
        "recorded": drift.recorded,
        "observed": drift.observed,
        "reason": drift.reason,
    }

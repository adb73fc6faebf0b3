"""Telling people who watch a model that a hub contradicts its record: each once per drift."""

from collections.abc import Collection, Sequence
from datetime import datetime

from registry.accounts.models import Notification
from registry.catalog.models import Watch
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
    drifts: dict[int, list[Drift]] = {}
    for drift in Drift.objects.filter(pk__in=drift_ids, model__hidden=False).select_related("model"):
        drifts.setdefault(drift.model_id, []).append(drift)
    watches = Watch.objects.filter(model__in=drifts, user__is_active=True)
    messages = [
        _message(watch, drift, now)
        for watch in watches.order_by("pk")
        for drift in drifts[watch.model_id]
        if watch.since <= drift.opened_at
    ]
    Notification.objects.bulk_create(messages, ignore_conflicts=True)


def _message(watch: Watch, drift: Drift, now: datetime) -> Notification:
    return Notification(
        user_id=watch.user_id,
        kind=DRIFT_OPENED,
        key=f"drift:{drift.pk}:opened",
        target=drift.model.path,
        details={
            "component": drift.component,
            "qualifier": drift.qualifier,
            "facet": drift.facet,
            "recorded": drift.recorded,
            "observed": drift.observed,
            "reason": drift.reason,
        },
        at=now,
    )

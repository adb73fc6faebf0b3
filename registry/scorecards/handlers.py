"""Jobs of this floor: a step of a wave through the derivatives of what changed; telling watchers."""

from datetime import datetime

from django.utils import timezone

from registry.jobs.claims import Claim
from registry.jobs.handlers import handler
from registry.scorecards import adoption, watchers
from registry.scorecards.derive import KIND, Step
from registry.scorecards.models import Scorecard
from registry.scorecards.record import Cause, Derived, Recorded, record_many


@handler(KIND)
def derive(held: Claim) -> None:
    with held.finishing():
        take_step(Step(**held.payload), now=timezone.now())


def take_step(step: Step, *, now: datetime) -> Recorded:
    """Record the next models of a wave and ask for the rest. Part of the caller's transaction."""
    here, model_ids = step.batch()
    if not model_ids:
        return Recorded()
    known = Scorecard.objects.filter(pk__in=model_ids).values_list("pk", flat=True)
    recorded = record_many([Derived(model_id) for model_id in known], cause=Cause.BASE, now=now)
    here.go_on(model_ids[-1])
    return recorded


@handler(adoption.KIND)
def adopt(held: Claim) -> None:
    with held.finishing():
        adoption.take_step(held.payload["models"], held.payload["turn"], now=timezone.now())


@handler(watchers.KIND)
def notify(held: Claim) -> None:
    with held.finishing():
        watchers.tell(held.payload["drifts"], now=timezone.now())

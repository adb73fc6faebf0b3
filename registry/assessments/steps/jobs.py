"""Jobs of assessments: look again at those whose base may have moved, tell watchers, what the clock asks."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from registry.accounts.actors import SYSTEM
from registry.accounts.notify import notify
from registry.assessments import auditing
from registry.assessments.models import Assessment
from registry.assessments.refusals import WrongState
from registry.assessments.steps import emergency_reverts, expiry, publishing
from registry.assessments.steps.follow_up import MOVED, NEWS
from registry.assessments.steps.states import State
from registry.catalog.models import Watch
from registry.jobs.claims import Claim
from registry.jobs.handlers import handler

IDLE, EMERGENCIES = "idle-assessments", "emergency-reverts"


@handler(MOVED)
def bases_moved(held: Claim) -> None:
    look_again(held.payload["model"], now=timezone.now())


def look_again(model_id: int, *, now: datetime) -> int:
    """Merge what waits for judgment with the record, each in a transaction of its own; how many."""
    waiting = Assessment.objects.filter(model=model_id, state=State.SUBMITTED).order_by("pk")
    looked_at = 0
    for row in list(waiting):
        try:
            publishing.base_moved(row, by=SYSTEM, now=now)
        except WrongState:  # judged meanwhile
            continue
        looked_at += 1
    return looked_at


@handler(NEWS)
def tell_watchers(held: Claim) -> None:
    with held.finishing():
        tell_of_submission(UUID(held.payload["assessment"]), now=timezone.now())


def tell_of_submission(assessment_id: UUID, *, now: datetime) -> None:
    """Tell whoever watches the model that somebody proposes facts of it. Part of the caller's transaction."""
    row = Assessment.objects.select_related("model").filter(pk=assessment_id, state=State.SUBMITTED).first()
    if row is None:
        return
    watches = Watch.objects.filter(model=row.model_id).exclude(user=row.author_id)
    notify(
        watches.values_list("user", flat=True),
        kind="assessment_submitted",
        key=f"assessment_submitted:{row.pk}",
        target=row.model.path,
        details={"assessment": str(row.pk)},
        now=now,
    )


@handler(IDLE)
def look_for_idle(held: Claim) -> None:
    now = timezone.now()
    expiry.warn_idle(now)
    expiry.expire_idle(now)


@handler(EMERGENCIES)
def look_at_emergencies(held: Claim) -> None:
    now = timezone.now()
    emergency_reverts.remind(now)
    emergency_reverts.undo_unconfirmed(now)


@handler(auditing.KIND)
def check_invariants(held: Claim) -> None:
    auditing.audit(now=timezone.now())

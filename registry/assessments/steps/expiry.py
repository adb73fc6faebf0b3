"""Assessments that their authors left: told of it at day 76, closed at day 90."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from registry.accounts.actors import SYSTEM, Actor
from registry.assessments.models import Assessment
from registry.assessments.refusals import WrongState
from registry.assessments.steps import follow_up
from registry.assessments.steps.rights import right_to
from registry.assessments.steps.states import FROM, Act, State, locked, move, require
from registry.assessments.steps.transactions import in_turn

IDLE = timedelta(days=90)
WARNED_AFTER = timedelta(days=76)
AT_ONCE = 500


@in_turn
def expire(assessment: Assessment, *, by: Actor, now: datetime) -> Assessment:
    """Close it for want of an answer (workflow, row 16). Only the machine. Raises NotAllowed, WrongState."""
    held = locked(assessment)
    right_to(Act.EXPIRE, held, by=by, now=now)
    require(held, Act.EXPIRE)
    if max(held.moved_at, held.edited_at) > now - IDLE:
        raise WrongState("not_idle", state=held.state)
    closed = move(held, Act.EXPIRE, State.EXPIRED, by=by, now=now)
    follow_up.after_closing(closed, now=now)
    return closed


def expire_idle(now: datetime) -> int:
    """Close whatever nobody has touched for 90 days; how many."""
    closed = 0
    for row in list(_idle_since(now - IDLE)[:AT_ONCE]):
        try:
            expire(row, by=SYSTEM, now=now)
        except WrongState:  # its author came just now
            continue
        closed += 1
    return closed


def warn_idle(now: datetime) -> int:
    """Tell authors, once, that theirs will be closed in 14 days; how many."""
    told = 0
    for row in list(_idle_since(now - WARNED_AFTER).filter(warned_at__isnull=True)[:AT_ONCE]):
        with transaction.atomic():
            still = _idle_since(now - WARNED_AFTER).filter(pk=row.pk, warned_at__isnull=True)
            if still.update(warned_at=now):
                follow_up.warn_of_expiry(row, closes=max(row.moved_at, row.edited_at) + IDLE, now=now)
                told += 1
    return told


def _idle_since(moment: datetime) -> QuerySet[Assessment]:
    states = sorted(FROM[Act.EXPIRE])
    return Assessment.objects.filter(state__in=states, moved_at__lte=moment, edited_at__lte=moment).order_by(
        "pk"
    )

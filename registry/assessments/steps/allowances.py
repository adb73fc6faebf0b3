"""How much one person may begin and hand in, by trust level (workflow, trust levels)."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from registry.accounts.models import User
from registry.accounts.roles import held
from registry.accounts.trust import Level, level_of
from registry.assessments.models import Assessment
from registry.assessments.refusals import TooMany
from registry.assessments.steps.states import UNDER_WAY, State

DAY = timedelta(days=1)
SUBMISSIONS = {Level.T0: 3, Level.T1: 20, Level.T2: 200}  # a day
DRAFTS = {Level.T0: 10, Level.T1: 60, Level.T2: 400}  # begun in a day
OPEN_AT_T0 = 1


def take_draft(author: User, *, now: datetime) -> None:
    """Raises TooMany where the author has begun enough today."""
    level = _level(author, now)
    begun = Assessment.objects.filter(author=author, created_at__gt=now - DAY)
    _refuse(
        "drafts", list(begun.order_by("created_at").values_list("created_at", flat=True)), DRAFTS[level], now
    )


def take_submission(author: User, assessment: Assessment, *, now: datetime) -> None:
    """Raises TooMany where the author has handed in enough today, or waits for judgment and is new.

    Holds the author's row, so that two of one person are counted one after the other.
    """
    User.objects.select_for_update(no_key=True).get(pk=author.pk)
    level = _level(author, now)
    others = Assessment.objects.filter(author=author).exclude(pk=assessment.pk)
    if level is Level.T0 and _under_way(others).count() >= OPEN_AT_T0:
        raise TooMany("one_at_a_time", wait=DAY, most=OPEN_AT_T0)
    today = others.filter(submitted_at__gt=now - DAY).exclude(state=State.DRAFT)
    times = list(today.order_by("submitted_at").values_list("submitted_at", flat=True))
    _refuse("submissions", times, SUBMISSIONS[level], now)


def in_the_way(author: User, assessment: Assessment, *, now: datetime) -> Assessment | None:
    """The assessment that has to be decided before a new author can hand this draft in, if there is one."""
    others = Assessment.objects.filter(author=author).exclude(pk=assessment.pk)
    first = _under_way(others).select_related("model").order_by("submitted_at", "pk").first()
    if first is None or assessment.state != State.DRAFT or _level(author, now) is not Level.T0:
        return None
    return first


def _under_way(rows: QuerySet[Assessment]) -> QuerySet[Assessment]:
    return rows.filter(state__in=UNDER_WAY)


def _level(author: User, now: datetime) -> Level:
    """The trust level; whoever was given a role is trusted as far as anybody."""
    return Level.T2 if held(author, now=now) else level_of(author, now=now)


def _refuse(code: str, times: list[datetime | None], most: int, now: datetime) -> None:
    """Raises TooMany with the wait until the oldest of the last `most` is a day old."""
    if len(times) < most:
        return
    freed = times[len(times) - most]
    raise TooMany(code, wait=(freed or now) + DAY - now, most=most)

"""How far a person is trusted follows from the log, and from nothing else."""

from datetime import timedelta

import pytest

from registry.accounts.actors import SYSTEM
from registry.accounts.events import note
from registry.accounts.models import Trust
from registry.accounts.trust import Judged, Level, level_of, recompute, trust
from tests.build import NOON, make_user


def days_ago(days: float, accepted: bool = True) -> Judged:
    return Judged(accepted, NOON - timedelta(days=days))


@pytest.mark.parametrize(
    ("judged", "age", "level"),
    [
        ([], 400, Level.T0),
        ([days_ago(1)] * 2, 400, Level.T0),
        ([days_ago(1)] * 3, 6.9, Level.T0),
        ([days_ago(1)] * 3, 7, Level.T1),
        ([days_ago(1)] * 24, 400, Level.T1),
        ([days_ago(1)] * 25, 6, Level.T0),
        ([days_ago(1)] * 25, 400, Level.T2),
        ([days_ago(1)] * 27 + [days_ago(1, accepted=False)] * 3, 400, Level.T2),
        ([days_ago(1)] * 26 + [days_ago(1, accepted=False)] * 3, 400, Level.T1),
        # A bad start is forgiven after 180 days, and so is a good one.
        ([days_ago(1)] * 25 + [days_ago(181, accepted=False)] * 50, 400, Level.T2),
        ([days_ago(181)] * 50 + [days_ago(1, accepted=False)], 400, Level.T1),
        ([days_ago(181)] * 50, 400, Level.T1),
        # What comes later says nothing of today.
        ([days_ago(-1)] * 25, 400, Level.T0),
    ],
)
def test_levels(judged: list, age: float, level: Level) -> None:
    assert trust(judged, NOON, since=NOON - timedelta(days=age)) == level


@pytest.mark.django_db
def test_the_stored_level_is_the_one_of_the_log() -> None:
    author, stranger = make_user(), make_user()
    for number in range(3):
        note("assessment.published", by=SYSTEM, target=f"assessment:{number}", now=NOON, about=author)
    note("assessment.withdrawn", by=SYSTEM, target="assessment:4", now=NOON, about=author)
    later = NOON + timedelta(days=8)
    assert level_of(author, now=later) == Level.T1
    assert level_of(stranger, now=later) == Level.T0
    assert recompute(now=later) == 1
    assert Trust.objects.get().level == Level.T1
    assert recompute(now=later + timedelta(days=1), user_id=author.pk) == 1

"""What has waited for a week is told to those who could judge it, once a week."""

from datetime import timedelta

import pytest

from registry.accounts.models import Grant, Notification
from registry.accounts.visibility import may_see
from registry.assessments.reviewing.reminders import remind
from tests.build import NOON, import_facts, make_actor, make_model, make_user, released
from tests.proposing import submitted, trusted

pytestmark = pytest.mark.django_db


def test_reviewers_hear_once_a_week_of_what_has_waited_for_one() -> None:
    author = make_actor(trusted(make_user(reviewer=True), now=NOON))
    reviewer, curator = make_user(reviewer=True), make_user(curator=True)
    make_user()
    model = make_model()
    import_facts(model, released("final-weights"))
    submitted(model, by=author, now=NOON)
    remind(now=NOON + timedelta(days=6))
    assert not Notification.objects.exists()
    for day in (7.1, 8, 9):  # a Sunday, and two days of the week after
        remind(now=NOON + timedelta(days=day))
    told = Notification.objects.filter(kind="queue_waits")
    assert set(told.values_list("user", flat=True)) == {reviewer.pk, curator.pk}
    assert told.count() == 4
    assert set(told.values_list("channel", flat=True)) == {"digest"}
    assert may_see(reviewer, told.filter(user=reviewer).first())
    Grant.objects.filter(user=reviewer).update(revoked_at=NOON)
    assert not may_see(reviewer, told.filter(user=reviewer).first())

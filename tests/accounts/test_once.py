"""I23: what is sent again under the same key gives the same answer and does nothing."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from registry.accounts import once
from registry.accounts.models import Answered, User
from registry.accounts.once import Done, OtherRequest
from registry.jobs.queue import enqueue
from tests.build import NOON, do_jobs, make_user

pytestmark = pytest.mark.django_db


class Counter:
    """Something to do, and how often it was done."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> Done:
        self.times += 1
        return Done(201, f"thing {self.times}")


def test_the_same_key_gives_the_same_answer_and_does_nothing() -> None:
    ann, act = make_user(), Counter()
    first = once.once(ann, "k", digest="d", now=NOON, act=act)
    again = once.once(ann, "k", digest="d", now=NOON + timedelta(hours=23), act=act)
    assert (first.status, first.target, first.again) == (201, "thing 1", False)
    assert (again.status, again.target, again.again) == (201, "thing 1", True)
    assert act.times == 1


def test_a_key_is_its_persons_own_and_other_keys_are_other_requests() -> None:
    act = Counter()
    for user, key in ((ann := make_user(), "k"), (ann, "l"), (make_user(), "k")):
        once.once(user, key, digest="d", now=NOON, act=act)
    assert act.times == 3


def test_a_key_sent_with_something_else_is_refused() -> None:
    ann, act = make_user(), Counter()
    once.once(ann, "k", digest="d", now=NOON, act=act)
    with pytest.raises(OtherRequest):
        once.once(ann, "k", digest="e", now=NOON, act=act)
    assert act.times == 1


def test_what_failed_is_not_remembered() -> None:
    ann, act = make_user(), Counter()

    def fail() -> Done:
        User.objects.create(username="half-done")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        once.once(ann, "k", digest="d", now=NOON, act=fail)
    assert not User.objects.filter(username="half-done").exists()
    assert not once.once(ann, "k", digest="d", now=NOON, act=act).again


def test_a_key_is_free_again_after_a_day() -> None:
    ann, act = make_user(), Counter()
    once.once(ann, "k", digest="d", now=NOON, act=act)
    assert not once.once(ann, "k", digest="e", now=NOON + timedelta(hours=24), act=act).again
    assert Answered.objects.count() == 1


def test_the_clock_forgets_what_is_a_day_old() -> None:
    once.once(make_user(), "k", digest="d", now=NOON - timedelta(days=999), act=Counter())
    assert once.forget_old(now=NOON - timedelta(days=999, hours=-23)) == 0
    enqueue("forget-answered", "forget-answered", {})
    do_jobs()
    assert not Answered.objects.exists()


def test_the_database_holds_that_a_person_uses_a_key_once() -> None:
    ann = make_user()
    Answered.objects.create(user=ann, key="k", digest="d", at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Answered.objects.create(user=ann, key="k", digest="e", at=NOON)

"""Who may do a job and who may write its outcome: leases, tokens, and holders who come too late."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from registry.accounts.models import Event
from registry.jobs import claims, queue
from registry.jobs.claims import Claim, ClaimLost, claim
from registry.jobs.models import Job

pytestmark = pytest.mark.django_db


def waiting(key: str = "refresh:1", **columns: object) -> Job:
    return Job.objects.create(kind="test", key=key, **columns)


def held(job: Job) -> Claim:
    taken = claim(job.pk)
    assert taken is not None
    return taken


def expire(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(lease=timezone.now() - timedelta(minutes=1))


def effect() -> Event:
    return Event.objects.create(at=timezone.now(), verb="effect")


def state(job: Job) -> str:
    return str(Job.objects.get(pk=job.pk).state)


def test_a_job_is_held_by_one():
    job = waiting()
    first = held(job)
    assert (first.token, first.attempts) == (1, 1)
    assert claim(job.pk) is None
    assert state(job) == "running"


def test_a_job_that_is_not_due_is_not_taken():
    job = waiting(run_after=timezone.now() + timedelta(minutes=1))
    assert claim(job.pk) is None


@pytest.mark.parametrize("ended", ["done", "parked", "canceled"])
def test_a_job_that_has_ended_is_not_taken(ended):
    job = waiting(state=ended, finished_at=timezone.now(), error="because")
    assert claim(job.pk) is None


def test_a_job_nobody_has_heard_of_is_not_taken():
    assert claim(4711) is None


def test_effects_and_done_are_one_transaction():
    job = waiting()
    taken = held(job)
    with taken.finishing():
        effect()
    assert taken.is_done
    assert (state(job), Event.objects.count()) == ("done", 1)


def test_an_error_among_the_effects_leaves_nothing_behind():
    job = waiting()
    taken = held(job)
    with pytest.raises(ZeroDivisionError), taken.finishing():
        Event.objects.filter(pk=effect().pk / 0)
    assert not taken.is_done
    assert (state(job), Event.objects.count()) == ("running", 0)


def test_a_holder_whose_lease_ran_out_can_write_nothing_once_another_took_over():
    job = waiting()
    slow = held(job)
    expire(job)
    quick = held(job)
    assert quick.token == slow.token + 1

    assert not claims.renew(slow)
    with pytest.raises(ClaimLost), slow.finishing():
        effect()
    with pytest.raises(ClaimLost), slow.writing():
        effect()
    queue.fail(slow, RuntimeError("too late"))
    assert (state(job), Event.objects.count(), Job.objects.get().error) == ("running", 0, "")

    with quick.finishing():
        effect()
    assert (state(job), Event.objects.count()) == ("done", 1)


def test_a_holder_who_comes_back_after_all_is_done_can_write_nothing():
    job = waiting()
    slow = held(job)
    expire(job)
    with held(job).finishing():
        effect()
    with pytest.raises(ClaimLost), slow.finishing():
        effect()
    assert Event.objects.count() == 1


def test_a_holder_whose_lease_ran_out_unnoticed_may_still_finish():
    job = waiting()
    slow = held(job)
    expire(job)
    with slow.finishing():
        effect()
    assert (state(job), Event.objects.count()) == ("done", 1)


def test_renewing_prolongs_the_lease():
    job = waiting()
    taken = held(job)
    expire(job)
    assert claims.renew(taken)
    assert claim(job.pk) is None


def test_what_is_noted_on_the_way_leaves_the_job_running():
    job = waiting()
    taken = held(job)
    with taken.writing():
        effect()
    assert (state(job), Event.objects.count(), taken.is_done) == ("running", 1, False)


IMPOSSIBLE = {
    "running without a lease": {"state": "running"},
    "waiting with a lease": {"lease": timezone.now()},
    "done without a time": {"state": "done"},
    "waiting with a time": {"finished_at": timezone.now()},
    "parked without a reason": {"state": "parked", "finished_at": timezone.now()},
    "a state nobody knows": {"state": "lost"},
    "no kind": {"kind": ""},
    "no key": {"key": ""},
}


@pytest.mark.parametrize("case", IMPOSSIBLE)
def test_the_database_itself_refuses_impossible_jobs(case):
    columns = {"kind": "test", "key": "x"} | IMPOSSIBLE[case]
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(**columns)


def test_the_database_itself_refuses_a_second_open_job_under_one_key():
    waiting()
    with pytest.raises(IntegrityError), transaction.atomic():
        waiting()

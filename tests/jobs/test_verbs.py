"""What a person may do to a job by hand, and that no race turns it against a worker."""

import pytest
from django.conf import settings
from django.utils import timezone

from registry.jobs import verbs
from registry.jobs.claims import claim
from registry.jobs.models import Job
from registry.jobs.verbs import Retried

pytestmark = pytest.mark.django_db


def a_job(state: str = "waiting", key: str = "one") -> Job:
    ended = {"finished_at": timezone.now()} if state in ("parked", "done", "canceled") else {}
    lease = {"lease": timezone.now()} if state == "running" else {}
    error = {"error": "no luck"} if state == "parked" else {}
    return Job.objects.create(
        kind="test", key=key, state=state, attempts=6, token=6, **ended, **lease, **error
    )


def state(job: Job) -> str:
    return Job.objects.get(pk=job.pk).state


def test_a_parked_job_gets_all_its_attempts_again_and_keeps_its_token():
    job = a_job("parked")
    assert verbs.retry(job.pk) is Retried.WAITING
    held = claim(job.pk)
    assert held
    assert (held.attempts, held.token) == (1, 7)


@pytest.mark.parametrize("other", ["waiting", "running", "done", "canceled"])
def test_only_a_parked_job_is_retried(other):
    job = a_job(other)
    assert verbs.retry(job.pk) is Retried.NOT_PARKED
    assert state(job) == other


def test_a_job_nobody_has_heard_of_is_neither_retried_nor_parked():
    assert verbs.retry(4711) is Retried.NOT_PARKED
    assert not verbs.park(4711, because="it is not there")


def test_a_parked_job_is_canceled_where_an_open_one_does_the_same():
    parked, open_job = a_job("parked"), a_job("waiting")
    assert verbs.retry(parked.pk) is Retried.COVERED
    assert (state(parked), state(open_job)) == ("canceled", "waiting")


def test_a_waiting_job_is_parked_with_its_reason():
    job = a_job()
    assert verbs.park(job.pk, because="  the hub asked us to stop\x00 ")
    assert Job.objects.get().error == "the hub asked us to stop"
    assert claim(job.pk) is None


@pytest.mark.parametrize("other", ["running", "done", "parked", "canceled"])
def test_only_a_waiting_job_is_parked(other):
    job = a_job(other)
    assert not verbs.park(job.pk, because="stop")
    assert state(job) == other


@pytest.mark.parametrize("because", ["", "  ", "\x00"])
def test_a_job_is_not_parked_without_a_reason(because):
    job = a_job()
    with pytest.raises(ValueError, match="with a reason"):
        verbs.park(job.pk, because=because)
    assert state(job) == "waiting"


def test_a_reason_keeps_no_secret():
    job = a_job()
    verbs.park(job.pk, because=f"the key {settings.SECRET_KEY} is wrong")
    assert Job.objects.get().error == "the key [hidden] is wrong"

"""Asking for work: one open job per key, nothing missed, and a broker that may be down."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from registry.celery import app
from registry.jobs import queue, sweep, tasks
from registry.jobs.claims import Claim, claim
from registry.jobs.handlers import GiveUp, Later, handler
from registry.jobs.models import Job

pytestmark = pytest.mark.django_db
NOW = timezone.now()
did: list[int] = []


@handler("test-works")
def works(held: Claim) -> None:
    did.append(held.payload["number"])


@handler("test-fails")
def fails(held: Claim) -> None:
    raise RuntimeError("no luck\x00")


@handler("test-later")
def later(held: Claim) -> None:
    raise Later("come back", after=held.payload["after"])


@handler("test-never")
def never(held: Claim) -> None:
    raise GiveUp("this cannot be done")


@handler("test-asked-again")
def asks_for_itself(held: Claim) -> None:
    queue.enqueue("test-asked-again", held.key, {})


@contextmanager
def broker(url: str) -> Iterator[None]:
    """Let the app ring at another broker."""

    def use(address: str) -> None:
        app.conf.broker_url = address
        app._pool = app.amqp._producer_pool = None

    before = app.conf.broker_url
    use(url)
    try:
        yield
    finally:
        use(before)


@pytest.fixture
def no_broker(tmp_path: Path) -> Iterator[None]:
    with broker(f"redis+socket://{tmp_path}/nobody.sock"):
        yield


@pytest.fixture
def in_memory() -> Iterator[None]:
    with broker("memory://"):
        with app.connection_for_write() as connection:
            for name in ("default", "refresh"):
                connection.default_channel.queue_purge(name)
        yield


def rings(name: str = "default") -> int:
    return sweep._rings_waiting(name)


def asked(kind: str = "test-works", key: str = "one", number: int = 1, **options: object) -> Job:
    return queue.enqueue(kind, key, {"number": number, "after": number}, **options)


def make_due(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(run_after=timezone.now() - timedelta(seconds=1))


def after(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def test_asking_twice_makes_one_job():
    assert asked(number=1).pk == asked(number=2).pk
    assert Job.objects.get().payload["number"] == 1


def test_asking_again_sooner_brings_the_job_forward_and_later_does_not_put_it_off():
    job = asked(run_after=NOW + timedelta(hours=1))
    assert asked(run_after=NOW + timedelta(hours=2)).run_after == NOW + timedelta(hours=1)
    assert asked(run_after=NOW).run_after == NOW
    assert claim(job.pk)


def test_asking_while_it_runs_makes_it_run_once_more():
    job = asked()
    held = claim(job.pk)
    assert held
    assert asked().again
    with held.finishing():
        pass
    once_more = after(job)
    assert (once_more.state, once_more.again, once_more.attempts) == ("waiting", False, 0)
    tasks.work(job.pk)
    assert after(job).state == "done"


def test_a_job_that_asks_for_itself_runs_again_and_again():
    job = asked("test-asked-again")
    tasks.work(job.pk)
    assert after(job).state == "waiting"


def test_after_it_is_done_asking_makes_a_new_job():
    first = asked()
    tasks.work(first.pk)
    assert asked().pk != first.pk


def test_a_slot_runs_once_ever_however_many_schedulers_ask():
    key = "slot:tidy-jobs:202611230010"
    first = asked(key=key)
    tasks.work(first.pk)
    assert asked(key=key).pk == first.pk
    assert Job.objects.count() == 1


def test_something_impossible_about_a_job_is_an_error_and_not_a_missing_job():
    with pytest.raises(Exception, match=r"(?i)constraint"), transaction.atomic():
        queue.enqueue("", "key", {})


def test_a_job_is_done_once_however_often_the_bell_rings():
    did.clear()
    job = asked(number=7)
    for _ in range(3):
        tasks.work(job.pk)
    assert did == [7]
    assert after(job).state == "done"


def test_a_failure_waits_longer_each_time_and_the_last_one_parks_with_its_reason():
    job = asked("test-fails")
    waits = []
    for _ in range(5):
        started = timezone.now()
        tasks.work(job.pk)
        waiting = after(job)
        assert (waiting.state, waiting.error, waiting.error_class) == ("waiting", "no luck", "RuntimeError")
        waits.append((waiting.run_after - started).total_seconds())
        make_due(job)
    for attempt, wait in enumerate(waits, start=1):
        assert 0.5 * 10 * 2**attempt - 1 <= wait <= 1.5 * 10 * 2**attempt + 1
    tasks.work(job.pk)
    parked = after(job)
    assert (parked.state, parked.attempts, parked.error) == ("parked", 6, "no luck")


@pytest.mark.parametrize(("stated", "least", "most"), [(0, 10, 30), (600, 600, 600), (86_400, 3600, 3600)])
def test_a_stated_wait_is_kept_up_to_an_hour(stated, least, most):
    job = asked("test-later", number=stated)
    started = timezone.now()
    tasks.work(job.pk)
    wait = (after(job).run_after - started).total_seconds()
    assert least - 1 <= wait <= most + 1


def test_the_wait_never_passes_an_hour_and_a_half():
    assert all(queue.backoff(attempts) <= 5400 for attempts in range(1, 40))


@pytest.mark.parametrize(
    ("kind", "reason"),
    [("test-never", "this cannot be done"), ("test-of-old", "nothing here does jobs of kind")],
)
def test_what_cannot_be_done_is_parked_at_once(kind, reason):
    job = asked(kind)
    tasks.work(job.pk)
    parked = after(job)
    assert (parked.state, parked.attempts) == ("parked", 1)
    assert reason in parked.error


def test_what_gave_up_but_was_asked_for_once_more_meanwhile_waits_again():
    job = asked("test-never")
    held = claim(job.pk)
    asked("test-never")
    queue.give_up(held, GiveUp("this cannot be done"))
    again = after(job)
    assert (again.state, again.again, again.attempts) == ("waiting", False, 0)
    tasks.work(job.pk)
    assert after(job).state == "parked"


@pytest.mark.parametrize(("priority", "step"), [(5, 3), (0, 6), (-5, 9)])
def test_what_is_more_urgent_is_heard_before_the_rest_and_after_the_sweep(
    in_memory, django_capture_on_commit_callbacks, priority, step
):
    with django_capture_on_commit_callbacks(execute=True):
        asked(priority=priority)
    with app.connection_for_write() as connection:
        message = connection.default_channel.basic_get("default")
    assert message.properties["priority"] == step


def test_the_sweep_rings_for_the_urgent_first(in_memory, monkeypatch):
    rung = []
    monkeypatch.setattr(sweep, "ring", lambda job_id, queue, priority: rung.append(priority) or True)
    for priority in (0, 5, -5):
        asked(key=f"job {priority}", priority=priority)
    sweep.sweep()
    assert rung == [5, 0, -5]


def test_asking_rings_on_commit_and_not_before(in_memory, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = asked()
        assert rings() == 0
    assert rings() == 1
    assert after(job).rung_at is not None


def test_a_job_for_later_does_not_ring(in_memory, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        asked(run_after=timezone.now() + timedelta(minutes=1))
    assert rings() == 0


def test_a_broker_that_is_down_fails_no_request(no_broker, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = asked()
    assert after(job).rung_at is None
    assert sweep.sweep() == 0
    assert claim(job.pk)


def test_the_sweep_rings_for_what_was_not_heard(in_memory):
    unheard = asked(key="unheard")
    heard = asked(key="heard")
    asked(key="not due", run_after=timezone.now() + timedelta(minutes=1))
    Job.objects.filter(pk=heard.pk).update(rung_at=timezone.now())
    assert sweep.sweep() == 1
    assert after(unheard).rung_at is not None
    assert sweep.sweep() == 0


def test_the_sweep_rings_again_for_a_job_whose_worker_died(in_memory):
    job = asked(queue="refresh")
    Job.objects.filter(pk=job.pk).update(rung_at=timezone.now())
    assert claim(job.pk)
    assert sweep.sweep() == 0
    Job.objects.filter(pk=job.pk).update(lease=timezone.now() - timedelta(seconds=1))
    assert sweep.sweep() == 1
    assert rings("refresh") == 1


def test_the_sweep_does_not_fill_the_broker(in_memory, monkeypatch):
    monkeypatch.setattr(sweep, "MOST_RINGS", 3)
    for number in range(5):
        asked(key=f"job {number}")
    assert sweep.sweep() == 3
    Job.objects.update(rung_at=timezone.now() - timedelta(minutes=1))
    assert sweep.sweep() == 0
    assert rings() == 3


def test_a_job_that_kills_its_worker_every_time_is_parked():
    job = asked()
    Job.objects.filter(pk=job.pk).update(
        state="running", attempts=6, token=6, lease=timezone.now() - timedelta(seconds=1)
    )
    sweep.park_deadly()
    parked = after(job)
    assert (parked.state, parked.error_class) == ("parked", "LeaseExpired")


def test_old_jobs_are_forgotten_and_parked_ones_kept_longer():
    for key, state, days in (
        ("a", "done", 6),
        ("b", "done", 8),
        ("c", "parked", 8),
        ("d", "parked", 91),
        ("e", "canceled", 8),
    ):
        finished = timezone.now() - timedelta(days=days)
        Job.objects.create(kind="test-works", key=key, state=state, finished_at=finished, error="why")
    asked(key="open")
    assert sweep.tidy() == 3
    assert sorted(Job.objects.values_list("key", flat=True)) == ["a", "c", "open"]

"""When a worker is ended because it hears nothing: never for having nothing to do."""

from dataclasses import replace
from datetime import timedelta

import pytest
from celery.worker import state
from django.utils import timezone

from registry.jobs import watchdog
from registry.jobs.models import Job
from registry.jobs.watchdog import PATIENCE, Look, Vigil, look

DEAF = Look(busy=False, heard=7, due=True, finished=timezone.now(), broker=True)
LATER = timezone.now() + timedelta(days=1)


def is_over(*looks: Look) -> bool:
    """Whether a worker that showed these, a minute apart, is to be ended."""
    vigil = Vigil()
    return [vigil.is_over(seen, now=60.0 * minute) for minute, seen in enumerate(looks)][-1]


def test_a_worker_that_hears_nothing_while_jobs_are_due_is_ended_after_two_minutes():
    assert PATIENCE == 120
    assert is_over(DEAF, DEAF, DEAF, DEAF)
    assert not is_over(DEAF, DEAF, DEAF)


ALIVE = {
    "it works": {"busy": True},
    "it heard": {"heard": 8},
    "nothing is due": {"due": False},
    "somebody finished a job": {"finished": LATER},
    "the broker is down": {"broker": False},
}


@pytest.mark.parametrize("sign", ALIVE)
def test_one_sign_of_life_begins_the_wait_anew(sign):
    alive = replace(DEAF, **ALIVE[sign])
    assert not is_over(DEAF, DEAF, alive, DEAF, DEAF)
    assert not is_over(*[alive] * 9) or sign in ("it heard", "somebody finished a job")


@pytest.mark.django_db
def test_what_is_due_is_asked_of_the_queues_the_worker_listens_to(monkeypatch):
    monkeypatch.setattr(watchdog, "reachable", lambda: True)
    assert not look(["default"]).due
    Job.objects.create(kind="test", key="later", run_after=LATER)
    Job.objects.create(kind="test", key="elsewhere", queue="bulk")
    Job.objects.create(kind="test", key="held", state="running", lease=LATER)
    assert not look(["default"]).due
    assert look(["default", "bulk"]).due
    Job.objects.create(kind="test", key="died", state="running", lease=timezone.now() - timedelta(minutes=1))
    assert look(["default"]).due


@pytest.mark.django_db
def test_a_look_sees_what_the_worker_holds_and_has_heard(monkeypatch):
    class Request:
        name = "work"

    held = Request()
    monkeypatch.setattr(watchdog, "reachable", lambda: False)
    monkeypatch.setattr(state, "active_requests", {held})
    monkeypatch.setattr(state, "total_count", {"work": 3})
    Job.objects.create(kind="test", key="done", state="done", finished_at=LATER)
    assert look(["default"]) == Look(busy=True, heard=3, due=False, finished=LATER, broker=False)

"""The state of the site: what makes it "degraded", and that it answers whatever is down."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from registry.badges import map as badge_map
from registry.badges import status as state
from registry.badges.map import Freshness, Map
from registry.badges.status import LONGEST_SILENCE, Trouble, lately, status
from registry.badges.status_words import HUBS, hub_next, hub_state, sentence
from registry.jobs import broker
from registry.jobs.models import Job
from registry.refresh.models import Crawl, HubState
from registry.refresh.queries import UNASKED

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture(autouse=True)
def running(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """A site that follows its hub and on which all is well."""
    settings.CRAWL = ["huggingface"]
    monkeypatch.setattr(broker, "reachable", lambda: True)
    monkeypatch.setattr(badge_map, "shown", lambda: Map())
    a_job("slot:tidy-jobs:202611230707", state="done", finished_at=NOW)


def a_job(key: str, age: timedelta = timedelta(0), **columns: object) -> Job:
    return Job.objects.create(
        **{"kind": "test", "key": key, "created_at": NOW - age, "run_after": NOW - age} | columns
    )


def parked(age: timedelta) -> None:
    a_job("gave-up", state="parked", finished_at=NOW - age, error="no luck")


def silent() -> None:
    Job.objects.update(created_at=NOW - LONGEST_SILENCE - timedelta(minutes=1))


def hub(**columns: str) -> None:
    HubState.objects.create(hub="huggingface", since=NOW, **columns)


def crawl(kind: str, age: timedelta) -> None:
    then = NOW - age
    Crawl.objects.create(
        hub="huggingface",
        kind=kind,
        number=Crawl.objects.count() + 1,
        state="complete",
        started_at=then,
        updated_at=then,
        finished_at=then,
    )


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def test_a_site_on_which_all_is_well_is_ok() -> None:
    hub(state="ok")
    crawl("tail", minutes(20))
    crawl("sweep", timedelta(days=6))
    a_job("waits", minutes(14))
    parked(timedelta(days=2))
    seen = status(now=NOW)
    assert seen.reasons == ()
    assert seen.is_ok
    assert seen.database
    assert seen.work
    assert (seen.work.waiting, seen.work.parked, seen.drifts) == (1, 1, 0)


TROUBLE: dict[Trouble, Callable[[], object]] = {
    Trouble.SCHEDULER: silent,
    Trouble.JOBS_LATE: lambda: a_job("late", minutes(16)),
    Trouble.JOBS_PARKED: lambda: parked(minutes(60)),
    Trouble.HUB_UNREACHABLE: lambda: hub(state="unreachable", reason="connection reset"),
    Trouble.HUB_UNAUTHORIZED: lambda: hub(state="unauthorized", reason="token refused"),
    Trouble.HUB_WARNING: lambda: hub(warning="a sweep saw half of the hub"),
    Trouble.TAIL_LATE: lambda: crawl("tail", minutes(61)),
    Trouble.SWEEP_LATE: lambda: crawl("sweep", timedelta(days=9)),
}


@pytest.mark.parametrize("trouble", TROUBLE)
def test_each_trouble_is_named(trouble: Trouble) -> None:
    TROUBLE[trouble]()
    assert [reason.trouble for reason in status(now=NOW).reasons] == [trouble]


def test_a_site_that_does_not_follow_a_hub_any_more_is_not_late(settings: Any) -> None:
    settings.CRAWL = []
    crawl("tail", minutes(61))
    crawl("sweep", timedelta(days=9))
    assert status(now=NOW).is_ok


@pytest.mark.parametrize("quiet", ["limited", "not_configured", "ok"])
def test_a_hub_that_waits_or_is_not_configured_is_no_trouble(quiet: str) -> None:
    hub(state=quiet)
    assert status(now=NOW).is_ok


def test_a_scheduler_never_heard_of_is_a_trouble() -> None:
    Job.objects.all().delete()
    assert [reason.trouble for reason in status(now=NOW).reasons] == [Trouble.SCHEDULER]


def test_a_job_that_is_held_or_not_due_is_not_late() -> None:
    a_job("held", minutes(60), state="running", lease=NOW + minutes(1))
    a_job("later", minutes(60), run_after=NOW + minutes(1))
    assert status(now=NOW).is_ok


def test_a_job_whose_worker_died_is_due() -> None:
    a_job("died", minutes(60), state="running", lease=NOW - minutes(1))
    assert status(now=NOW).reasons[0].trouble is Trouble.JOBS_LATE


def test_broker_and_database_may_both_be_down(monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*, now: object) -> None:
        raise DatabaseError("could not connect to server at 10.0.0.7")

    monkeypatch.setattr(broker, "reachable", lambda: False)
    monkeypatch.setattr(state, "work", down)
    seen = status(now=NOW)
    assert not seen.database
    assert {reason.trouble for reason in seen.reasons} == {Trouble.DATABASE, Trouble.BROKER}
    assert (seen.work, seen.following, seen.drifts) == (None, None, None)


def test_badges_that_stand_still_are_a_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    class Still:
        def freshness(self, *, now: float) -> Freshness:
            return Freshness(change=7, models=3, age=90)

    monkeypatch.setattr(badge_map, "shown", Still)
    seen = status(now=NOW)
    assert [reason.trouble for reason in seen.reasons] == [Trouble.BADGES_LATE]
    assert seen.badges == Freshness(7, 3, 90)


def test_a_map_says_when_it_looked_last() -> None:
    known = Map()
    assert known.freshness(now=time.monotonic()) is None
    known.look(now=100.0)
    assert known.freshness(now=107.5) == Freshness(change=0, models=0, age=7.5)


def test_a_look_is_cheap_and_kept_for_a_moment(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(7):
        first = lately(now=NOW)
        assert lately(now=NOW + timedelta(seconds=1)) == first


@pytest.mark.parametrize("trouble", Trouble)
def test_every_trouble_is_a_sentence(trouble: Trouble) -> None:
    said = sentence(state.Reason(trouble, "huggingface"))
    assert said.endswith(".")
    assert "%" not in said


@pytest.mark.parametrize("value", [*HubState.State.values, UNASKED])
def test_every_state_of_a_hub_has_a_word_and_a_next_step(value: str) -> None:
    assert hub_state(value) not in ("", value)
    assert hub_next(value) or value == "ok"
    assert HUBS["huggingface"] == "Hugging Face"

"""The state of the site for programs."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from registry.badges import status
from registry.jobs import broker
from registry.jobs.models import Job
from registry.refresh.models import Crawl, HubState

pytestmark = pytest.mark.django_db


def test_it_is_always_200_and_names_what_is_wrong(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broker, "reachable", lambda: False)
    answer = client.get("/statusz")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    said = answer.json()
    assert said["status"] == "degraded"
    assert {reason["code"] for reason in said["reasons"]} == {"broker", "scheduler"}
    assert all(reason["detail"].endswith(".") for reason in said["reasons"])


def test_a_database_that_is_down_is_said_without_its_address(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*, now: object) -> None:
        raise DatabaseError("could not connect to server at 10.0.0.7")

    monkeypatch.setattr(status, "work", down)
    answer = client.get("/statusz")
    assert (answer.status_code, answer.json()["database"], answer.json()["jobs"]) == (200, False, None)
    assert "10.0.0.7" not in answer.content.decode()


def test_it_tells_ages_progress_and_states(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broker, "reachable", lambda: True)
    now = timezone.now()
    hour = timedelta(hours=1)
    Job.objects.create(kind="a", key="slot:a:1", created_at=now, state="done", finished_at=now)
    Job.objects.create(kind="a", key="late", created_at=now - hour, run_after=now - hour)
    HubState.objects.create(hub="huggingface", state="unreachable", reason="reset", since=now)
    common = {"hub": "huggingface", "updated_at": now}
    Crawl.objects.create(
        kind="sweep", number=1, state="complete", seen=400, started_at=now - hour, finished_at=now, **common
    )
    Crawl.objects.create(kind="sweep", number=2, seen=100, started_at=now, **common)
    Crawl.objects.create(
        kind="tail", number=3, state="complete", started_at=now - hour / 2, finished_at=now, **common
    )
    said = client.get("/statusz").json()
    assert [reason["code"] for reason in said["reasons"]] == ["jobs_late", "hub_unreachable"]
    assert said["reasons"][1]["said"] == "reset"
    assert 3600 <= said["jobs"]["oldest_due"] < 3660
    assert said["jobs"]["queues"]["default"]["waiting"] == 1
    assert said["jobs"]["last_slot_age"] < 60
    assert said["crawl"]["sweep_progress"] == 0.25
    assert 1800 <= said["crawl"]["lag"] < 1860
    assert said["hubs"]["huggingface"]["state"] == "unreachable"
    assert said["links"] == {"checked": 0, "share_alive": None}
    assert said["crawl"]["set_aside"] == said["drifts_open"] == 0

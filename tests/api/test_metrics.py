"""Figures for Prometheus: who may read them, and that they are those of the database and of the requests."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DatabaseError
from django.test import Client, override_settings
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from registry.api import measuring
from registry.badges import status, tally
from registry.jobs import broker
from registry.jobs.models import Job
from registry.refresh.models import Budget, Crawl, HubState, LinkCheck

pytestmark = pytest.mark.django_db
TOKEN = "a-token-for-prometheus"
Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


@pytest.fixture(autouse=True)
def broker_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broker, "reachable", lambda: True)


def read(text: str) -> Samples:
    families = text_string_to_metric_families(text)
    return {(one.name, frozenset(one.labels.items())): one.value for row in families for one in row.samples}


def samples(client: Client) -> Samples:
    answer = client.get("/metrics")
    assert answer.status_code == 200
    return read(answer.content.decode())


def of(found: Samples, name: str, **labels: str) -> float:
    return found["sourceform_" + name, frozenset(labels.items())]


WITH_TOKEN = override_settings(METRICS_TOKEN=TOKEN, IS_LOCAL=False)


@pytest.mark.parametrize(
    ("given", "status_code"),
    [
        (f"Bearer {TOKEN}", 200),
        ("", 404),
        (TOKEN, 404),
        ("Bearer ", 404),
        (f"bearer {TOKEN}x", 404),
        ("Bearer ü", 404),
    ],
)
def test_with_a_token_only_its_holder_reads(client: Client, given: str, status_code: int) -> None:
    with WITH_TOKEN:
        assert client.get("/metrics", headers={"Authorization": given}).status_code == status_code


@pytest.mark.parametrize("asked", [{}, {"Authorization": "Bearer "}, {"Authorization": f"Bearer {TOKEN}"}])
def test_a_public_site_without_a_token_shows_nothing(client: Client, asked: dict[str, str]) -> None:
    with override_settings(METRICS_TOKEN="", IS_LOCAL=False):
        assert client.get("/metrics", headers=asked).status_code == 404


@pytest.mark.parametrize(
    ("sent", "status_code"),
    [
        ({}, 200),
        ({"REMOTE_ADDR": "::1"}, 200),
        ({"REMOTE_ADDR": "192.0.2.7"}, 404),
        ({"REMOTE_ADDR": ""}, 404),
        ({"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, 404),
        ({"HTTP_FORWARDED": "for=127.0.0.1"}, 404),
    ],
)
def test_on_ones_own_machine_only_its_programs_read(
    client: Client, sent: dict[str, str], status_code: int
) -> None:
    assert client.get("/metrics", **sent).status_code == status_code


def test_a_public_site_without_a_token_counts_nothing() -> None:
    with override_settings(METRICS=False), pytest.raises(MiddlewareNotUsed):
        measuring.measured(lambda request: None)


def test_it_tells_what_the_database_knows(client: Client) -> None:
    now = timezone.now()
    then = now - timedelta(hours=1)
    Job.objects.create(kind="refresh", key="a", queue="refresh", created_at=then, run_after=then)
    Job.objects.create(kind="slot", key="slot:a:1", state="done", finished_at=now)
    HubState.objects.create(hub="huggingface", state="limited", since=now)
    Budget.objects.create(
        hub="huggingface",
        account="anonymous",
        bucket="api",
        limit=500,
        window=300,
        remaining=99,
        resets_at=now + timedelta(minutes=1),
    )
    Crawl.objects.create(
        hub="huggingface", kind="sweep", number=1, seen=2000, changed=3, started_at=then, updated_at=now
    )
    LinkCheck.objects.create(digest="a", url="https://x.example/a", state="alive", due_at=now)
    found = samples(client)
    assert of(found, "links", state="alive") == 1
    assert of(found, "up", part="database") == of(found, "up", part="broker") == 1
    assert of(found, "jobs", state="waiting", kind="refresh", queue="refresh") == 1
    assert 3600 <= of(found, "job_due_seconds") < 3660
    assert of(found, "trouble", code="jobs_late") == 1
    assert of(found, "trouble", code="scheduler") == 0
    assert of(found, "jobs_done_within_a_day", kind="slot") == 1
    assert of(found, "hub_state", hub="huggingface", state="limited") == 1
    assert of(found, "hub_state", hub="huggingface", state="ok") == 0
    assert of(found, "budget_remaining", hub="huggingface", account="anonymous", bucket="api") == 99
    assert of(found, "crawl_seen", hub="huggingface", kind="sweep") == 2000
    assert of(found, "crawl_changed", hub="huggingface", kind="sweep") == 3
    assert of(found, "set_aside") == of(found, "drifts_open") == 0


def test_without_the_database_it_still_says_that(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*, now: object) -> None:
        raise DatabaseError("no")

    monkeypatch.setattr(status, "work", down)
    found = samples(client)
    assert of(found, "up", part="database") == 0
    assert of(found, "trouble", code="database") == 1


def test_requests_are_counted_under_the_name_of_their_view(client: Client) -> None:
    def count(status_class: str, view: str, method: str = "GET") -> float:
        labels = {"method": method, "view": view, "status": status_class}
        return samples(client).get(("sourceform_request_seconds_count", frozenset(labels.items())), 0)

    before = (
        count("2xx", "web:about"),
        count("4xx", "none"),
        count("4xx", "web:model"),
        count("4xx", "none", "other"),
    )
    client.get("/about/")
    client.get("/no/such/page/")
    client.get("/models/no/such/")
    client.generic("BREW", "/no/such/page/")
    after = (
        count("2xx", "web:about"),
        count("4xx", "none"),
        count("4xx", "web:model"),
        count("4xx", "none", "other"),
    )
    assert after == tuple(number + 1 for number in before)


def test_badges_are_handed_on_once(client: Client) -> None:
    tally.show()

    def given() -> float:
        return samples(client).get(("sourceform_badges_total", frozenset({("outcome", "given")})), 0)

    before = given()
    tally.answered.given += 3
    assert given() == before
    tally.show()
    tally.show()
    assert given() == before + 3


COUNTS = """
from django.conf import settings
settings.configure()
from registry.badges import tally
tally.answered.given += 3
tally.show()
"""
COUNTS_AND_TELLS = """
import registry.wsgi
from django.test import Client
from registry.badges import tally
tally.answered.given += 4
tally.show()
print(Client().get("/metrics", headers={"host": "localhost"}).content.decode())
"""


def test_any_web_process_tells_what_all_of_them_counted(tmp_path: Path) -> None:
    """The first has ended already: what it counted stays."""
    counts = tmp_path / "metrics"
    counts.mkdir()
    where = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "PROMETHEUS_MULTIPROC_DIR": str(counts)}
    for script in (COUNTS, COUNTS_AND_TELLS):
        said = subprocess.check_output(
            [sys.executable, "-c", script], cwd=settings.BASE_DIR, env=where, text=True
        )
        where.pop("PROMETHEUS_MULTIPROC_DIR", None)
    assert of(read(said), "badges_total", outcome="given") == 7

"""The two questions a supervisor asks."""

import pytest
from django.db import DatabaseError
from django.test import Client

from registry.api import health


def test_the_process_is_alive_without_any_database(client: Client) -> None:
    """No database mark: a query would fail this test."""
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_a_migrated_database_that_takes_writes_is_ready(client: Client) -> None:
    health.assert_migrated.cache_clear()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ready"})


@pytest.mark.django_db
def test_a_missing_migration_keeps_traffic_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise health.NotReady("migrations are not applied")

    monkeypatch.setattr(health, "assert_migrated", missing)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["reason"]) == (503, "migrations are not applied")


def test_a_database_that_is_down_keeps_traffic_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def down() -> None:
        raise DatabaseError("could not connect to server at 10.0.0.7")

    monkeypatch.setattr(health, "assert_migrated", down)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "10.0.0.7" not in answer.content.decode()

"""A query that takes too long is given up, on both databases, and said to be that."""

import pytest
from django.db import OperationalError, connection
from django.test import Client

from registry.scorecards.queries import TooSlow, list_rows, lists
from registry.scorecards.queries.bounded import bounded
from tests.build import import_facts, make_model, released

FOREVER = {
    "postgresql": "SELECT pg_sleep(30)",
    "sqlite": "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n",
}


@pytest.mark.django_db(transaction=True)
def test_a_query_without_end_is_given_up_and_the_next_one_runs() -> None:
    with pytest.raises(TooSlow), bounded(0.05), connection.cursor() as cursor:
        cursor.execute(FOREVER[connection.vendor])
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM scorecards_scorecard")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db(transaction=True)
def test_the_end_is_lifted_behind_a_list() -> None:
    import_facts(make_model("acme/rocket"), released("final-weights"))
    assert lists.model_list(list_rows.Filters(q="rocket")).total == 1
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            assert cursor.fetchone() == ("0",)


@pytest.mark.django_db
def test_another_error_of_the_database_stays_what_it_is() -> None:
    with pytest.raises(OperationalError, match="refused"), bounded():
        raise OperationalError("connection refused")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/models/?q=rocket", "/models.csv", "/models.atom", "/models/acme/"])
def test_a_list_that_takes_too_long_asks_for_a_narrower_one(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, address: str
) -> None:
    monkeypatch.setattr(lists, "_page", slow)
    answer = client.get(address)
    assert "a list was given up" in caplog.text
    assert "rocket" not in caplog.text, "what people search for is not logged"
    assert answer.status_code == 503
    assert answer["Cache-Control"] == "no-store"
    assert int(answer["Retry-After"]) > 0
    assert "Narrow it" in answer.text


@pytest.mark.django_db
def test_the_api_says_so_in_its_own_form(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "_page", slow)
    answer = client.get("/api/v1/models/?q=rocket")
    assert answer.status_code == 503
    assert "Narrow it" in answer.json()["detail"]


def slow(*args: object, **kwargs: object) -> None:
    raise TooSlow

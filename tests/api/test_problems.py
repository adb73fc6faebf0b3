"""What the API says when it cannot answer."""

from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client
from django.test.utils import override_settings

from registry.api.throttle import Asking
from registry.scorecards import queries
from tests.build import import_facts, make_model, released

pytestmark = pytest.mark.django_db


def problem(answer: Any, status: int) -> str:
    """The detail of a problem, after looking at all the rest."""
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies
    body = answer.json()
    assert body.keys() == {"type", "title", "status", "detail", "instance"}
    assert (body["type"], body["status"]) == ("about:blank", status)
    detail: str = body["detail"]
    return detail


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("color=red", "color"),
        ("osaid-9=meets", "osaid-9"),
        ("osaid-1.0=perhaps", "osaid-1.0"),
        ("g7-2026=class-i", "g7-2026"),
        ("state=certain", "state"),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=ten", "limit"),
        ("limit=%C2%B2", "limit"),
        ("cursor=zzz", "cursor"),
        ("cursor=12:abc", "cursor"),
        ("q=" + "a" * 201, "q"),
    ],
)
def test_a_parameter_that_is_not_understood_is_named(client: Client, query: str, named: str) -> None:
    assert f"'{named}'" in problem(client.get(f"/api/v1/models/?{query}"), 400)


def test_fields_that_do_not_exist_are_named(client: Client) -> None:
    import_facts(make_model(), released("final-weights"))
    answer = client.get("/api/v1/models/acme/rocket-7b/?fields=path,rank")
    assert "'rank'" in problem(answer, 400)
    assert "'limit'" in problem(client.get("/api/v1/models/acme/rocket-7b/?limit=3"), 400)


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/models/nobody/nothing/",
        "/api/v1/definitions/osaid-9/",
        "/api/v1/licenses/no-such-license/",
        "/api/v1/models/acme/ro%00cket/",
        "/api/v1/nothing/",
        "/api/v1/nothing",
        "/api/v2/models/",
        "/api/",
    ],
)
def test_what_does_not_exist_is_404_in_json(client: Client, path: str) -> None:
    answer = client.get(path)
    assert problem(answer, 404)
    assert answer.json()["instance"] == unquote(path)


def test_a_model_without_any_record_yet_is_404(client: Client) -> None:
    make_model("acme/empty")
    assert "acme/empty" in problem(client.get("/api/v1/models/acme/empty/"), 404)


def test_a_missing_last_slash_is_added(client: Client) -> None:
    answer = client.get("/api/v1/models?q=rocket")
    assert (answer.status_code, answer["Location"]) == (301, "/api/v1/models/?q=rocket")


def test_a_question_mark_in_a_path_stays_part_of_it(client: Client) -> None:
    answer = client.get("/api/v1/models/a%3Fb/c")
    assert answer["Location"] == "/api/v1/models/a%3Fb/c/"


@pytest.mark.parametrize(
    "path",
    ["/api/v1/models/?" + "q=a&" * 1500, "/api/nothing/?" + "a&" * 1500, "/api/v1/models?q=" + "a" * 20_000],
)
def test_what_django_refuses_to_read_is_400_in_json(client: Client, path: str) -> None:
    assert problem(client.get(path), 400)


def test_a_foreign_host_is_refused_in_json(client: Client) -> None:
    answer = client.get("/api/v1/models/", headers={"host": "evil.example"})
    assert problem(answer, 400)
    assert "default-src 'none'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_api_is_only_read(client: Client, method: str) -> None:
    answer = getattr(client, method)("/api/v1/models/")
    assert problem(answer, 405)
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


def test_what_cannot_be_sent_as_json_is_406(client: Client) -> None:
    assert problem(client.get("/api/v1/models/", headers={"Accept": "image/png"}), 406)


def test_a_failure_inside_tells_nothing_of_the_inside(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("SELECT secret FROM /srv/registry")

    monkeypatch.setattr(queries, "model_list", fail)
    answer = client.get("/api/v1/models/")
    assert problem(answer, 500)
    assert b"SELECT" not in answer.content
    assert "SELECT secret" in caplog.text


def test_an_address_that_asks_too_often_is_told_to_wait(client: Client, settings: Any) -> None:
    Asking.cache.clear()
    rates = {"DEFAULT_THROTTLE_RATES": {"anonymous": "3/min"}}
    with override_settings(REST_FRAMEWORK=settings.REST_FRAMEWORK | rates | {"NUM_PROXIES": 0}):
        for number in range(3):
            # A forged address changes nothing where no proxy stands in front.
            forged = {"X-Forwarded-For": f"192.0.2.{number}"}
            assert client.get("/api/v1/definitions/", headers=forged).status_code == 200
        answer = client.get("/api/v1/definitions/")
        assert problem(answer, 429)
        assert 0 < int(answer["Retry-After"]) <= 61
    Asking.cache.clear()

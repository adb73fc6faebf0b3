"""What a reader sees when something is in the way: what it is, dressed as the site, and what comes next."""

import pytest
from django.db import OperationalError
from django.http import HttpResponse, HttpResponseGone
from django.test import Client

from registry.scorecards import queries
from registry.web.errors import WORDS, in_own_clothes

NEXT_STEP = 'href="/models/"'


def test_a_page_that_can_only_be_read_says_so(client: Client):
    answer = client.options("/models/")
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD"
    assert NEXT_STEP in answer.content.decode()
    assert "sourceform.css" in answer.content.decode()


def test_a_file_for_programs_is_refused_with_words_too(client: Client):
    assert "can only be read" in client.options("/robots.txt").content.decode()


@pytest.fixture
def no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise OperationalError("connection refused")

    for name in ("front_page", "scorecard_page", "model_list"):
        monkeypatch.setattr(queries, name, refuse)


@pytest.mark.usefixtures("no_database")
@pytest.mark.parametrize("address", ["/", "/models/", "/models/acme/rocket/", "/de/models/acme/rocket/"])
def test_without_a_database_a_page_says_when_to_come_back(address: str):
    """Not one word of it is read from the database: this test may not use any."""
    answer = Client(raise_request_exception=False).get(address)
    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    assert answer["Cache-Control"] == "no-store"
    assert "models/" in answer.content.decode()
    assert not answer.cookies


@pytest.mark.usefixtures("no_database")
def test_without_a_database_the_api_says_so_in_its_own_form():
    answer = Client(raise_request_exception=False).get("/api/v1/models/")
    assert answer.status_code == 503
    assert answer["Content-Type"] == "application/problem+json"
    assert int(answer["Retry-After"]) >= 30


@pytest.mark.parametrize("path", ["/models/", "/de/models/"])
def test_a_fault_of_ours_is_told_without_details(path: str, monkeypatch: pytest.MonkeyPatch):
    def break_down(*args: object, **kwargs: object) -> None:
        raise ValueError("something secret")

    monkeypatch.setattr(queries, "model_list", break_down)
    answer = Client(raise_request_exception=False).get(path)
    assert answer.status_code == 500
    assert "secret" not in answer.content.decode()
    assert "sourceform.css" in answer.content.decode()
    assert 'status/">' in answer.content.decode().split("<main")[1].split("</main>")[0]


@pytest.mark.parametrize("status", WORDS)
def test_every_bare_error_is_given_words_and_keeps_its_headers(rf, status: int):
    bare = HttpResponse(status=status, headers={"Retry-After": "7"})
    dressed = in_own_clothes(lambda request: bare)(rf.get("/x/"))
    assert dressed.status_code == status
    assert dressed["Retry-After"] == "7"
    assert NEXT_STEP in dressed.content.decode()


def test_what_has_words_already_is_left_alone(rf):
    said = HttpResponseGone("taken down by a court")
    assert in_own_clothes(lambda request: said)(rf.get("/x/")) is said
    bare = HttpResponse(status=405)
    assert in_own_clothes(lambda request: bare)(rf.post("/api/v1/models/")) is bare

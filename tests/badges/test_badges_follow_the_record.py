"""From the record in the database to the badge that is served."""

import json
from collections.abc import Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest

from registry.badges.front import front
from registry.badges.map import Map
from registry.catalog.models import Alias
from registry.scorecards import queries
from tests.build import import_facts, make_model, released, withheld

pytestmark = pytest.mark.django_db


class Site:
    """The front with a map that looks when it is told to."""

    def __init__(self) -> None:
        self.badges = Map(queries)
        self.badges.ready = lambda: True  # type: ignore[method-assign]
        self.front = front(nowhere, self.badges)
        self.now = 0.0

    def look(self) -> None:
        self.now += 1
        self.badges.look(now=self.now)

    def message(self, path: str) -> str:
        environ = {"PATH_INFO": f"/badge/{path}/osaid-1.0.json", "REQUEST_METHOD": "GET"}
        body = b"".join(self.front(environ, lambda status, headers, exc_info=None: lambda data: None))
        message: str = json.loads(body)["message"]
        return message


def nowhere(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    raise AssertionError("not a badge")


def test_a_change_of_the_record_reaches_the_badge() -> None:
    model = make_model("acme/rocket-7b")
    Alias.objects.create(path="acme/old-rocket", model=model)
    import_facts(model, released("final-weights"))
    site = Site()
    site.look()
    assert site.message("acme/rocket-7b") == "Cannot tell, unreviewed"
    import_facts(model, withheld("final-weights"))
    assert site.message("acme/rocket-7b") == "Cannot tell, unreviewed"
    site.look()
    assert site.message("acme/rocket-7b") == "Does not meet, unreviewed"
    assert site.message("Acme/Old-Rocket") == "Does not meet, unreviewed"


def test_a_new_model_gets_its_badge_and_a_hidden_one_has_one_too() -> None:
    site = Site()
    site.look()
    assert site.message("acme/rocket-7b") == "Not assessed"
    import_facts(make_model("acme/rocket-7b", hidden=True), withheld("final-weights"))
    site.look()
    assert site.message("acme/rocket-7b") == "Does not meet, unreviewed"


def test_an_idle_look_asks_the_database_one_question(django_assert_num_queries: Any) -> None:
    import_facts(make_model("acme/rocket-7b"), released("final-weights"))
    site = Site()
    site.look()
    with django_assert_num_queries(1):
        site.look()


def test_a_hit_asks_the_database_nothing(django_assert_num_queries: Any) -> None:
    import_facts(make_model("acme/rocket-7b"), released("final-weights"))
    site = Site()
    site.look()
    with django_assert_num_queries(0):
        site.message("acme/rocket-7b")
        site.message("nobody/nothing")

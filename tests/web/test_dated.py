"""`?at=` on every page of a past day: a date nobody can read is refused, and today never shown for it."""

import pytest
from django.test import Client

from tests.build import import_facts, make_model, released

pytestmark = pytest.mark.django_db

PAGES = [
    "/models/",
    "/models/acme/",
    "/models.csv",
    "/models.atom",
    "/models/acme/rocket/",
    "/compare/",
    "/compare.csv",
    "/trends/",
    "/trends/by-year.csv",
]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("day", ["nonsense", "2999-01-01", "2026-13-01", "20260101", "<b>"])
def test_a_date_that_is_no_past_day_is_refused_with_a_way_on(client: Client, page: str, day: str) -> None:
    import_facts(make_model("acme/rocket"), released("final-weights"))
    answer = client.get(page, {"at": day, "m": "acme/rocket"})
    text = answer.content.decode()
    assert answer.status_code == 400
    assert "A date is written as in" in text
    assert f'href="{page}?m=acme%2Frocket"' in text
    assert "<b>" not in text.partition("<main")[2].partition("A date is written")[0]
    assert answer["Cache-Control"] == "no-store"

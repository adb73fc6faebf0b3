"""`?at=` on every page of a past day: a date nobody can read is refused, and today never shown for it."""

import pytest
from django.test import Client

from tests.build import NOON, import_facts, make_entry, make_model, released
from tests.web.hub_words import hub_shows

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


def test_a_day_before_the_first_record_leads_to_the_record_there_is(client: Client) -> None:
    import_facts(make_model("acme/rocket"), released("final-weights"))
    answer = client.get("/models/acme/rocket/?at=2020-01-01")
    text = answer.content.decode()
    assert answer.status_code == 404
    assert "Nothing on record that day" in text
    assert f"was first recorded on {NOON.day} {NOON:%b %Y}." in text
    assert 'href="/models/acme/rocket/"' in text
    assert 'href="/models/acme/rocket/r/1/"' in text
    assert "nobody has looked" not in text


def test_a_draft_has_no_first_revision_to_lead_to(client: Client) -> None:
    hub_shows(make_entry(make_model("acme/rocket")), license="apache-2.0")
    text = client.get("/models/acme/rocket/?at=2020-01-01").content.decode()
    assert 'href="/models/acme/rocket/"' in text
    assert "/r/" not in text.partition("<main")[2]


def test_of_a_model_nobody_recorded_no_day_says_otherwise(client: Client) -> None:
    answer = client.get("/models/acme/rocket/?at=2020-01-01")
    assert answer.status_code == 404
    assert "nobody has looked" in answer.content.decode()

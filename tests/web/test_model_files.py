"""The list as files: the very query of the page, with the rules that judged and each revision."""

import csv
import io
from datetime import UTC, datetime

import pytest
from django.test import Client

from registry.openness import definitions
from registry.scorecards import judge
from tests.build import import_facts, make_entry, make_model, released, review_facts, see, withheld

pytestmark = pytest.mark.django_db
THEN = datetime(2026, 10, 1, 12, tzinfo=UTC)
LATER = datetime(2026, 10, 20, 12, tzinfo=UTC)


def table(client: Client, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv; charset=utf-8")
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def test_the_table_holds_the_models_of_the_page_with_rules_and_revision(client: Client) -> None:
    import_facts(make_model("acme/rocket"), released("final-weights"), released("inference-code"))
    review_facts(make_model("zeta/glider"), released("final-weights", "CC-BY-NC-4.0"))
    (row,) = table(client, "/models.csv?g7-2026=weights-available-ai")
    assert (row["path"], row["state"], row["revision"]) == ("zeta/glider", "reviewed", "1")
    assert row["g7-2026"] == "weights-available-ai"
    assert row["g7-2026:rules"] == definitions.shipped()["g7-2026"].digest[:12]
    assert row["final-weights"] == "restricted"
    page = client.get("/models/?g7-2026=weights-available-ai").content.decode()
    assert 'href="/models.csv?g7-2026=weights-available-ai"' in page
    assert 'href="/models.atom?g7-2026=weights-available-ai"' in page


def test_files_have_one_address_and_know_the_organization(client: Client) -> None:
    import_facts(make_model("acme/rocket"), released("final-weights"))
    import_facts(make_model("zeta/glider"), released("final-weights"))
    assert [row["path"] for row in table(client, "/models.csv?organization=acme")] == ["acme/rocket"]
    for given in ("?utm=1", "?after=x", "?q="):
        answer = client.get(f"/models.csv{given}")
        assert (answer.status_code, answer["Location"]) == (301, "/models.csv")
    assert 'href="/models.csv?organization=acme"' in client.get("/models/acme/").content.decode()


def test_the_feed_lists_what_changed_last(client: Client) -> None:
    import_facts(make_model("acme/rocket"), released("final-weights"), now=THEN)
    import_facts(make_model("zeta/glider"), released("final-weights"), now=LATER)
    body = client.get("/models.atom?license=Apache-2.0").content.decode()
    assert body.index("glider") < body.index("rocket")
    assert "/models/zeta/glider/r/1/" in body


def test_a_past_day_reproduces_the_list_byte_for_byte_whatever_comes_after(client: Client) -> None:
    judge.in_force(THEN)
    rocket = make_model("acme/rocket")
    import_facts(rocket, released("final-weights"), released("inference-code"), now=THEN)
    import_facts(make_model("zeta/glider"), released("final-weights", "CC-BY-NC-4.0"), now=THEN)
    address = "/models.csv?at=2026-10-02&license=Apache-2.0"
    before = client.get(address).content
    page, api = (
        client.get(base).content for base in ("/models/?at=2026-10-02", "/api/v1/models/?at=2026-10-02")
    )
    assert [row["path"] for row in table(client, address)] == ["acme/rocket"]
    review_facts(rocket, withheld("final-weights"), now=LATER)
    import_facts(make_model("acme/newcomer"), released("final-weights"), now=LATER)
    assert client.get(address).content == before
    assert client.get("/models/?at=2026-10-02").content == page
    assert client.get("/api/v1/models/?at=2026-10-02").content == api
    paths = [row["path"] for row in table(client, "/models.csv?at=2026-10-21")]
    assert paths == ["acme/newcomer", "acme/rocket", "zeta/glider"]
    assert table(client, "/models.csv?at=2026-10-21")[1]["state"] == "reviewed"
    assert table(client, "/models.csv?at=2026-09-01") == []


@pytest.mark.parametrize("day", ["2999-01-01", "2026-1-1", "yesterday"])
def test_a_day_that_has_not_ended_is_no_answer(client: Client, day: str) -> None:
    assert client.get("/models/", {"at": day}).status_code == 400
    assert client.get("/api/v1/models/", {"at": day}).status_code == 400


def test_drafts_are_left_out_said_and_shown_on_demand(client: Client) -> None:

    import_facts(make_model("acme/rocket"), released("final-weights"))
    see(make_entry(make_model("acme/draft")))
    page = client.get("/models/").content.decode()
    assert "1 machine draft that nobody has checked is left out." in page
    assert 'href="/models/?drafts=1"' in page
    assert len(table(client, "/models.csv")) == 1
    assert len(table(client, "/models.csv?drafts=1")) == 2
    assert client.get("/api/v1/models/").json()["total"] == 1
    assert client.get("/api/v1/models/?drafts=1").json()["total"] == 2
    answer = client.get("/models/?q=draft")
    assert (answer.status_code, answer["Location"]) == (302, "/models/?drafts=1&q=draft")
    assert client.get("/models/?drafts=1&state=draft")["Location"] == "/models/?state=draft"

"""Trends: chart, table and file say the same; what nobody looked at counts neither way."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.test import Client

from registry.catalog.models import AIModel
from registry.openness import definitions
from registry.scorecards import queries
from registry.web.templatetags.plots import lines_of_shares
from tests.build import NOON, import_facts, make_model, released, review_facts, withheld

pytestmark = pytest.mark.django_db


def dated(path: str, released_on: str, modality: str = "text") -> AIModel:
    model = make_model(path)
    AIModel.objects.filter(pk=model.pk).update(released_on=released_on, modality=modality)
    return model


@pytest.fixture(autouse=True)
def models() -> None:
    import_facts(dated("acme/one", "2023-05-01"), released("final-weights", "Apache-2.0"))
    import_facts(dated("acme/two", "2023-07", "image"), withheld("final-weights"))
    import_facts(dated("acme/three", "2025"), released("final-weights", "MIT"), withheld("training-code"))
    import_facts(make_model("acme/undated"), released("final-weights", "MIT"))


def rows(client: Client, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def test_parts_are_counted_by_year_among_those_assessed(client: Client) -> None:
    table = rows(client, "/trends/by-year.csv")
    assert [row["year"] for row in table] == ["2023", "2025"]
    assert (table[0]["models"], table[0]["model_open"], table[0]["model_assessed"]) == ("2", "1", "2")
    assert (table[0]["data_open"], table[0]["data_assessed"]) == ("0", "0")
    page = client.get("/trends/").content.decode()
    assert '<th scope="row">2023</th>' in page
    assert "3 models with a date of release" in page


def test_they_can_be_narrowed_to_a_modality_and_asked_as_of_a_day(client: Client) -> None:
    assert [row["models"] for row in rows(client, "/trends/by-year.csv?modality=image")] == ["1"]
    model = AIModel.objects.get(path="acme/two")
    review_facts(model, released("final-weights", "MIT"), now=NOON + timedelta(days=5))
    day = (NOON + timedelta(days=1)).date().isoformat()
    assert rows(client, "/trends/by-year.csv")[0]["model_open"] == "2"
    assert rows(client, f"/trends/by-year.csv?at={day}")[0]["model_open"] == "1"
    earlier = (NOON - timedelta(days=9)).date().isoformat()
    assert rows(client, f"/trends/by-year.csv?at={earlier}") == []
    assert "No record with a date of release fits." in client.get(f"/trends/?at={earlier}").content.decode()


def test_what_is_most_often_missing_tells_lacking_from_unseen(client: Client) -> None:
    listed = rows(client, "/trends/missing.csv?definition=open-weights-definition")
    table = {row["component"]: row for row in listed}
    assert table["final-weights"]["lacking"] == "1"
    page = client.get("/trends/?definition=open-weights-definition").content.decode()
    assert 'value="open-weights-definition" selected' in page


def test_a_model_lacking_one_thing_only_counts_as_such() -> None:
    found = queries.most_missing(definitions.shipped()["open-weights-definition"])
    by_slug = {row.component: row for row in found.rows}
    assert by_slug["final-weights"].only <= by_slug["final-weights"].lacking
    assert all(row.only <= row.lacking + row.unknown <= found.models for row in found.rows)


@pytest.mark.parametrize("query", ["modality=<script>", "definition=none"])
def test_what_cannot_be_read_is_left_out(client: Client, query: str) -> None:
    answer = client.get(f"/trends/?{query}")
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode().replace('<script src="/static', "")


def test_a_year_without_a_figure_leaves_a_gap_and_labels_do_not_touch() -> None:
    drawn = lines_of_shares(
        ["2023", "2024", "2025"], [("Data", [10.0, None, 50.0]), ("Code", [None, None, 51.0])]
    )
    assert drawn.count("<polyline") == 2
    assert "Data 50 %" in drawn
    assert "Code 51 %" in drawn
    places = [float(part.split('"')[0]) for part in drawn.split('class="lb" x="738" y="')[1:]]
    assert abs(places[1] - places[0]) >= 16


def test_a_definition_names_what_is_missing_and_who_is_nearly_there(client: Client) -> None:
    page = client.get("/definitions/open-weights-definition/").content.decode()
    nearly = page.split("Nearly there</h2>")[1]
    assert "/models/acme/" in nearly
    assert "others that nobody has looked at are not counted" in nearly
    assert "Architecture code" in nearly.split("</section>")[0]
    assert "Most often missing" in page


def test_what_is_kept_of_verdicts_is_read_anew_after_a_change() -> None:
    definition = definitions.shipped()["open-weights-definition"]
    before = queries.most_missing(definition).models
    import_facts(dated("acme/four", "2025"), withheld("final-weights"))
    assert queries.most_missing(definition).models == before + 1


def test_what_is_missing_leads_to_what_counts_as_it(client: Client) -> None:
    page = client.get("/trends/?definition=osaid-1.0").content.decode()
    assert '<th scope="row"><a href="/components/final-weights/#final-weights">' in page
    assert 'id="final-weights"' in client.get("/components/final-weights/").content.decode()


def test_one_definition_does_not_take_all_the_pairs_that_part(client: Client) -> None:
    import_facts(make_model("acme/four"), released("final-weights", "MIT"), released("inference-code"))
    table = client.get("/trends/").content.decode().partition("Pairs of definitions")[2]
    first = re.findall(r'<tr><th scope="row">([^<]*)</th>', table)
    assert first
    assert max(map(first.count, first)) == 2


def test_what_knows_no_past_day_says_that_it_counts_today(client: Client) -> None:
    day = (NOON + timedelta(days=1)).date().isoformat()
    headings = re.findall(r"<h2>(.*?)</h2>", client.get(f"/trends/?at={day}").content.decode())
    assert [text for text in headings if text.endswith(" (as of today)")] == [
        "Most often missing (as of today)",
        "Where definitions part the most (as of today)",
    ]
    assert "as of today" not in client.get("/trends/").content.decode()


@pytest.mark.parametrize(
    "address",
    ["/trends/", "/definitions/disagreement/", "/compare/?m=acme/one&m=acme/two"],
)
def test_what_is_wider_than_a_phone_says_before_it_that_it_scrolls(client: Client, address: str) -> None:
    page = client.get(address).content.decode()
    before = page.partition('<div class="scroll')[0]
    assert before.rstrip().endswith(
        ('<p class="only-s sm mut">Scroll sideways to see the rest.</p>', '<div class="chart">')
    )
    assert before.count("Scroll sideways to see the rest.") == 1

"""Models side by side: everything in the address, equal rows left out, the file says the same."""

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from registry.badges import csv_file
from registry.catalog.models import Alias
from tests.build import NOON, import_facts, make_entry, make_model, released, review_facts, see, withheld

pytestmark = pytest.mark.django_db
BOTH = "/compare/?m=acme/rocket-7b&m=zeta/glider"


@pytest.fixture(autouse=True)
def models() -> None:
    rocket = make_model("acme/rocket-7b", name="Rocket 7B")
    import_facts(rocket, released("final-weights"), withheld("training-code"))
    review_facts(rocket, released("final-weights", "CC-BY-NC-4.0"), now=NOON + timedelta(days=3))
    import_facts(
        make_model("zeta/glider", name="Glider"), released("final-weights", "MIT"), withheld("training-code")
    )


def test_only_rows_that_differ_are_shown_until_asked(client: Client) -> None:
    page = client.get(BOTH).content.decode()
    assert "Final weights" in page
    assert '<th scope="row">Training program' not in page
    more = client.get(f"{BOTH}&equal=1").content.decode()
    assert '<th scope="row">Training program' in more
    assert 'class="same"' in more


def test_each_model_can_be_removed_and_another_added(client: Client) -> None:
    page = client.get(BOTH).content.decode()
    assert 'href="/compare/?m=zeta/glider"' in page
    assert '<input type="hidden" name="m" value="acme/rocket-7b">' in page


@pytest.mark.parametrize(
    ("given", "canonical"),
    [
        ("/compare/?m=acme%2Frocket-7b", "/compare/?m=acme/rocket-7b"),
        ("/compare/?m=ACME/Rocket-7B&m=&x=1", "/compare/?m=acme/rocket-7b"),
        ("/compare/?m=https://huggingface.co/acme/rocket-7b", "/compare/?m=acme/rocket-7b"),
        ("/compare/?m=acme/old-rocket&m=zeta/glider", BOTH),
    ],
)
def test_one_comparison_has_one_address(client: Client, given: str, canonical: str) -> None:
    from_model = make_model("acme/other")
    Alias.objects.create(path="acme/old-rocket", model=type(from_model).objects.get(path="acme/rocket-7b"))
    assert client.get(given)["Location"] == canonical


def test_an_unknown_name_is_said_with_close_ones_and_the_rest_is_shown(client: Client) -> None:
    page = client.get("/compare/?m=acme/rocket-70b&m=zeta/glider").content.decode()
    assert "Nothing is recorded of <b>acme/rocket-70b</b>" in page
    assert 'href="/models/acme/rocket-7b/"' in page
    assert "Glider" in page


@pytest.mark.parametrize("typed", ["Rocket 7B", "rocket-7b", "ROCKET-7B"])
def test_a_plain_name_that_one_listed_model_has_is_taken_for_it(client: Client, typed: str) -> None:
    import_facts(make_model("acme/rocket-7b-chat", name="Rocket 7B Chat"), released("final-weights"))
    see(make_entry(make_model("copies/rocket-7b")))
    assert client.get(f"/compare/?m=zeta/glider&m={typed}")["Location"] == (
        "/compare/?m=zeta/glider&m=acme/rocket-7b"
    )
    assert "acme/rocket-7b" in client.get(f"/compare.csv?m={typed}").content.decode()


@pytest.mark.parametrize("typed", ["glider", "rocke", "7b", "%", "_", "-"])
def test_a_name_that_several_have_or_none_is_answered_with_close_ones(client: Client, typed: str) -> None:
    import_facts(make_model("acme/glider", name="Glider"), released("final-weights"))
    page = client.get("/compare/", {"m": typed}).content.decode()
    assert f"Nothing is recorded of <b>{typed}</b>" in page
    assert ('href="/models/zeta/glider/"' in page) == (typed == "glider")


def test_the_records_can_be_compared_as_they_stood(client: Client) -> None:
    before = (NOON + timedelta(days=1)).date().isoformat()
    page = client.get(f"{BOTH}&at={before}&equal=1".replace("&at", "&at")).content.decode()
    assert "CC BY-NC" not in page
    assert "Apache License 2.0" in page
    earlier = (NOON - timedelta(days=5)).date().isoformat()
    assert "by that day" in client.get(f"{BOTH}&at={earlier}").content.decode()


def test_a_seventh_model_is_left_out_and_said(client: Client) -> None:
    for number in range(7):
        import_facts(make_model(f"many/model-{number}"), released("final-weights"))
    query = "&".join(f"m=many/model-{number}" for number in range(7))
    page = client.get(f"/compare/?{query}").content.decode()
    assert "the first six are shown" in page
    assert "model-6" not in page.partition("<main")[2].partition("<footer")[0]


def test_the_file_says_what_the_page_says(client: Client) -> None:
    answer = client.get(BOTH.replace("compare/", "compare.csv"))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.content.decode())))
    assert rows[0] == ["Group", "Aspect", "acme/rocket-7b", "zeta/glider"]
    assert rows[1] == ["", "Revision", "2", "1"]
    weights = next(row for row in rows if row[1] == "Final weights")
    assert weights[2].startswith("Restricted")
    assert weights[3].startswith("Open")


def test_six_models_take_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(BOTH)
    with django_assert_max_num_queries(5):
        assert client.get(BOTH).status_code == 200


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_no_cell_can_start_a_formula(start: str) -> None:
    written = csv_file.text(["name"], [[f"{start}cmd"]])
    assert next(iter(list(csv.reader(io.StringIO(written)))[1:]))[0] == f"'{start}cmd"


def test_numbers_stay_numbers() -> None:
    assert csv_file.text(["a", "b"], [[-1.5, None]]) == "a,b\r\n-1.5,\r\n"


def test_a_column_without_a_review_says_unreviewed_at_its_head_and_each_result_to_those_who_hear_it(
    client: Client,
) -> None:
    import_facts(make_model("acme/plain", name="Plain"), released("final-weights"))
    page = client.get("/compare/?m=acme/plain&m=acme/rocket-7b&equal=1").content.decode()
    head = page.partition("<thead>")[2].partition("</thead>")[0]
    plain, rocket = head.split('<th scope="col">')[2:]
    assert "all unreviewed" in plain
    assert "all unreviewed" not in rocket
    verdicts = page.partition("</thead>")[2].partition("</tbody>")[0]
    assert verdicts.count('<td class="once">') == verdicts.count("<tr>") + verdicts.count('<tr class="same">')
    assert verdicts.count("unreviewed</small>") >= verdicts.count('<td class="once">')


def test_what_is_left_out_is_said_before_the_table(client: Client) -> None:
    page = client.get(BOTH).content.decode()
    assert page.index("that do not differ</a>") < page.index("<table")

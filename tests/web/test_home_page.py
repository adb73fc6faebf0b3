"""The first page: models people look up, releases by date, and verdicts that changed."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from registry.catalog.models import AIModel
from registry.scorecards.downloads import refresh_counts
from registry.scorecards.models import Scorecard
from registry.scorecards.queries import Release, cells, front_page
from registry.web.templatetags.release_plot import NAMED, releases_by_date
from tests.build import NOON, import_facts, make_entry, make_model, released, review_facts, see, withheld

pytestmark = pytest.mark.django_db


def dated(path: str, released_on: str) -> AIModel:
    model = make_model(path, name=path.partition("/")[2].title())
    AIModel.objects.filter(pk=model.pk).update(released_on=released_on)
    return AIModel.objects.get(pk=model.pk)


@pytest.fixture
def models() -> None:
    import_facts(dated("acme/one", "2023-05-01"), released("final-weights"), released("inference-code"))
    import_facts(dated("acme/two", "2024-07"), withheld("final-weights"))
    import_facts(dated("beta/two", "2024"), released("final-weights", "MIT"))
    both = dated("gamma/three", "2025-01")
    import_facts(both, released("final-weights", "Llama-3.1-Community"))
    import_facts(both, released("model-card"), origin="osai")
    see(make_entry(make_model("acme/draft")))


def names(client: Client) -> list[str]:
    table = client.get("/").content.decode().partition('class="idx rec"')[2].partition("</table>")[0]
    return re.findall(r'<th scope="row" class="name"><a href="/models/([^"]+)/"', table)


@pytest.mark.usefixtures("models")
def test_models_that_most_sources_speak_of_stand_first_while_no_downloads_are_known(client: Client) -> None:
    assert names(client)[0] == "gamma/three"
    assert "acme/draft" not in names(client)
    assert "Models that most sources speak of" in client.get("/").content.decode()


@pytest.mark.usefixtures("models")
def test_downloads_decide_once_they_are_known(client: Client) -> None:
    refresh_counts([(AIModel.objects.get(path="beta/two").pk, 50)])
    assert names(client)[0] == "beta/two"
    assert "Most downloaded models" in client.get("/").content.decode()


@pytest.mark.usefixtures("models")
def test_the_table_behind_the_dots_names_every_dated_release(client: Client) -> None:
    body = client.get("/").content.decode()
    table = body.partition("The same as a table")[2].partition("</table>")[0]
    rows = re.findall(r'/models/([^"]+)/">[^<]*</a></th><td>([^<]*)</td><td class="num">(\d+)</td>', table)
    assert set(rows) == {
        ("acme/one", "2023-05", "2"),
        ("acme/two", "2024-07", "0"),
        ("gamma/three", "2025-01", "2"),
    }
    assert body.count('class="d n"') + body.count('class="d u"') + body.count('class="d y"') == 3 + 3


def test_a_verdict_that_changed_is_told_and_a_first_import_is_not(client: Client) -> None:
    model = make_model("acme/one")
    import_facts(model, released("final-weights"), released("inference-code"))
    assert "Nothing has changed" in client.get("/").content.decode()
    import_facts(model, released("final-weights", "CC-BY-NC-4.0"), released("inference-code"))
    (change,) = front_page().changes
    assert (change.path, change.number) == ("acme/one", 2)
    assert "g7-2026" in {row.definition for row in change.verdict_changes}


@pytest.mark.usefixtures("models")
def test_the_page_is_read_anew_only_when_something_changed(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    before = front_page()
    with django_assert_num_queries(1):
        assert front_page() is before
    review_facts(AIModel.objects.get(path="acme/two"), released("final-weights"), now=NOON)
    assert front_page() is not before


def test_dots_of_one_month_stand_side_by_side_and_names_cover_nothing() -> None:
    releases = [Release(f"acme/{n}", f"Model number {n}", "2024-05", 4, "meets") for n in range(30)]
    drawn = releases_by_date(releases)
    starts = re.findall(r'<path class="d y" d="M([\d.]+) ([\d.]+)m', drawn)
    assert len(set(starts)) == 30
    labels = re.findall(r'<text class="nm', drawn)
    assert 1 <= len(labels) <= NAMED


def test_without_dates_there_is_no_chart(client: Client) -> None:
    import_facts(make_model("acme/one"), released("final-weights"))
    assert releases_by_date(()) == ""
    assert "No record with a date of release yet" in client.get("/").content.decode()


@pytest.mark.usefixtures("models")
def test_what_is_hidden_is_on_no_first_page(client: Client) -> None:
    Scorecard.objects.filter(model__path="gamma/three").update(hidden=True)
    cells.kept.forget()
    assert "gamma/three" not in client.get("/").content.decode()


@pytest.mark.usefixtures("models")
def test_makers_to_try_stand_below_the_search_field(client: Client) -> None:
    hero = client.get("/").content.decode().partition('role="search"')[2].partition("<figure")[0]
    assert re.findall(r'href="/models/([a-z]+)/"', hero) == ["gamma", "acme", "beta"]


def test_an_empty_registry_has_nothing_to_try(client: Client) -> None:
    assert "Try <a" not in client.get("/").content.decode()

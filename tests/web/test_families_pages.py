"""Families: the models of one name side by side, hidden ones left out."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from registry.catalog.models import AIModel, Family
from registry.scorecards.models import ExternalRating
from tests.build import import_facts, make_model, make_provenance, released

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rockets() -> None:
    family = Family.objects.create(slug="rocket", name="Rocket <&>")
    Family.objects.create(slug="empty", name="Empty")
    for name in ("one", "two", "hidden"):
        model = make_model(f"acme/rocket-{name}", hidden=name == "hidden")
        import_facts(model, released("final-weights"))
        AIModel.objects.filter(pk=model.pk).update(family=family)


def test_a_family_shows_its_listed_models(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(6):
        page = client.get("/families/rocket/").content.decode()
    assert "2 models of this family" in page
    assert "/models/acme/rocket-one/" in page
    assert "rocket-hidden" not in page
    assert "<h1>Rocket &lt;&amp;&gt;</h1>" in page


def test_families_without_models_are_not_listed(client: Client) -> None:
    page = client.get("/families/").content.decode()
    assert "/families/rocket/" in page
    assert "/families/empty/" not in page


def test_a_scorecard_leads_to_its_family(client: Client) -> None:
    assert 'href="/families/rocket/"' in client.get("/models/acme/rocket-one/").content.decode()
    assert client.get("/families/ROCKET/")["Location"] == "/families/rocket/"
    assert client.get("/families/none/").status_code == 404


def test_families_of_one_size_stand_by_name_in_any_case(client: Client) -> None:
    for slug, name in (("zeta", "Zeta"), ("apple", "apple"), ("mango", "Mango")):
        family = Family.objects.create(slug=slug, name=name)
        model = make_model(f"acme/{slug}-1")
        import_facts(model, released("final-weights"))
        AIModel.objects.filter(pk=model.pk).update(family=family)
    page = client.get("/families/").content.decode()
    order = [page.index(f"/families/{slug}/") for slug in ("rocket", "apple", "mango", "zeta")]
    assert order == sorted(order)


def test_ratings_of_a_family_stand_by_source_with_their_dimensions_in_words(client: Client) -> None:
    ExternalRating.objects.create(
        family=Family.objects.get(slug="rocket"),
        origin="epoch",
        provenance=make_provenance(),
        dimension="training_code",
        value="open_source",
        links=["https://example.org/report"],
    )
    page = client.get("/families/rocket/").content.decode()
    table = page.partition('class="rec rate"')[2].partition("</table>")[0]
    assert '<th scope="row">Training code</th>' in table
    assert "Open source" in table
    assert 'href="https://example.org/report"' in table

"""Families: the models of one name side by side, hidden ones left out."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from registry.catalog.models import AIModel, Family
from tests.build import import_facts, make_model, released

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

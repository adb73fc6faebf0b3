"""Definitions and licenses through the door of the API."""

import pytest
from django.test import Client

from registry.openness import definitions, licenses
from tests.build import import_facts, make_model, released, withheld

pytestmark = pytest.mark.django_db


def test_all_definitions_stand_in_their_order(client: Client) -> None:
    rows = client.get("/api/v1/definitions/").json()["results"]
    assert [row["id"] for row in rows] == [row.id for row in definitions.ordered()]
    assert all(row["title"] and row["short"] and row["digest"] for row in rows)


def test_a_definition_shows_its_rules_and_how_models_come_out(client: Client) -> None:
    import_facts(make_model(), released("final-weights"), withheld("training-code"))
    osaid = client.get("/api/v1/definitions/osaid-1.0/").json()
    rules = definitions.shipped()["osaid-1.0"]
    assert [row["id"] for row in osaid["clauses"]] == [clause.id for clause in rules.clauses]
    assert osaid["switches"] == dict(rules.switches)
    assert osaid["rules"]["id"] == "osaid-1.0"
    [result] = osaid["results"]
    assert (result["outcome"], result["basis"], result["models"]) == ("does_not_meet", "imported", 1)
    assert osaid["judgments"]


@pytest.mark.parametrize("definition", list(definitions.shipped()))
def test_every_definition_can_be_read(client: Client, definition: str) -> None:
    rows = client.get(f"/api/v1/definitions/{definition}/").json()["clauses"]
    assert rows
    assert all(row["label"] for row in rows)


def test_licenses_tell_how_many_models_use_them(client: Client) -> None:
    import_facts(make_model(), released("final-weights", "MIT"))
    rows = client.get("/api/v1/licenses/").json()["results"]
    assert (rows[0]["slug"], rows[0]["models"]) == ("mit", 1)
    assert {row["slug"] for row in rows} == set(licenses.LICENSES)


@pytest.mark.parametrize("name", ["apache-2.0", "Apache-2.0", "APACHE-2.0"])
def test_a_license_is_found_by_slug_and_spdx_id_in_any_case(client: Client, name: str) -> None:
    apache = client.get(f"/api/v1/licenses/{name}/").json()
    assert (apache["slug"], apache["id"], apache["osi"]) == ("apache-2.0", "Apache-2.0", "yes")
    assert apache["predicates"]["free4"] == "true"
    assert apache["predicates"]["use_restricted"] == "false"


def test_every_license_can_be_read(client: Client) -> None:
    for slug in licenses.LICENSES:
        assert client.get(f"/api/v1/licenses/{slug}/").json()["slug"] == slug

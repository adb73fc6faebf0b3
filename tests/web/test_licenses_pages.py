"""The license pages: every record readable, the answer the same as verdicts read it, the models under it."""

import pytest
from django.test import Client

from registry.openness import licenses
from registry.openness.logic import Kleene
from registry.web import license_words
from tests.build import import_facts, make_model, released

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("slug", sorted(licenses.LICENSES))
def test_every_license_has_a_page_in_words(client: Client, slug: str) -> None:
    answer = client.get(f"/licenses/{slug}/")
    assert answer.status_code == 200
    record = licenses.LICENSES[slug]
    assert record.flags <= set(license_words.FLAGS), "a condition without words"
    assert record.kind in license_words.KINDS, "a kind without words"


def test_the_answer_is_what_verdicts_read(client: Client) -> None:
    for record in licenses.LICENSES.values():
        lead, _ = license_words.answer(record)
        free = licenses.predicate("free4", record.id)
        if lead == "A free license.":
            assert free is Kleene.TRUE
        elif lead == "Not a free license.":
            assert free is Kleene.FALSE
        assert (license_words.effect(record)[0] == "o") == (free is Kleene.TRUE)


def test_a_license_is_found_under_its_spdx_id_and_leads_to_one_address(client: Client) -> None:
    assert client.get("/licenses/Apache-2.0/")["Location"] == "/licenses/apache-2.0/"
    assert client.get("/licenses/0BSD/")["Location"] == "/licenses/0bsd/"
    assert "only the marks of the list are known" in client.get("/licenses/0bsd/").content.decode()


def test_an_unknown_license_is_not_called_anything(client: Client) -> None:
    answer = client.get("/licenses/no-such-thing/")
    assert answer.status_code == 404
    assert "says nothing about the license itself" in answer.content.decode()


def test_the_models_under_a_license_are_listed_and_counted(client: Client) -> None:
    import_facts(make_model("acme/rocket-7b"), released("final-weights", "Apache-2.0"))
    import_facts(make_model("acme/boat"), released("final-weights", "MIT"))
    page = client.get("/licenses/apache-2.0/").content.decode()
    assert "/models/acme/rocket-7b/" in page
    assert "/models/acme/boat/" not in page
    assert "/models/?drafts=1&amp;license=Apache-2.0" in page

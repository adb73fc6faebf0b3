"""The license pages: every record readable, the answer the same as verdicts read it, the models under it."""

import pytest
from django.test import Client

from registry.openness import license_places, licenses
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


def test_a_permission_and_a_condition_lead_to_the_section_that_decides(client: Client) -> None:
    page = client.get("/licenses/llama-3.1-community/").content.decode()
    text = "https://github.com/meta-llama/llama-models/blob/"
    permits, conditions = page.split("What it permits</h2>")[1].split("Conditions and restrictions</h2>")
    assert f'href="{text}' in permits
    assert ">§\N{NO-BREAK SPACE}1.b.iv</a>" in permits
    assert ">§\N{NO-BREAK SPACE}2</a>" in conditions.split("</ul>")[0]


def test_who_approves_a_license_can_be_looked_up_and_our_own_readings_say_so(client: Client) -> None:
    page = client.get("/licenses/mit/").content.decode()
    listed = page.split("Who approves it</h2>")[1].split("</dl>")[0]
    for url in license_words.LISTS.values():
        assert f'href="{url}"' in listed
    assert listed.count("our reading") == 2


def test_where_no_section_is_known_the_page_says_so(client: Client) -> None:
    assert "the text is linked above" in client.get("/licenses/ms-pl/").content.decode()
    assert "no copy of the text is linked" in client.get("/licenses/yi-2.1/").content.decode()


def test_sections_are_of_licenses_on_record_and_of_what_their_records_say() -> None:
    fields = {field for field, _ in license_words.RIGHTS}
    for slug in license_places._table():
        record = licenses.LICENSES[slug]
        assert license_places.places(record).keys() - fields <= record.flags, slug
        assert fields <= license_places.places(record).keys(), slug
        assert license_places.text_url(record).startswith("https://"), slug


@pytest.mark.parametrize(
    ("slug", "url"),
    [
        ("apache-2.0", "https://spdx.org/licenses/Apache-2.0.html"),
        ("gpl-3.0", "https://spdx.org/licenses/GPL-3.0-only.html"),
        ("gemma-terms", "https://scancode-licensedb.aboutcode.org/gemma-tou-2025-03-24.html"),
        ("yi-2.1", ""),
        ("no-license", ""),
        ("cc-by-nc-4.0-with-c4ai-policy", ""),
    ],
)
def test_the_text_of_a_license_is_linked_where_somebody_keeps_it(slug: str, url: str) -> None:
    assert license_places.text_url(licenses.LICENSES[slug]) == url

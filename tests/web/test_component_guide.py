"""What counts: every bar of the fingerprint is explained, and says which definitions look at it."""

import pytest
from django.test import Client, override_settings

from registry.openness import components, definitions
from registry.openness.asks import components_asked
from registry.web.component_words import GUIDES

pytestmark = pytest.mark.django_db


def test_every_bar_has_its_guide_and_its_page(client: Client) -> None:
    assert list(GUIDES) == [headline.slug for headline in components.HEADLINES]
    for headline in components.HEADLINES:
        assert client.get(f"/components/{headline.slug}/").status_code == 200
    answer = client.get("/components/no-such-bar/")
    assert answer.status_code == 404
    assert 'href="/components/">What counts</a>' in answer.content.decode()


def test_every_definition_looks_at_listed_components() -> None:
    for definition in definitions.ordered():
        asked = components_asked(definition)
        assert asked
        assert asked <= set(components.ALL)


@pytest.mark.parametrize(
    ("definition", "component", "asks"),
    [
        ("source-form-1", "pretraining-data", True),
        ("source-form-1", "final-weights", False),
        ("mof-1.0", "data-information", True),
        ("osaid-1.0", "final-weights", True),
    ],
)
def test_a_definition_is_named_where_it_asks(definition: str, component: str, asks: bool) -> None:
    assert (component in components_asked(definitions.shipped()[definition])) is asks


def test_the_legal_notice_names_the_operator_of_the_settings(client: Client) -> None:
    assert "has not said who they are" in client.get("/legal/").content.decode()
    with override_settings(OPERATOR_NAME="Acme <e.V.>", OPERATOR_ADDRESS=r"Street 1\nTown"):
        page = client.get("/legal/").content.decode()
    assert "Acme &lt;e.V.&gt;" in page
    assert "<br>Town" in page


def test_a_contact_is_shown_whoever_runs_the_site(client: Client) -> None:
    with override_settings(OPERATOR_CONTACT="mail@example.org"):
        assert "Contact: mail@example.org" in client.get("/legal/").content.decode()

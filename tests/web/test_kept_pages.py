"""A page is rendered once for what it shows, and never shows what was."""

import pytest
from django.test import Client
from django.utils import translation

from registry.catalog.models import AIModel
from registry.web import kept
from tests.build import import_facts, make_model, released

pytestmark = pytest.mark.django_db
ADDRESS = "/models/acme/rocket-7b/"


@pytest.fixture
def renderings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    made: list[str] = []
    render = kept.render

    def noted(request, template, context):
        made.append(request.path)
        return render(request, template, context)

    monkeypatch.setattr(kept, "render", noted)
    kept._kept.clear()
    return made


@pytest.fixture(autouse=True)
def rocket() -> AIModel:
    model = make_model()
    import_facts(model, released("final-weights"))
    return model


def test_a_scorecard_is_rendered_once_for_all_readers(client: Client, renderings: list[str]):
    first, second = client.get(ADDRESS), client.get(ADDRESS)
    assert first.content == second.content
    assert renderings == [ADDRESS]


def test_whatever_changes_is_seen_at_once(client: Client, rocket: AIModel, renderings: list[str]):
    client.get(ADDRESS)
    import_facts(rocket, released("final-weights"), released("technical-report"))
    assert "technical report" in client.get(ADDRESS).content.decode().lower()
    AIModel.objects.update(name="Rocket of another name")
    assert "Rocket of another name" in client.get(ADDRESS).content.decode()
    assert len(renderings) == 3


def test_each_language_and_address_has_its_own(client: Client, renderings: list[str]):
    bodies = {client.get(before + ADDRESS).content for before in ("", "/de", "/fr")}
    assert len(bodies) == len(renderings) == 3
    assert translation.get_language() == "en"


def test_somebody_with_a_session_is_given_a_page_of_their_own(
    client: Client, renderings: list[str], settings
):
    client.get(ADDRESS)
    client.cookies[settings.SESSION_COOKIE_NAME] = "somebody"
    client.get(ADDRESS)
    assert len(renderings) == 2
    assert len(kept._kept) == 1


def test_only_so_many_are_kept(client: Client, renderings: list[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(kept, "MOST", 1)
    for address in (ADDRESS, "/de" + ADDRESS, ADDRESS):
        client.get(address)
    assert len(renderings) == 3
    assert len(kept._kept) == 1

"""Each step is filled with what is known, leads on, and is there for whoever is signed in."""

import pytest
from django.test import Client

from registry.assessments.models import Assessment
from registry.catalog.models import AIModel
from tests.web.assessing.form import BASE, WEIGHTS, form

pytestmark = pytest.mark.django_db


def test_every_step_is_filled_and_says_where_that_comes_from(author: Client) -> None:
    page = author.get(BASE).text
    assert "from Hugging Face, unchecked" in page
    assert "imported from Model Openness Tool records" in page
    weights = form(author)
    assert (weights["final-weights.license"], weights["final-weights.availability"]) == (
        "Apache-2.0",
        "released",
    )


def test_nothing_is_drafted_by_looking(author: Client) -> None:
    for address in (BASE, WEIGHTS, f"{BASE}release/", f"{BASE}other/"):
        assert author.get(address).status_code == 200
    assert not Assessment.objects.exists()


@pytest.mark.parametrize("slug", ["pretraining-data", "tokenizer", "hyperparameters"])
def test_a_component_leads_to_the_bar_on_which_it_stands(author: Client, slug: str) -> None:
    answer = author.get(f"{BASE}{slug}/", {"drift": "7"})
    assert answer.status_code == 302
    assert f'name="{slug}.url"' in author.get(answer["Location"], follow=True).text


@pytest.mark.parametrize("address", [f"{BASE}no-such-part/", "/models/acme/nothing/assess/"])
def test_what_is_not_there_is_404(author: Client, address: str) -> None:
    assert author.get(address).status_code == 404


def test_another_spelling_of_the_path_leads_to_the_one(author: Client) -> None:
    answer = author.get("/models/Acme/Rocket-7B/assess/final-weights/")
    assert answer.status_code == 301
    assert answer["Location"] == WEIGHTS


def test_pages_of_people_are_kept_by_nobody(author: Client) -> None:
    for address in (BASE, WEIGHTS, "/me/drafts/", "/add/"):
        answer = author.get(address)
        assert answer["Cache-Control"] == "private, no-store"
        assert 'content="noindex"' in answer.text


def test_a_visitor_is_asked_to_sign_in_and_comes_back(client: Client, model: AIModel) -> None:
    answer = client.get(WEIGHTS)
    assert answer.status_code == 302
    assert answer["Location"].endswith("?next=/models/acme/rocket-7b/assess/final-weights/")
    assert not answer.cookies

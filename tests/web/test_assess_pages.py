"""Assessing a model through the door: filled, saved as one types, handed in; nothing typed is lost."""

from typing import Any

import pytest
from django.test import Client

from registry.assessments.models import Assessment
from registry.catalog.models import AIModel
from tests.build import import_facts, make_entry, make_model, make_user, released, see, sign_in, withheld

pytestmark = pytest.mark.django_db
BASE = "/models/acme/rocket-7b/assess/"
WEIGHTS = f"{BASE}final-weights/"
PROVED = {
    "final-weights.url": "https://example.org/weights",
    "final-weights.quote": "The weights are under the MIT license.",
    "final-weights.date": "2026-10-01",
    "final-weights.license": "MIT",
    "final-weights.availability": "released",
    "final-weights.coverage": "all",
}


@pytest.fixture
def model() -> AIModel:
    made = make_model(name="Rocket 7B")
    see(make_entry(made, repo_id="Acme/Rocket-7B"))
    import_facts(made, released("training-code"), withheld("pretraining-data"))
    return made


@pytest.fixture
def author(client: Client, model: AIModel) -> Client:
    return sign_in(client, make_user("amara"))


def save(client: Client, address: str = WEIGHTS, *, do: str = "save", **fields: Any) -> Any:
    return client.post(address, {**PROVED, "do": do, **fields})


def test_every_step_is_filled_and_says_where_that_comes_from(author: Client) -> None:
    page = author.get(BASE).text
    assert "from Hugging Face, unchecked" in page
    assert "imported from Model Openness Tool records" in page
    weights = author.get(WEIGHTS).text
    assert 'value="Apache-2.0"' in weights
    assert 'value="released" checked' in weights


def test_what_is_typed_is_in_the_draft(author: Client) -> None:
    answer = save(author)
    assert answer.status_code == 302, answer.text
    assessment = Assessment.objects.get()
    assert assessment.state == "draft"
    (row,) = assessment.facts.all()
    assert (row.component, row.fact["license"], row.citations[0]["quote"][:11]) == (
        "final-weights",
        "MIT",
        "The weights",
    )

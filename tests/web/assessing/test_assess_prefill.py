"""Forms that an address or a drift fills: nothing is saved by them, and nothing dangerous filled."""

import pytest
from django.test import Client

from registry.assessments.models import Assessment, Typed
from registry.catalog.models import AIModel
from registry.scorecards.models import Drift
from tests.build import (
    make_model,
    released,
    review_facts,
    see,
)
from tests.web.assessing.form import BASE, WEIGHTS, Form, form, only
from tests.web.pages import EVIL

pytestmark = pytest.mark.django_db


def test_an_address_fills_a_step_and_saves_nothing(author: Client) -> None:
    given = {"final-weights.license": "MIT", "final-weights.url": "https://example.org/terms", "x.y": "z"}
    fields = Form(author.get(WEIGHTS, given).text).fields
    assert (fields["final-weights.license"], fields["final-weights.url"]) == (
        "MIT",
        "https://example.org/terms",
    )
    assert fields["final-weights.availability"] == "released", "what it leaves out stays as on record"
    assert not Assessment.objects.exists()
    assert not Typed.objects.exists()


def test_an_address_for_several_steps_is_taken_over_by_one_press(author: Client) -> None:
    given = {
        "training-corpus.availability": "released",
        "training-corpus.url": "https://example.org/data",
        "checkpoints.availability": "withheld",
        "checkpoints.license": "no such thing",
    }
    page = author.get(BASE, given)
    assert "Nothing of it is saved yet" in page.text
    assert not Assessment.objects.exists()
    assert author.post(BASE, given | {"do": "prefill"}).status_code == 302
    assessment = Assessment.objects.get()
    assert (assessment.state, assessment.origin) == ("draft", "prefill")
    assert only().component == "pretraining-data"
    assert form(author, f"{BASE}checkpoints/")["checkpoints.license"] == "no such thing"


@pytest.mark.parametrize(
    "query",
    [
        "final-weights.url=" + "a" * 7000,
        "&".join(f"final-weights.url={n}" for n in range(500)),
        "final-weights.availability=" + EVIL,
        "final-weights[%3Cscript%3E].url=x&final-weights%5Bvae%5D.url=https://example.org/",
        "drift=9999999999999999999999&drift=x",
        "use=signed_out&use=%00",
        "final-weights.quote=%00%ff%f0",
    ],
)
@pytest.mark.parametrize("address", [BASE, WEIGHTS])
def test_a_hostile_address_fills_nothing_dangerous(author: Client, address: str, query: str) -> None:
    answer = author.get(f"{address}?{query}")
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_a_drift_fills_what_the_hub_says_now(author: Client, model: AIModel) -> None:
    review_facts(model, released("final-weights", "Apache-2.0"))
    see(model.hub_entries.get(), license="cc-by-nc-4.0")
    drift = Drift.objects.get()
    page = author.get(WEIGHTS, {"drift": drift.pk})
    assert Form(page.text).fields["final-weights.license"] == "CC-BY-NC-4.0"
    assert "as Hugging Face says now, unchecked" in page.text
    kept = Form(author.get(WEIGHTS, {"drift": drift.pk, "side": "record"}).text).fields
    assert kept["final-weights.license"] == "Apache-2.0"
    both = author.get(WEIGHTS).text
    assert f"?drift={drift.pk}&amp;side=record" in both
    assert Form(both).fields["final-weights.license"] == "Apache-2.0 AND CC-BY-NC-4.0"
    elsewhere = make_model("zeta/glider")
    answer = author.get(f"/models/{elsewhere.path}/assess/final-weights/", {"drift": drift.pk})
    assert "CC-BY-NC-4.0" not in Form(answer.text).fields.values()

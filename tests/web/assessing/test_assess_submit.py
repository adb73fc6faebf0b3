"""Handing in: what is missing, ties, what happens next, and whose draft it is."""

import pytest
from django.test import Client
from django.utils import timezone

from registry.accounts.models import User
from registry.assessments import workflow
from registry.assessments.models import Assessment
from registry.catalog.models import AIModel
from registry.scorecards.models import Evidence
from tests.build import (
    import_facts,
    make_actor,
    make_model,
    make_user,
    released,
    sign_in,
)
from tests.proposing import trusted
from tests.web.assessing.form import BASE, WEIGHTS, Form, fill, form, saved, submit

pytestmark = pytest.mark.django_db


def test_what_is_missing_is_named_with_a_link_to_its_field(author: Client) -> None:
    saved(author, quote="")
    page = author.get(f"{BASE}submit/").text
    assert "One thing is missing." in page
    assert f'href="{WEIGHTS}#f-final-weights-quote"' in page
    assert 'id="f-final-weights-quote"' in author.get(WEIGHTS).text
    assert submit(author).status_code == 422
    assert Assessment.objects.get().state == "draft"


def test_ties_have_to_be_answered_and_what_was_typed_stays(author: Client) -> None:
    saved(author)
    answer = submit(author, coi="", summary="Weights are under MIT.")
    assert answer.status_code == 422
    assert "Say whether you have ties to the maker" in answer.text
    assert "Weights are under MIT." in answer.text
    answer = submit(author, coi="declared", coi_note="")
    assert "Say which ties" in answer.text
    assert submit(author, coi="declared", coi_note="I work there.").status_code == 302
    assert (Assessment.objects.get().state, Assessment.objects.get().summary) == (
        "submitted",
        "Weights are under MIT.",
    )


def test_after_handing_in_the_page_says_what_happens_next_and_it_can_be_taken_back(author: Client) -> None:
    saved(author)
    assert submit(author)["Location"] == BASE
    page = author.get(BASE).text
    assert "What happens next" in page
    assert "Two reviewers" in page
    assert author.get(WEIGHTS)["Location"] == BASE
    author.post(BASE, {"do": "withdraw"})
    assert Assessment.objects.get().state == "withdrawn"
    assert "You withdrew your last assessment" in author.get(BASE).text


def test_what_a_reviewer_asks_for_is_shown_where_it_is_mended(author: Client) -> None:
    saved(author)
    submit(author)
    assessment = Assessment.objects.get()
    marks = {"final-weights": {"mark": "ask", "text": "The quote is from the code, not the weights."}}
    workflow.judge(
        assessment,
        content_sha=assessment.content_sha,
        marks=marks,
        text="Please look at the quote once more.",
        by=make_actor(make_user("liang", reviewer=True)),
        now=assessment.moved_at,
    )
    for address in (BASE, WEIGHTS):
        assert "The quote is from the code, not the weights." in author.get(address).text
    assert submit(author).status_code == 422, "it is what was judged"
    saved(author, quote="Model weights: MIT.")
    assert submit(author).status_code == 302
    assert Assessment.objects.get().state == "submitted"


def test_before_submitting_each_finding_is_shown_with_what_is_on_record_now(
    author: Client, model: AIModel
) -> None:
    import_facts(model, released("final-weights", "Apache-2.0"))
    saved(author)
    saved(author, "model-card", address=f"{BASE}model-card/")
    page = " ".join(author.get(f"{BASE}submit/").text.split())
    assert "<dt>On record</dt><dd>Released, complete; Apache License 2.0</dd>" in page
    assert "<dt>On record</dt><dd>Nothing is on record.</dd>" in page
    assert "<dt>License</dt><dd>MIT License</dd>" in page


def test_a_second_draft_of_a_new_author_says_before_it_is_submitted_what_it_waits_for(
    author: Client, model: AIModel
) -> None:
    saved(author)
    submit(author)
    second = make_model("acme/rover-1b", name="Rover 1B")
    base = f"/models/{second.path}/assess/"
    saved(author, address=f"{base}final-weights/")
    link = f'<a href="{BASE}">that of Rocket 7B</a> has to be decided or withdrawn first.'
    for address in (base, f"{base}submit/"):
        assert link in author.get(address).text
    typed = Form(author.get(f"{base}submit/").text).fields | {"coi": "none"}
    refused = author.post(f"{base}submit/", typed)
    assert refused.status_code == 429
    assert link in refused.text
    assert "Nothing is missing." not in refused.text
    assert "Again in" not in refused.text
    author.post(BASE, {"do": "withdraw"})
    assert "has to be decided" not in author.get(f"{base}submit/").text
    assert author.post(f"{base}submit/", typed)["Location"] == base


def test_who_is_trusted_has_no_draft_that_waits_for_another(author: Client, amara: User) -> None:
    trusted(amara, now=timezone.now())
    saved(author)
    submit(author)
    second = make_model("acme/rover-1b", name="Rover 1B")
    saved(author, address=f"/models/{second.path}/assess/final-weights/")
    assert "has to be decided" not in author.get(f"/models/{second.path}/assess/submit/").text


def test_nobody_reaches_the_draft_of_another(author: Client, model: AIModel) -> None:
    saved(author)
    other = sign_in(Client(), make_user("mallory"))
    assert "MIT" not in form(other).values()
    other.post(BASE, {"do": "withdraw"})
    assert other.get(f"{BASE}submit/")["Location"] == BASE
    assert Assessment.objects.get().state == "draft"
    assert "Rocket 7B" not in other.get("/me/drafts/").text


def test_all_of_ones_assessments_are_listed_by_state(author: Client) -> None:
    saved(author)
    page = author.get("/me/drafts/").text
    assert "Drafts" in page
    assert f'href="{BASE}"' in page
    submit(author)
    assert "Waiting for review" in author.get("/me/drafts/").text


def test_a_hidden_model_is_not_assessed(author: Client, model: AIModel) -> None:
    AIModel.objects.filter(pk=model.pk).update(hidden=True)
    assert author.get(BASE).status_code == 404
    assert author.post(WEIGHTS, fill()).status_code == 404


def test_evidence_is_written_by_nobody_here(author: Client) -> None:
    before = Evidence.objects.count()
    saved(author)
    submit(author)
    assert Evidence.objects.count() == before
    assert Assessment.objects.get().submitted_at is not None

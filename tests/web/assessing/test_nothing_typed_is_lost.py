"""What people type survives: ended sessions, two windows, a record that moves, a form that is refused."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from registry.accounts.models import User
from registry.assessments import workflow
from registry.assessments.models import Assessment, Typed
from registry.assessments.proposals import leftovers, typed_forms
from registry.assessments.steps import allowances
from registry.catalog.models import AIModel
from registry.scorecards.models import Revision
from tests.build import (
    NOON,
    make_actor,
    make_model,
    make_user,
    released,
    review_facts,
    sign_in,
)
from tests.web.assessing.form import BASE, WEIGHTS, Form, fill, form, only, saved, submit

pytestmark = pytest.mark.django_db


# The session ended.


def test_a_form_posted_after_the_session_ended_is_offered_again_after_signing_in(
    author: Client, amara: User
) -> None:
    sent = form(author) | fill(quote="An hour of reading.")
    author.logout()
    answer = author.post(WEIGHTS, sent | {"do": "next"})
    assert answer.status_code == 403
    assert "What you typed is kept for you" in answer.text
    assert f"?next={WEIGHTS}" in answer.text
    assert not Assessment.objects.exists()
    sign_in(author, amara)
    assert "You typed this after your session had ended" in author.get(WEIGHTS).text
    assert "Final weights" in author.get("/me/drafts/").text
    offered = form(author, f"{WEIGHTS}?use=signed_out")
    assert offered["final-weights.quote"] == "An hour of reading."
    assert author.post(WEIGHTS, offered | {"do": "save"}).status_code == 302
    assert only().citations[0]["quote"] == "An hour of reading."
    assert not Typed.objects.exists()


def test_typing_goes_on_being_kept_while_one_is_signed_out(author: Client) -> None:
    sent = form(author) | fill()
    author.logout()
    answer = author.post(WEIGHTS, sent | {"do": "autosave"}, headers={"hx-request": "true"})
    assert answer.status_code == 403
    assert "You are signed out. What you typed is kept." in answer.text
    assert "<html" not in answer.text
    assert Typed.objects.get().because == "signed_out"


def test_it_is_kept_for_nobody_but_its_author(author: Client) -> None:
    sent = form(author) | fill(quote="Mine alone.")
    author.logout()
    author.post(WEIGHTS, sent | {"do": "next"})
    other = sign_in(Client(), make_user("mallory"))
    assert "Mine alone." not in other.get(f"{WEIGHTS}?use=signed_out").text
    assert "Rocket" not in other.get("/me/drafts/").text


@pytest.mark.parametrize("who", ["", "forged", "1:abc:def"])
def test_a_stranger_can_keep_nothing_and_still_reads_what_was_typed(
    client: Client, model: AIModel, who: str
) -> None:
    answer = client.post(WEIGHTS, fill(quote="<b>Words</b>") | {"who": who, "do": "next"})
    assert answer.status_code == 403
    assert "&lt;b&gt;Words&lt;/b&gt;" in answer.text
    assert "stands below" in answer.text
    assert not Typed.objects.exists()
    assert not answer.cookies


def test_the_page_before_submitting_asks_to_sign_in_and_loses_no_draft(author: Client, amara: User) -> None:
    saved(author)
    page = Form(author.get(f"{BASE}submit/").text).fields
    author.logout()
    assert author.post(f"{BASE}submit/", page | {"coi": "none"}).status_code == 403
    sign_in(author, amara)
    assert submit(author).status_code == 302


def test_a_page_older_than_the_last_signing_in_loses_nothing_either(amara: User) -> None:
    """Signing in changes the token of forms: what an older page sends is refused, and kept."""
    strict = sign_in(Client(enforce_csrf_checks=True), amara)
    sent = form(strict) | fill(quote="Typed on an old page.")
    answer = strict.post(WEIGHTS, sent | {"csrfmiddlewaretoken": "x" * 32, "do": "save"})
    assert answer.status_code == 403
    assert "This page was too old" in answer.text
    assert not Assessment.objects.exists()
    assert form(strict, f"{WEIGHTS}?use=signed_out")["final-weights.quote"] == "Typed on an old page."


def test_a_forged_form_keeps_nothing_for_anybody(amara: User) -> None:
    strict = sign_in(Client(enforce_csrf_checks=True), amara)
    for who in ("", "forged"):
        answer = strict.post(WEIGHTS, fill() | {"who": who, "do": "save"})
        assert answer.status_code == 403
    assert not Typed.objects.exists()


# Two windows, two people.


def test_two_windows_on_different_steps_do_not_disturb_each_other(author: Client) -> None:
    weights, checkpoints = form(author), form(author, f"{BASE}checkpoints/")
    author.post(WEIGHTS, weights | fill() | {"do": "save"})
    answer = author.post(f"{BASE}checkpoints/", checkpoints | fill("checkpoints") | {"do": "save"})
    assert answer.status_code == 302
    assert Assessment.objects.get().facts.count() == 2


def test_two_windows_on_one_step_ask_which_is_to_stand(author: Client) -> None:
    one = other = form(author)
    author.post(WEIGHTS, one | fill(note="First.") | {"do": "save"})
    answer = author.post(WEIGHTS, other | fill(note="Second.") | {"do": "save"})
    assert answer["Location"] == f"{BASE}merge/"
    page = author.get(f"{BASE}merge/")
    assert page.status_code == 409
    assert "First." in page.text
    assert "Second." in page.text
    assert author.post(f"{BASE}merge/", {}).status_code == 422
    assert author.post(f"{BASE}merge/", {"choose.final-weights": "mine"}).status_code == 302
    assert only().note == "Second."
    assert not Typed.objects.exists()


def test_the_same_form_sent_twice_is_no_conflict(author: Client) -> None:
    sent = form(author) | fill() | {"do": "save"}
    author.post(WEIGHTS, sent)
    assert author.post(WEIGHTS, sent)["Location"] == WEIGHTS
    assert Assessment.objects.count() == 1


def test_the_record_that_moves_under_an_open_form_gives_the_merge_page(
    author: Client, model: AIModel
) -> None:
    sent = form(author) | fill(quote="Mine.") | {"do": "save"}
    review_facts(model, released("final-weights", "Apache-2.0"))
    assert author.post(WEIGHTS, sent)["Location"] == f"{BASE}merge/"
    page = author.get(f"{BASE}merge/").text
    assert "Apache License 2.0" in page
    assert "Mine." in page
    author.post(f"{BASE}merge/", {"choose.final-weights": "mine"})
    assert only().citations[0]["quote"] == "Mine."
    assert submit(author).status_code == 302


def test_the_record_that_moves_under_a_draft_is_merged_before_submitting(
    author: Client, model: AIModel
) -> None:
    saved(author)
    assert "The record changed while you wrote." not in author.get(WEIGHTS).text
    review_facts(model, released("final-weights", "Apache-2.0"))
    number = Revision.objects.filter(model=model).latest("pk").number
    for address in (WEIGHTS, f"{BASE}submit/"):
        assert "The record changed while you wrote." in author.get(address).text
    assert f'href="/models/acme/rocket-7b/r/{number}/">Revision {number}</a>' in author.get(WEIGHTS).text
    assert "The record changed while you wrote." not in author.get(f"{BASE}checkpoints/").text
    assert submit(author)["Location"] == f"{BASE}merge/"
    page = author.get(f"{BASE}merge/").text
    assert "As the record says now" in page
    assert f"Revision {number}" in page
    author.post(f"{BASE}merge/", {"choose.final-weights": "theirs"})
    assert not Assessment.objects.get().facts.exists()


def test_a_conflict_after_handing_in_is_settled_and_goes_back_to_review(
    author: Client, model: AIModel
) -> None:
    saved(author)
    submit(author)
    review_facts(model, released("final-weights", "Apache-2.0"))
    assessment = Assessment.objects.get()
    workflow.approve(
        assessment,
        content_sha=assessment.content_sha,
        by=make_actor(make_user("liang", reviewer=True)),
        now=assessment.moved_at,
    )
    assessment.refresh_from_db()
    if assessment.state == "submitted":
        workflow.approve(
            assessment,
            content_sha=assessment.content_sha,
            by=make_actor(make_user("priya", reviewer=True)),
            now=assessment.moved_at,
        )
        assessment.refresh_from_db()
    assert assessment.state == "conflicted"
    assert "The record changed before it could be published." in author.get(BASE).text
    assert author.post(f"{BASE}merge/", {"choose.final-weights": "mine"}).status_code == 302
    assessment.refresh_from_db()
    assert assessment.state == "submitted"


# Refused.


def test_what_is_refused_for_being_too_much_is_kept(author: Client, amara: User, monkeypatch: Any) -> None:
    monkeypatch.setattr(allowances, "DRAFTS", dict.fromkeys(allowances.DRAFTS, 1))
    make_model("zeta/glider")
    saved(author, address="/models/zeta/glider/assess/final-weights/")
    answer = saved(author)
    assert answer.status_code == 429
    assert "You have begun many assessments today." in answer.text
    assert form(author)["final-weights.quote"] == "The weights are under the MIT license."


def test_what_nobody_comes_back_to_is_forgotten(author: Client, amara: User, model: AIModel) -> None:
    long_ago = NOON - timedelta(days=400)
    make_model("~gone/never-assessed")
    author.post(WEIGHTS, form(author) | {"final-weights.license": "nonsense", "do": "save"})
    assert leftovers.forget_empty(now=NOON + timedelta(days=31)) == 1
    assert typed_forms.forget_old(now=long_ago) == 0
    assert typed_forms.forget_old(now=timezone.now() + timedelta(days=200)) == 1
    assert AIModel.objects.get() == model


def test_nobody_fills_the_table_without_end(author: Client, amara: User, monkeypatch: Any) -> None:
    monkeypatch.setattr(typed_forms, "MOST_ROWS", 3)
    for slug in ("final-weights", "checkpoints", "architecture", "technical-report", "model-card"):
        address = f"{BASE}{slug}/"
        author.post(address, form(author, address) | {f"{slug}.license": "nonsense", "do": "save"})
    assert Typed.objects.count() == 3

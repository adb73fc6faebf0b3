"""What is typed into a step: read, refused at its field, saved as a draft."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from registry.assessments.models import Assessment
from registry.catalog.models import AIModel
from tests.build import (
    import_facts,
    released,
)
from tests.web.assessing.form import BASE, WEIGHTS, Form, fill, form, only, save, saved
from tests.web.pages import EVIL

pytestmark = pytest.mark.django_db


def test_what_is_typed_is_in_the_draft(author: Client) -> None:
    assert saved(author).status_code == 302
    row = only()
    assert (row.component, row.fact["license"], row.citations[0]["accessed_on"]) == (
        "final-weights",
        "MIT",
        "2026-10-01",
    )
    assert form(author)["final-weights.license"] == "MIT"
    assert "1 of 16 components done." in author.get(BASE).text


def test_an_untouched_form_proposes_nothing(author: Client) -> None:
    save(author)
    save(author, do="next")
    assert not Assessment.objects.exists()


def test_going_on_from_a_complete_page_confirms_it(author: Client, model: AIModel) -> None:
    quoted = released("training-code")
    proof = quoted.proofs[0].__class__("https://example.org/code", "Training code is here.", "2026-10-01")
    import_facts(model, released("training-code", proofs=(proof,)))
    save(author, f"{BASE}training-program/", do="next")
    assert only().component == "training-code"


def test_each_step_is_saved_beside_the_others(author: Client) -> None:
    saved(author)
    saved(author, "checkpoints", f"{BASE}checkpoints/")
    assert {row.component for row in Assessment.objects.get().facts.all()} == {"final-weights", "checkpoints"}


def test_a_field_emptied_again_takes_the_finding_out(author: Client) -> None:
    saved(author, "checkpoints", f"{BASE}checkpoints/")
    saved(author)
    empty = {
        name: "" for name in form(author, f"{BASE}checkpoints/") if not name.endswith((".seen", ".base"))
    }
    author.post(f"{BASE}checkpoints/", form(author, f"{BASE}checkpoints/") | empty | {"do": "save"})
    assert only().component == "final-weights"


def test_skipping_keeps_what_was_typed_and_offers_it_again(author: Client) -> None:
    answer = author.post(WEIGHTS, form(author) | fill(quote="Half a tho") | {"do": "skip"})
    assert answer["Location"] == f"{BASE}checkpoints/"
    assert not Assessment.objects.exists()
    assert "You skipped this step" in author.get(WEIGHTS).text
    assert form(author, f"{WEIGHTS}?use=skipped")["final-weights.quote"] == "Half a tho"


def test_next_leads_through_all_steps_to_the_page_before_submitting(author: Client) -> None:
    saved(author)
    seen, address = [], f"{BASE}training-corpus/"
    while not address.endswith("/submit/"):
        seen.append(address)
        address = save(author, address, do="next")["Location"]
    assert len(seen) == 18


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("url", "not an address", "This is no address of a page."),
        ("url", "javascript:alert(1)", "This is no address of a page."),
        ("url", "https://user:secret@example.org/", "This is no address of a page."),
        ("date", "2026-02-30", "Write a day as in"),
        ("date", "2999-01-01", "This day has not come yet."),
        ("license", "No Such License 9", "No license of this name is known here."),
        ("availability", "sold", "Choose one of those listed."),
        ("coverage", "none", "Choose one of those listed."),
        ("quote", "a" * 1001, "1001 characters; at most 1000 fit"),
        ("note", "n" * 1001, "at most 1000 fit"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field_and_kept(
    author: Client, field: str, typed: str, said: str
) -> None:
    answer = author.post(WEIGHTS, form(author) | fill(**{field: typed}) | {"do": "save"})
    assert answer.status_code == 422
    assert said in unescape(answer.text)
    assert f'href="#f-final-weights-{field}"' in answer.text
    if field not in ("availability", "coverage"):
        assert Form(author.get(WEIGHTS).text).fields[f"final-weights.{field}"] == typed


def test_a_gate_has_to_be_named(author: Client) -> None:
    answer = saved(author, availability="released_gated")
    assert answer.status_code == 422
    assert "Say what stands before the download." in answer.text
    assert saved(author, availability="released_gated", gate="approval").status_code == 302
    assert only().fact["gate"] == "approval"


def test_hostile_text_is_text(author: Client) -> None:
    saved(author, quote=EVIL, note=EVIL, url="https://example.org/%22%3E%3Cscript%3E")
    for address in (WEIGHTS, BASE, f"{BASE}submit/", "/me/drafts/"):
        body = author.get(address).text
        assert "<script>alert" not in body
        assert "<img src=x" not in body


@pytest.mark.parametrize(
    "fields",
    [
        {"final-weights.availability": ["released", "withheld"]},
        {"nonsense": "x", "a.b.c": "y", "final-weights[<x>].url": "z", ".": "", "final-weights.": "q"},
        {"final-weights.quote": "\x00\x07\u202e NUL and worse"},
        {"final-weights.url9": "https://example.org/", "final-weights.url10": "https://example.org/"},
        {f"final-weights.x{n}": "y" for n in range(900)},
        {"final-weights.seen": "x" * 5000, "final-weights.base": "9" * 5000},
        {"final-weights.base": "-1", "do": "license:" + "x" * 5000},
        {"who": "forged", "origin": "revert", "do": "nothing of the kind"},
    ],
)
def test_a_forged_form_is_answered_and_breaks_nothing(author: Client, fields: dict[str, Any]) -> None:
    answer = author.post(WEIGHTS, form(author) | fill() | fields)
    assert answer.status_code < 500
    assert not Assessment.objects.filter(origin="revert").exists()


def test_a_license_is_looked_up_and_picked_without_script(author: Client) -> None:
    answer = author.post(WEIGHTS, form(author) | fill(license="llama") | {"do": "license:final-weights"})
    assert answer.status_code == 200
    picked = re.findall(r'name="final-weights.pick" value="([^"]+)"', answer.text)
    assert "llama-3.1-community" in picked
    typed = Form(answer.text).fields | {"final-weights.pick": "llama-3.1-community", "do": "save"}
    assert author.post(WEIGHTS, typed).status_code == 302
    assert only().fact["license"] == "llama-3.1-community"
    assert "Not a free license." in author.get(WEIGHTS).text


def test_what_was_wrong_with_a_license_goes_when_one_is_chosen_from_those_found(author: Client) -> None:
    unknown = "No license of this name is known here."
    found = author.post(WEIGHTS, form(author) | fill(license="llama") | {"do": "license:final-weights"}).text
    assert unknown in found
    chosen = Form(found).fields | {"final-weights.pick": "llama-3.1-community", "do": "autosave"}
    swapped = author.post(WEIGHTS, chosen).text
    assert '<p class="v n" id="f-final-weights-license-e" hx-swap-oob="true" hidden></p>' in swapped
    assert unknown not in swapped
    assert unknown not in author.get(WEIGHTS).text


def test_before_submitting_the_field_that_is_not_in_the_draft_is_named_with_what_is_wrong(
    author: Client,
) -> None:
    saved(author, license="No Such License 9")
    assert author.get(f"{BASE}submit/")["Location"] == BASE
    link = f'<a href="{WEIGHTS}?use=unread#f-final-weights-license">Final weights: License</a>'
    assert f"{link}: No license of this name is known here." in author.get(BASE).text
    saved(author, "model-card", address=f"{BASE}model-card/", license="")
    assert f"{link}: No license of this name is known here." in author.get(f"{BASE}submit/").text
    there = author.get(f"{WEIGHTS}?use=unread").text
    assert 'id="f-final-weights-license"' in there
    assert "One field cannot be read yet." in there


def test_release_facts_are_saved_like_any_other(author: Client) -> None:
    step = f"{BASE}release/"
    fields = {
        "claims_open_source.value": "yes",
        "claims_open_source.url": "https://example.org/blog",
        "claims_open_source.quote": "our open source model",
        "training_flop.value": "1.5e24",
        "stages.value": "pretraining",
    }
    assert author.post(step, form(author, step) | fields | {"do": "save"}).status_code == 302
    found = {row.component: row.fact["value"] for row in Assessment.objects.get().facts.all()}
    assert found == {"claims_open_source": "yes", "training_flop": "1.5e+24", "stages": "pretraining"}


@pytest.mark.parametrize("figure", ["many", "1e999", "-3", "2..1", "nan"])
def test_a_figure_that_is_none_is_refused(author: Client, figure: str) -> None:
    step = f"{BASE}release/"
    answer = author.post(step, form(author, step) | {"training_flop.value": figure, "do": "save"})
    assert answer.status_code == 422
    assert not Assessment.objects.exists()

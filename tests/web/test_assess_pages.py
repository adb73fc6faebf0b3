"""Assessing a model through the door: filled, saved as one types, previewed, handed in."""

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from registry.accounts.models import User
from registry.assessments import workflow
from registry.assessments.models import Assessment, Typed
from registry.catalog.models import AIModel
from registry.openness.facts import RELEASE_FACTS
from registry.scorecards.models import Drift, Evidence
from registry.scorecards.queries import scorecard_page
from tests.build import (
    import_facts,
    make_actor,
    make_entry,
    make_model,
    make_user,
    released,
    review_facts,
    see,
    sign_in,
    withheld,
)
from tests.web.pseudo import Outside, brackets, words_of
from tests.web.test_every_page import DATA, Page

pytestmark = pytest.mark.django_db
BASE = "/models/acme/rocket-7b/assess/"
WEIGHTS = f"{BASE}final-weights/"
PROVED = {
    "url": "https://example.org/weights",
    "quote": "The weights are under the MIT license.",
    "date": "2026-10-01",
    "license": "MIT",
    "availability": "released",
    "coverage": "all",
}
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


class Form(HTMLParser):
    """The fields of the form of a page as a browser would send them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.inside: str | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        name = said.get("name", "")
        if tag == "textarea":
            self.inside, self.fields[name] = name, ""
        ticked = said.get("type") not in ("radio", "checkbox") or "checked" in said
        if tag == "input" and name and ticked:
            self.fields[name] = said.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        self.inside = None if tag == "textarea" else self.inside

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.fields[self.inside] += data


@pytest.fixture
def model() -> AIModel:
    made = make_model(name="Rocket 7B")
    see(make_entry(made, repo_id="Acme/Rocket-7B"))
    import_facts(made, released("training-code"), withheld("pretraining-data"))
    return made


@pytest.fixture
def amara(model: AIModel) -> User:
    return make_user("amara")


@pytest.fixture
def author(client: Client, amara: User) -> Client:
    return sign_in(client, amara)


def form(client: Client, address: str = WEIGHTS) -> dict[str, str]:
    return Form(client.get(address).text).fields


def fill(part: str = "final-weights", **fields: str) -> dict[str, str]:
    return {f"{part}.{name}": text for name, text in (PROVED | fields).items()}


def save(client: Client, address: str = WEIGHTS, *, do: str = "save", **fields: str) -> Any:
    """Open the form, type this and press a button."""
    typed = form(client, address) | {name.replace("__", "."): text for name, text in fields.items()}
    return client.post(address, typed | {"do": do})


def saved(client: Client, part: str = "final-weights", address: str = WEIGHTS, **fields: str) -> Any:
    return client.post(address, form(client, address) | fill(part, **fields) | {"do": "save"})


def only(assessment: Assessment | None = None) -> Any:
    return (assessment or Assessment.objects.get()).facts.get()


def submit(client: Client, **fields: str) -> Any:
    page = client.get(f"{BASE}submit/")
    return client.post(f"{BASE}submit/", Form(page.text).fields | {"coi": "none"} | fields)


# Filled.


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


# Saved.


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


# Previewed.


def verdicts(page: str) -> dict[str, str]:
    """Every definition of the preview, as it is called there."""
    shown = r'<th scope="row">([^<]+)</th><td><span class="v [a-z]+">(?:<svg.*?</svg>)?([^<]+)'
    return dict(re.findall(shown, page))


def test_the_preview_is_what_acceptance_makes_of_every_verdict(author: Client, model: AIModel) -> None:
    saved(author)
    saved(author, "inference-code", f"{BASE}inference-code/", url="https://example.org/run")
    previewed = verdicts(author.get(WEIGHTS).text)
    assert submit(author).status_code == 302
    assessment = Assessment.objects.get()
    for name in ("liang", "priya"):
        assessment.refresh_from_db()
        if assessment.state == "submitted":
            reviewer, sha = make_actor(make_user(name, reviewer=True)), assessment.content_sha
            workflow.approve(assessment, content_sha=sha, by=reviewer, now=assessment.moved_at)
    assessment.refresh_from_db()
    assert assessment.state == "published"
    stored = verdicts(sign_in(Client(), make_user("zoe")).get(WEIGHTS).text)
    assert len(previewed) >= 15
    assert previewed == stored
    assert scorecard_page(model.path).findings  # type: ignore[union-attr]


def test_what_changes_is_marked_and_what_cannot_change_is_said(author: Client) -> None:
    assert 'class="chg"' not in author.get(WEIGHTS).text
    saved(author)
    page = author.get(WEIGHTS).text
    assert 'class="chg"' in page
    assert "whatever you enter here" in page


def test_typing_saves_and_answers_with_the_lines_that_changed(author: Client) -> None:
    typed = form(author) | fill() | {"do": "autosave"}
    answer = author.post(WEIGHTS, typed, headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert "Draft saved" in answer.text
    assert 'id="live"' in answer.text
    assert "<html" not in answer.text
    assert only().fact["license"] == "MIT"
    again = typed | {"final-weights.seen": Form(answer.text).fields["final-weights.seen"]}
    author.post(WEIGHTS, again | {"final-weights.note": "More."}, headers={"hx-request": "true"})
    assert only().note == "More."


def test_half_an_address_is_saved_without_complaint_while_one_types(author: Client) -> None:
    answer = author.post(WEIGHTS, form(author) | fill(url="https://exa") | {"do": "autosave"})
    assert answer.status_code == 200
    assert "cannot be read" not in answer.text


def test_what_was_wrong_goes_as_soon_as_it_is_mended_and_stays_until_then(author: Client) -> None:
    refused = saved(author, url="no address", date="yesterday")
    assert refused.status_code == 422
    shown = Form(refused.text).fields
    assert shown["wrong"].split() == ["f-final-weights-url", "f-final-weights-date"]
    half = author.post(WEIGHTS, shown | fill(date="yesterday") | {"do": "autosave"}).text
    assert '<p class="v n" id="f-final-weights-url-e" hx-swap-oob="true" hidden></p>' in half
    assert "One field cannot be read yet." in half
    still = author.post(WEIGHTS, shown | fill(url="no address", date="yesterday") | {"do": "autosave"}).text
    assert 'id="problems"' not in still, "nothing is called out again while one types"
    assert 'id="f-final-weights-url-e" hx-swap-oob="true" hidden' not in still
    mended = author.post(WEIGHTS, shown | fill() | {"do": "autosave"}).text
    assert '<div id="problems" hidden hx-swap-oob="true"></div>' in mended
    evil = author.post(WEIGHTS, shown | fill() | {"do": "autosave", "wrong": 'f-x"><script> f-y'}).text
    assert "<script" not in evil


def test_an_address_that_is_typed_is_looked_at_by_a_worker_and_never_here(
    author: Client, django_assert_max_num_queries: Any
) -> None:
    saved(author, url="http://169.254.169.254/latest/meta-data/")
    page = author.get(WEIGHTS).text
    assert "Looking at this page" in page
    assert 'hx-get="/look/?url=http%3A%2F%2F169.254.169.254%2Flatest%2Fmeta-data%2F' in page
    shown = author.get("/look/", {"url": "http://169.254.169.254/latest/meta-data/", "id": "f-x-url"})
    assert "Looking at this page" in shown.text


@pytest.mark.parametrize("id", ["", "x", 'f-x" onload="', "f-" + "x" * 500])
def test_a_look_names_a_field_of_the_form(author: Client, id: str) -> None:
    assert author.get("/look/", {"url": "https://example.org/", "id": id}).status_code == 404


# Prefilled.


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


# Handed in.


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


# What every page of it holds to.

ADDRESSES = [
    BASE,
    f"{BASE}?final-weights.license=MIT",
    *(f"{BASE}{slug}/" for slug in ("training-corpus", "final-weights", "technical-report", "other")),
    f"{BASE}release/",
    f"{BASE}submit/",
    "/me/drafts/",
    "/add/",
    "/models/acme/not-listed/draft/",
]
_SAID = """
    Acme acme Rocket rocket Sourceform Hugging Face amara Apache License MIT example org listed not
    Model Openness Tool records Ctrl Enter the The code is here
"""
_QUOTED = words_of(" ".join([PROVED["quote"], *RELEASE_FACTS]))
NAMES = {*_SAID.split(), *_QUOTED}


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_of_it_can_be_translated_and_runs_under_its_policy(author: Client, address: str) -> None:
    saved(author)
    with brackets():
        text = author.get(address).text
    assert sorted(set(Outside(text).found) - NAMES - DATA) == []
    page = Page(text)
    ids = [row["id"] for _, row in page.tags if "id" in row]
    assert sorted(ids) == sorted(set(ids))
    assert not page.open
    for tag, row in page.tags:
        assert tag != "style"
        assert not [name for name in row if name == "style" or name.startswith(("on", "hx-on"))]
        assert tag != "script" or (row["src"] or "").startswith("/static/")

"""What an assessment would change, shown before it is handed in and while one types."""

import re
from typing import Any

import pytest
from django.test import Client

from registry.assessments import workflow
from registry.assessments.models import Assessment
from registry.catalog.models import AIModel
from registry.scorecards.queries import scorecard_page
from tests.build import (
    make_actor,
    make_user,
    sign_in,
)
from tests.web.assessing.form import BASE, WEIGHTS, Form, fill, form, only, saved, submit

pytestmark = pytest.mark.django_db


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


def test_the_other_definitions_that_change_are_counted_as_results(author: Client) -> None:
    saved(author)
    counted = re.findall(r"more definitions, (\d+) (results? changes?)<", author.get(WEIGHTS).text)
    assert counted
    assert all(
        words == ("result changes" if number == "1" else "results change") for number, words in counted
    )


def test_one_result_is_called_the_same_in_its_row_and_in_what_is_said_of_it(author: Client) -> None:
    saved(author)
    page = " ".join(author.get(WEIGHTS).text.split())
    assert "stays undecided whatever you enter here" in page
    assert "stays “Not assessed”" not in page
    assert "stays “Cannot tell”" not in page


def test_what_is_decided_against_needs_nothing_more(author: Client) -> None:
    saved(author, "pretraining-data", f"{BASE}training-corpus/", availability="withheld", coverage="unknown")
    page = author.get(WEIGHTS).text
    rows = re.findall(r'<tr[^>]*><th scope="row">.*?</tr>', page, re.DOTALL)
    decided = [row for row in rows if '"#i-n"' in row]
    assert decided
    assert not any("needs " in row for row in decided)


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

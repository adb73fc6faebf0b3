"""A reviewer's way: from the queue over findings to a verdict on the whole, through the door."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from registry.accounts.models import User
from registry.assessments import workflow
from registry.assessments.makers import conflicts_of_interest
from registry.assessments.models import Assessment, CitationSeen, KeptMark, Review
from registry.catalog import by_hand
from registry.scorecards.models import Evidence
from tests.build import import_facts, make_actor, make_model, make_user, released, sign_in
from tests.proposing import submitted, trusted

pytestmark = pytest.mark.django_db
OPENED = "I opened it in my browser; the sentence stands there."
REASON = "The page says something else, please look again."


@pytest.fixture
def now():
    return timezone.now() - timedelta(hours=2)


@pytest.fixture
def model():
    listed = make_model("acme/rocket-7b", name="Rocket 7B")
    import_facts(listed, released("final-weights"), released("inference-code"))
    return listed


@pytest.fixture
def author(now):
    return make_actor(trusted(make_user("jonas"), now=now))


@pytest.fixture
def assessment(model, author, now):
    facts = (released("evaluation-results"), released("model-card"))
    return submitted(model, *facts, by=author, now=now)


@pytest.fixture
def reviewer(client):
    return sign_in(client, make_user("amara", reviewer=True), mfa=True)


def words(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(answer.content.decode().split())


def mark(client: Client, assessment: Assessment, finding: str, said: str, text: str = ""):
    sent = {"mark": said, "text": text, "content_sha": assessment.content_sha}
    return client.post(f"/review/{assessment.pk}/{finding}/", sent)


def test_accepting_each_finding_moves_on_and_publishes_with_the_last(reviewer, assessment):
    body = words(reviewer, "/review/")
    assert "1 assessment waits for you" in body
    assert "Evaluation results, Model card" in body
    first = reviewer.get(f"/review/{assessment.pk}/")
    assert first.headers["Location"] == f"/review/{assessment.pk}/evaluation-results/"
    page = words(reviewer, first.headers["Location"])
    assert "Finding 1 of 2" in page
    assert "Nothing is on record." in page
    assert "It says so there." in page
    answer = mark(reviewer, assessment, "evaluation-results", "accept")
    assert answer.headers["Location"] == f"/review/{assessment.pk}/model-card/"
    assert not Review.objects.exists()
    assert "Accept and finish" in words(reviewer, answer.headers["Location"])
    answer = mark(reviewer, assessment, "model-card", "accept")
    assert answer.headers["Location"] == f"/review/?done={assessment.pk}"
    assert "It is in the record now, as revision 2." in words(reviewer, answer.headers["Location"])
    assert Evidence.objects.filter(source="review", retired=None).count() == 2
    assert not KeptMark.objects.exists()


def test_the_second_reviewer_reads_the_reason_of_the_first_beside_the_finding(reviewer, assessment):
    Assessment.objects.update(needed=2)
    marks = {"evaluation-results": {"mark": "accept", "text": OPENED}, "model-card": {"mark": "accept"}}
    workflow.judge(
        assessment,
        content_sha=assessment.content_sha,
        marks=marks,
        text="",
        by=make_actor(make_user("liang", reviewer=True)),
        now=timezone.now(),
    )
    page = words(reviewer, f"/review/{assessment.pk}/evaluation-results/")
    assert "On this finding" in page
    assert OPENED in page
    assert OPENED not in words(reviewer, f"/review/{assessment.pk}/model-card/")


def test_the_head_of_the_page_counts_what_the_queue_shows(reviewer, assessment):
    assert '>Review <span class="tag">1</span>' in words(reviewer, "/review/")
    mark(reviewer, assessment, "evaluation-results", "accept")
    done = mark(reviewer, assessment, "model-card", "accept")
    body = words(reviewer, done.headers["Location"])
    assert "Nothing waits for you" in body
    for page in (body, words(reviewer, "/"), words(reviewer, "/review/?kind=revert")):
        assert '>Review <span class="tag">' not in page


def test_the_last_mark_leads_on_to_the_next_assessment_of_the_queue(reviewer, assessment, author, now):
    other = submitted(make_model("zeta/glider"), by=author, now=now + timedelta(minutes=1))
    mark(reviewer, assessment, "evaluation-results", "accept")
    answer = mark(reviewer, assessment, "model-card", "accept")
    assert answer.headers["Location"] == f"/review/{other.pk}/?done={assessment.pk}"
    onward = reviewer.get(answer.headers["Location"]).headers["Location"]
    assert onward == f"/review/{other.pk}/evaluation-results/?done={assessment.pk}"
    assert "you accepted" in words(reviewer, onward)


def saw(assessment: Assessment, status: int | None) -> None:
    """A worker looked at what is cited for the model card, and this is what it met."""
    url = "https://example.org/model-card"
    reason = "" if status else "no answer in 20 s"
    CitationSeen.objects.create(
        assessment=assessment, url=url, status=status, reason=reason, asked_at=assessment.moved_at
    )


def test_what_rests_on_a_page_that_is_gone_is_not_accepted_and_the_page_says_so(reviewer, assessment):
    page = f"/review/{assessment.pk}/model-card/"
    saw(assessment, 404)
    assert "example.org/model-card is gone" in words(reviewer, page)
    assert 'class="btn go" name="mark" value="ask"' in words(reviewer, page)
    answer = mark(reviewer, assessment, "model-card", "accept", REASON)
    assert answer.status_code == 422
    assert "answers that the page is gone" in answer.content.decode()
    assert KeptMark.objects.get().mark == ""
    assert mark(reviewer, assessment, "model-card", "ask", REASON).status_code == 302


@pytest.mark.parametrize("status", [None, 403, 500])
def test_who_accepts_what_did_not_open_from_here_says_in_public_how_they_know(reviewer, assessment, status):
    page = f"/review/{assessment.pk}/model-card/"
    saw(assessment, status)
    body = words(reviewer, page)
    assert "example.org/model-card did not open from here" in body
    assert "Needed here for each answer" in body
    assert 'value="accept" data-key="a" data-enter data-reason aria-describedby="held"' in body
    mark(reviewer, assessment, "evaluation-results", "accept")
    answer = mark(reviewer, assessment, "model-card", "accept", "seen")
    assert answer.status_code == 422
    assert "say how you know what it says" in answer.content.decode()
    assert mark(reviewer, assessment, "model-card", "accept", OPENED).status_code == 302
    assert Review.objects.get().marks["model-card"] == {"mark": "accept", "text": OPENED}
    assert OPENED in words(reviewer, f"/assessments/{assessment.pk}/")


def test_what_opened_is_accepted_without_a_word(reviewer, assessment):
    assert "not been looked at yet" in words(reviewer, f"/review/{assessment.pk}/model-card/")
    saw(assessment, 200)
    assert 'id="held"' not in words(reviewer, f"/review/{assessment.pk}/model-card/")
    assert mark(reviewer, assessment, "model-card", "accept").status_code == 302


@pytest.mark.parametrize(("said", "state"), [("ask", "changes_requested"), ("reject", "rejected")])
def test_one_finding_that_is_not_accepted_decides_the_whole(reviewer, assessment, said, state):
    mark(reviewer, assessment, "evaluation-results", said, REASON)
    mark(reviewer, assessment, "model-card", "accept")
    assessment.refresh_from_db()
    assert assessment.state == state
    given = Review.objects.get()
    assert given.marks["evaluation-results"] == {"mark": said, "text": REASON}
    assert REASON in given.text
    assert REASON in words(reviewer, f"/assessments/{assessment.pk}/")


@pytest.mark.parametrize("text", ["", "too short", " " * 40])
def test_whoever_asks_or_rejects_says_why(reviewer, assessment, text):
    answer = mark(reviewer, assessment, "model-card", "reject", text)
    assert answer.status_code == 422
    body = " ".join(answer.content.decode().split())
    assert 'aria-describedby="text-error" aria-invalid="true"' in body
    assert "at least 20 characters" in body
    assert f">{text.strip()}</textarea>" in answer.content.decode()
    assert KeptMark.objects.get().mark == ""


def test_a_review_that_was_left_is_found_again_as_it_was(reviewer, assessment, client):
    mark(reviewer, assessment, "model-card", "accept", "Looks right to me, mostly.")
    assert mark(reviewer, assessment, "evaluation-results", "", "half a thou").status_code == 204
    sign_in(client, User.objects.get(username="amara"), mfa=True)
    body = words(client, f"/review/{assessment.pk}/evaluation-results/")
    assert "half a thou</textarea>" in body
    assert "1 of 2 marked" in body
    assert "1 of 2 marked by you" in words(client, "/review/?mine=on")
    assert client.get(f"/review/{assessment.pk}/").headers["Location"].endswith("/evaluation-results/")


def test_what_the_author_changes_meanwhile_has_to_be_looked_at_again(reviewer, assessment):
    mark(reviewer, assessment, "model-card", "accept")
    Assessment.objects.update(content_sha="f" * 64)
    answer = mark(reviewer, assessment, "evaluation-results", "ask", REASON)
    assert answer.status_code == 409
    body = " ".join(answer.content.decode().split())
    assert "changed this assessment while you looked at it" in body
    assert f"{REASON}</textarea>" in body
    assert "0 of 2 marked" in body


def test_nobody_is_offered_what_they_may_not_judge_nor_can_they_judge_it(client, model, now):
    author = make_user("jonas", reviewer=True)
    own = submitted(model, by=make_actor(trusted(author, now=now)), now=now)
    sign_in(client, author, mfa=True)
    assert "0 assessments wait for you" in words(client, "/review/")
    page = client.get(f"/review/{own.pk}/evaluation-results/")
    assert page.status_code == 403
    assert "This is your own assessment" in page.content.decode()
    assert 'name="mark"' not in page.content.decode()
    assert mark(client, own, "evaluation-results", "accept").status_code == 403
    assert not Review.objects.exists()


def test_who_has_ties_to_the_maker_is_not_offered_its_models(client, assessment, model, now):
    reviewer = make_user("liang", reviewer=True)
    conflicts_of_interest.declare(reviewer, model.organization_id, note="a friend works there", now=now)
    sign_in(client, reviewer, mfa=True)
    assert "0 assessments wait for you" in words(client, "/review/")
    assert mark(client, assessment, "model-card", "accept").status_code in (302, 403)
    assert mark(client, assessment, "evaluation-results", "accept").status_code == 403
    assert not Review.objects.exists()


@pytest.mark.parametrize("address", ["/review/", "/review/{id}/", "/review/{id}/model-card/"])
def test_only_reviewers_with_their_second_factor_come_in(client, assessment, address):
    there = address.format(id=assessment.pk)
    assert client.get(there).status_code == 302
    sign_in(client, make_user("somebody"))
    assert client.get(there).status_code == 403
    sign_in(client, make_user("amara", reviewer=True))
    assert client.get(there).status_code == 403


def test_keys_can_be_switched_off_for_good(reviewer, assessment):
    page = f"/review/{assessment.pk}/model-card/"
    assert 'data-keys="on"' in words(reviewer, page)
    answer = reviewer.post("/review/keys/", {"keys": "off", "next": page})
    assert answer.headers["Location"] == page
    assert 'data-keys="off"' in words(reviewer, page)
    assert "Accept <kbd>A</kbd>" not in words(reviewer, page)
    reviewer.post("/review/keys/", {"keys": "on", "next": page})
    assert 'data-keys="on"' in words(reviewer, page)


@pytest.mark.parametrize(
    "wanted", ["//evil.example", "https://evil.example/", "javascript:alert(1)", "\\\\x"]
)
def test_switching_keys_leads_to_no_other_site(reviewer, wanted):
    answer = reviewer.post("/review/keys/", {"keys": "off", "next": wanted})
    assert answer.headers["Location"] == "/review/"


def test_a_finding_or_an_assessment_that_is_not_there(reviewer, assessment):
    assert reviewer.get(f"/review/{assessment.pk}/training-code/").status_code == 404
    away = reviewer.get("/review/01919191-9191-7919-9191-919191919191/model-card/")
    assert away.status_code == 302
    assert reviewer.get(away.headers["Location"]).status_code == 404


NASTY = [
    "\x00",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "%s%n",
    "9" * 400,
    "<script>",
    "../..",
]


@pytest.mark.parametrize("text", NASTY)
def test_whatever_is_sent_is_answered_and_nothing_breaks(reviewer, assessment, text):
    page = f"/review/{assessment.pk}/model-card/"
    sent = {"mark": text, "text": text * 20, "content_sha": text, "chosen": text, "way": text, "quote": text}
    for address in (page, "/review/drift/", "/review/keys/", "/review/drift/1/"):
        assert reviewer.post(address, sent | {"keys": text, "next": text}).status_code in (302, 404, 409, 422)
    assert (
        reviewer.post(page, sent | {"mark": "ask", "content_sha": assessment.content_sha}).status_code < 500
    )
    assert reviewer.get("/review/", {"kind": text, "organization": text, "done": text}).status_code == 200
    assert reviewer.get(page, {"order": text, "done": text}).status_code in (200, 302)


def test_a_reason_that_is_too_long_is_said_to_be(reviewer, assessment):
    answer = mark(reviewer, assessment, "model-card", "reject", "x" * 5001)
    assert answer.status_code == 422
    assert "at most 5000 characters" in answer.content.decode()


def test_who_may_not_judge_leaves_no_mark(client, model, now):
    author = make_user("jonas", reviewer=True)
    own = submitted(model, by=make_actor(trusted(author, now=now)), now=now)
    sign_in(client, author, mfa=True)
    mark(client, own, "evaluation-results", "", "a draft of a reason")
    assert not KeptMark.objects.exists()


def test_a_model_that_has_no_page_yet_is_named_without_a_link(reviewer, author, now):
    model = by_hand.add("Zeta", "Kite 1B", by=author, now=now)
    assessment = submitted(model, by=author, now=now)
    for address in (f"/review/{assessment.pk}/evaluation-results/", f"/assessments/{assessment.pk}/"):
        page = words(reviewer, address)
        assert "Kite 1B" in page
        assert f'href="/models/{model.path}/"' not in page, address

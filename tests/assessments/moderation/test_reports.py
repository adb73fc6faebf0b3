"""Comments, reports and take-downs by their verbs: what hides, who is told, what stays and what goes."""

from datetime import timedelta

import pytest

from registry.accounts.actors import Actor
from registry.accounts.models import AccountLink, Event, Notification, User
from registry.assessments import workflow
from registry.assessments.disputes import challenges
from registry.assessments.models import Assessment, Comment, Dispute, ProposedFact, RefusedText, Report
from registry.assessments.moderation import comments, reports, take_downs
from registry.assessments.proposals.proposed import Cited, Proposed
from registry.assessments.refusals import NotAllowed, NotYet, TooMany, WrongState
from registry.catalog.models import AIModel
from registry.scorecards.models import Citation, Evidence
from tests.build import NOON, import_facts, make_actor, make_model, make_user, released

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
BECAUSE = "Asked for by its author."


@pytest.fixture
def rocket() -> AIModel:
    model = make_model()
    import_facts(model, released("final-weights"))
    return model


@pytest.fixture
def cleo() -> Actor:
    return make_actor(make_user("cleo", curator=True))


def trusted(name: str = "") -> User:
    """Somebody with three accepted assessments and an old account."""
    user = make_user(name)
    User.objects.filter(pk=user.pk).update(date_joined=NOON - 30 * DAY)
    rows = [Event(at=NOON - DAY, verb="assessment.published", about=user, target="x") for _ in range(3)]
    Event.objects.bulk_create(rows)
    user.refresh_from_db()
    return user


def comment_on(model: AIModel, by: User | None = None, text: str = "The card says so.") -> Comment:
    return comments.add(model, text=text, by=make_actor(by or make_user()), now=NOON)


def reported(kind: str, key: str, by: User | None = None, **changes: str) -> Report:
    said = {"category": "spam", "text": "", "address": "192.0.2.1"} | changes
    return reports.report(kind, key, by=make_actor(by) if by else Actor(None), now=NOON, **said)


def test_three_people_with_accepted_work_hide_a_comment_and_nobody_else_does(
    rocket: AIModel, cleo: Actor
) -> None:
    comment = comment_on(rocket)
    key = str(comment.pk)
    for _ in range(4):
        reported("comment", key, make_user())  # new here
    for number in range(4):
        reported("comment", key, address=f"192.0.2.{number}")  # without an account
    first, second = trusted(), trusted()
    reported("comment", key, first)
    reported("comment", key, second)
    same = trusted()
    AccountLink.objects.create(
        a=min(second, same, key=lambda user: user.pk),
        b=max(second, same, key=lambda user: user.pk),
        by=cleo.person,
        because="one person",
        at=NOON,
    )
    reported("comment", key, same)
    comment.refresh_from_db()
    assert comment.held_because == ""
    reported("comment", key, trusted())
    comment.refresh_from_db()
    assert comment.held_because == "reports"
    assert Notification.objects.filter(user=cleo.user, kind="report_held").count() == 1
    assert not Notification.objects.exclude(user=cleo.user).filter(kind__startswith="report").exists()
    comments.release(comment, by=cleo, now=NOON)
    assert reports.settle("comment", key, acted=False, by=cleo, now=NOON) == 12
    reported("comment", key, first)  # settled: it may be reported anew, and does not hide by itself
    comment.refresh_from_db()
    assert comment.held_because == ""


def submitted(model: AIModel, author: User) -> Assessment:
    proposed = Proposed(
        released("final-weights", "MIT"),
        citations=(Cited("https://example.org/license", "MIT License", "2026-10-01"),),
        note="The license file says MIT.",
    )
    actor = make_actor(author)
    made = workflow.create(model, facts=[proposed], by=actor, now=NOON)
    return workflow.submit(made, by=actor, now=NOON, coi="none")


def test_three_reports_hold_an_assessment(rocket: AIModel) -> None:
    made = submitted(rocket, make_user())
    for _ in range(3):
        reported("assessment", str(made.pk), trusted())
    made.refresh_from_db()
    assert (made.state, made.held_because) == (Assessment.State.QUARANTINED, "reports")


def test_one_person_reports_a_thing_once_and_a_visitor_not_without_end(rocket: AIModel) -> None:
    key, ada = str(comment_on(rocket).pk), make_user()
    reported("comment", key, ada)
    with pytest.raises(WrongState):
        reported("comment", key, ada)
    for _ in range(reports.MOST_OF_A_VISITOR):
        reported("model", rocket.path)
    with pytest.raises(TooMany):
        reported("model", rocket.path)
    with pytest.raises(NotYet):
        reported("model", rocket.path, category="nonsense", address="192.0.2.9")
    with pytest.raises(NotYet):
        reported("model", rocket.path, category="other", address="192.0.2.9")
    with pytest.raises(WrongState):
        reported("review", "1")
    for event in Event.objects.filter(verb="report.made"):
        assert "192.0.2" not in str(vars(event))


def test_comments_have_limits(rocket: AIModel) -> None:
    ada = make_user()
    for number in range(comments.MOST_A_DAY[0]):
        comment_on(rocket, ada, f"The card says so, for the {number}th time.")
    with pytest.raises(TooMany):
        comment_on(rocket, ada)
    for text in ("", "N/A", "x" * 5001, "https://a.example " * 11):
        with pytest.raises(NotYet):
            comment_on(rocket, text=text)
    with pytest.raises(NotAllowed):
        comments.add(rocket, text="Hello there.", by=Actor(None), now=NOON)
    AIModel.objects.update(hidden=True)
    rocket.refresh_from_db()
    with pytest.raises(WrongState):
        comment_on(rocket)


def test_a_comment_can_be_changed_for_a_day_and_deleted_words_are_forgotten_after_a_month(
    rocket: AIModel,
) -> None:
    ada = make_user()
    comment, by = comment_on(rocket, ada), make_actor(ada)
    comments.edit(comment, text="It says otherwise.", by=by, now=NOON + DAY)
    with pytest.raises(WrongState):
        comments.edit(comment, text="Or not.", by=by, now=NOON + DAY + timedelta(seconds=1))
    with pytest.raises(NotAllowed):
        comments.delete(comment, by=make_actor(), now=NOON)
    comments.delete(comment, by=by, now=NOON + 2 * DAY)
    with pytest.raises(WrongState):
        comments.delete(comment, by=by, now=NOON + 2 * DAY)
    kept = [row.text for row in comment.earlier.all()]
    assert kept == ["The card says so.", "It says otherwise."]
    assert comments.forget_deleted(now=NOON + 31 * DAY) == 0
    assert comments.forget_deleted(now=NOON + 32 * DAY) == 2


def test_only_what_everybody_sees_is_discussed(rocket: AIModel, cleo: Actor) -> None:
    made = submitted(rocket, make_user())
    by = make_actor(make_user())
    comments.add(rocket, text="A question on this.", by=by, now=NOON, assessment=made)
    workflow.hold(made, because="Looks made up.", by=cleo, now=NOON)
    with pytest.raises(WrongState):
        comments.add(rocket, text="Another one.", by=by, now=NOON, assessment=made)


def test_words_that_were_taken_down_are_held_when_they_come_again(rocket: AIModel, cleo: Actor) -> None:
    text = "Buy the very best tokens of them all here"
    comment = comment_on(rocket, text=text)
    comments.edit(comment, text=text + "!", by=Actor(comment.by, via="page"), now=NOON)
    take_downs.take_down("comment", str(comment.pk), because=BECAUSE, by=cleo, now=NOON)
    comment.refresh_from_db()
    assert (comment.text, comment.blanked_because) == ("", BECAUSE)
    assert not comment.earlier.exists()
    again = comment_on(rocket, trusted(), text.upper())
    assert "rejected_before" in again.held_because
    told = Notification.objects.get(user=comment.by, kind="text_taken_down")
    assert text not in str(told.details)
    event = Event.objects.get(verb="text.taken_down")
    assert (event.because, event.about, event.actor) == (BECAUSE, comment.by, cleo.user)


def test_what_is_taken_down_goes_from_all_places_and_history_verifies(rocket: AIModel, cleo: Actor) -> None:
    made = submitted(rocket, make_user())
    reviewer = make_actor(make_user(reviewer=True))
    workflow.approve(made, content_sha=made.content_sha, by=reviewer, now=NOON)
    made.refresh_from_db()
    if made.state != Assessment.State.PUBLISHED:  # two had to approve
        second = make_actor(make_user(reviewer=True))
        made = workflow.approve(made, content_sha=made.content_sha, by=second, now=NOON)
    row = Evidence.objects.get(source="review", component="final-weights")
    quote = row.citations.get()
    before = (row.digest, quote.digest, made.content_sha)
    take_downs.take_down("quote", str(quote.pk), because=BECAUSE, by=cleo, now=NOON)
    take_downs.take_down("note", str(row.pk), because=BECAUSE, by=cleo, now=NOON)
    row.refresh_from_db()
    quote.refresh_from_db()
    fact = ProposedFact.objects.get(assessment=made)
    assert (row.note, quote.quote, fact.note) == ("", "", "")
    assert not [cited for cited in fact.citations if cited.get("quote")]
    assert (row.digest, quote.digest, made.content_sha) == before
    with pytest.raises(WrongState):
        take_downs.take_down("note", str(row.pk), because=BECAUSE, by=cleo, now=NOON)
    digest = RefusedText.objects.values_list("digest", flat=True)
    assert len(digest) == 1  # the quotation is too short to stand for spam


def test_a_dispute_whose_words_are_taken_down_is_closed(rocket: AIModel, cleo: Actor) -> None:
    row = challenges.open_dispute(
        rocket,
        ("final-weights", ""),
        reason="Words that should never have been written here.",
        citations=[Cited("https://example.org", "Words", "2026-10-01")],
        by=make_actor(),
        now=NOON,
    )
    take_downs.take_down("dispute", str(row.pk), because=BECAUSE, by=cleo, now=NOON)
    row.refresh_from_db()
    assert (row.reason, row.blanked_because, row.state) == ("", BECAUSE, Dispute.State.DISMISSED)
    assert row.citations == [{"url": "https://example.org", "accessed_on": "2026-10-01"}]


@pytest.mark.parametrize("kind", ["model", "organization", "person", "assessment", "nothing"])
def test_what_is_no_text_cannot_be_taken_down(rocket: AIModel, cleo: Actor, kind: str) -> None:
    with pytest.raises(WrongState):
        take_downs.take_down(kind, rocket.path, because=BECAUSE, by=cleo, now=NOON)


def test_only_curators_take_down_settle_and_release(rocket: AIModel) -> None:
    key = str(comment_on(rocket).pk)
    for actor in (
        Actor(None),
        make_actor(make_user(reviewer=True)),
        make_actor(make_user(admin=True)),
        make_actor(make_user(curator=True), mfa=False),
    ):
        with pytest.raises(NotAllowed):
            take_downs.take_down("comment", key, because=BECAUSE, by=actor, now=NOON)
        with pytest.raises(NotAllowed):
            reports.settle("comment", key, acted=True, by=actor, now=NOON)
        with pytest.raises(NotAllowed):
            comments.release(Comment.objects.get(), by=actor, now=NOON)
    assert Citation.objects.count() == 1

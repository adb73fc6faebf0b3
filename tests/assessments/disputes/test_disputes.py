"""A challenge to a finding: who opens it, who is heard, who decides; and that nothing follows by itself."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from registry.accounts.actors import Actor
from registry.accounts.models import Event, Notification, User
from registry.assessments import workflow
from registry.assessments.disputes import challenges, decisions, opened_assessments
from registry.assessments.disputes.rules import State
from registry.assessments.makers import replies, speakers
from registry.assessments.models import Claim, Dispute, MakerLink
from registry.assessments.proposals.proposed import Cited
from registry.assessments.refusals import NotAllowed, NotYet, TooMany, WrongState
from registry.catalog.models import AIModel
from registry.scorecards.models import Change, Evidence, Mark, Revision, Scorecard, Verdict
from tests.badges.site import Site
from tests.build import NOON, import_facts, make_actor, make_model, make_user, released, withheld

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
KEY = ("final-weights", "")
REASON = "The license file in the repository names another license than the record."
PROOF = Cited("https://example.org/license", "Use is limited to research.", "2026-10-30")


@pytest.fixture
def rocket() -> AIModel:
    model = make_model()
    import_facts(model, released("final-weights"), withheld("training-code"))
    return model


@pytest.fixture
def ada() -> User:
    return make_user("ada")


@pytest.fixture
def cleo() -> Actor:
    return make_actor(make_user("cleo", curator=True))


def opened(model: AIModel, by: User, *, now: datetime = NOON, **changes: Any) -> Dispute:
    said: dict[str, Any] = {"reason": REASON, "citations": [PROOF]} | changes
    return challenges.open_dispute(model, changes.pop("key", KEY), by=make_actor(by), now=now, **said)


def speaker_of(model: AIModel, *, now: datetime = NOON) -> User:
    """Somebody whose proof to speak for the maker was seen just now."""
    user = make_user(f"speaker-{User.objects.count()}")
    claim = Claim.objects.create(
        user=user,
        organization=model.organization,
        code="x",
        token=f"t{user.pk}",
        begun_at=now,
        closed_at=now,
        outcome="verified",
    )
    MakerLink.objects.create(
        user=user,
        organization=model.organization,
        proof="file",
        claim=claim,
        shown="acme/rocket",
        verified_at=now,
        checked_at=now,
    )
    return user


def heard(model: AIModel, by: User, cleo: Actor, *, now: datetime = NOON) -> Dispute:
    """A dispute of which the time to answer is over."""
    row = opened(model, by, now=now)
    decisions.acknowledge(row, by=cleo, now=now)
    decisions.advance(now=now)
    decisions.advance(now=now + 14 * DAY)
    row.refresh_from_db()
    return row


def record_of(model: AIModel) -> list[object]:
    """All that is said of the model: values, verdicts, badge, history."""
    site = Site()
    site.look()
    card = Scorecard.objects.get(model=model)
    return [
        list(Evidence.objects.order_by("pk").values()),
        list(Verdict.objects.filter(profile=card.profile).order_by("pk").values()),
        (card.profile_id, card.state, card.changed_at),
        Revision.objects.count(),
        Change.objects.count(),
        site.message(model.path),
    ]


def test_a_dispute_runs_its_course_and_changes_no_value_verdict_or_badge(
    rocket: AIModel, ada: User, cleo: Actor
) -> None:
    maker = speaker_of(rocket)
    before = record_of(rocket)
    row = opened(rocket, ada)
    mark = Mark.objects.get(kind=Mark.Kind.CONTESTED)
    assert (mark.model_id, mark.component, mark.since) == (rocket.pk, "final-weights", NOON)
    assert record_of(rocket) == before
    decisions.acknowledge(row, by=cleo, now=NOON + DAY)
    assert decisions.advance(now=NOON + DAY) == 1
    row.refresh_from_db()
    assert (row.state, row.respond_until) == (State.IN_RESPONSE, NOON + 15 * DAY)
    with pytest.raises(WrongState):
        decisions.dismiss(row, because=REASON, by=cleo, now=NOON + 2 * DAY)
    MakerLink.objects.update(checked_at=NOON + 2 * DAY)
    replies.reply(rocket, KEY, text=REASON, by=make_actor(maker), now=NOON + 2 * DAY, dispute=row)
    row.refresh_from_db()
    assert row.decidable_at is not None  # the only one who could be asked has answered
    decisions.dismiss(row, because=REASON, by=cleo, now=NOON + 4 * DAY)
    assert not Mark.objects.filter(kind=Mark.Kind.CONTESTED).exists()
    assert record_of(rocket) == before
    assert [event.verb for event in Event.objects.filter(target=f"dispute:{row.pk}").order_by("pk")] == [
        "dispute.opened",
        "dispute.acknowledged",
        "dispute.in_response",
        "dispute.dismissed",
    ]
    told = set(Notification.objects.filter(user=maker).values_list("kind", flat=True))
    assert told == {"dispute_opened", "dispute_answer", "dispute_resolved"}
    assert Notification.objects.filter(user=ada, kind="dispute_resolved").count() == 1


def test_an_upheld_dispute_opens_an_assessment_that_two_have_to_approve(
    rocket: AIModel, ada: User, cleo: Actor
) -> None:
    before = record_of(rocket)
    row, now = heard(rocket, ada, cleo), NOON + 15 * DAY
    decisions.uphold(row, because=REASON, by=cleo, now=now, opening=opened_assessments.opening(cleo, now))
    row.refresh_from_db()
    assert row.assessment is not None
    assert (row.assessment.state, row.assessment.origin, row.assessment.two_asked) == ("draft", "edit", True)
    assert [fact.component for fact in row.assessment.facts.all()] == ["final-weights"]
    assert row.assessment.facts.get().citations[0]["url"] == PROOF.url
    assert Mark.objects.filter(kind=Mark.Kind.CONTESTED).exists()  # until that has been judged
    assert record_of(rocket) == before
    workflow.withdraw(row.assessment, by=cleo, now=now)
    assert not Mark.objects.filter(kind=Mark.Kind.CONTESTED).exists()


def test_the_window_ends_by_the_clock_where_nobody_answers(rocket: AIModel, ada: User, cleo: Actor) -> None:
    row = opened(rocket, ada)
    decisions.acknowledge(row, by=cleo, now=NOON)
    decisions.advance(now=NOON)
    assert decisions.advance(now=NOON + 14 * DAY - timedelta(seconds=1)) == 0
    assert decisions.advance(now=NOON + 14 * DAY) == 1
    assert decisions.advance(now=NOON + 14 * DAY) == 0
    due = Notification.objects.filter(user=cleo.user, kind="dispute_due")
    assert due.count() == 2  # to be looked at, and to be decided


@pytest.mark.parametrize(
    ("changes", "places"),
    [
        ({"reason": "wrong"}, ["reason"]),
        ({"reason": "N/A"}, ["reason"]),
        ({"reason": REASON + " https://a.example" * 4}, ["reason"]),
        ({"citations": []}, ["citations"]),
        ({"citations": [PROOF] * 6}, ["citations"]),
        ({"citations": [Cited("javascript:alert(1)", "x y", "2026-10-30")]}, ["citations[0].url"]),
        ({"citations": [Cited("https://a.example", "", "2026-10-30")]}, ["citations[0].quote"]),
        ({"citations": [Cited("https://a.example", "Loading…", "2026-10-30")]}, ["citations[0].quote"]),
        (
            {"citations": [PROOF, Cited("https://a.example", "words", "2099-01-01")]},
            ["citations[1].accessed_on"],
        ),
        ({"citations": [Cited("https://a.example", "words", "yesterday")]}, ["citations[0].accessed_on"]),
    ],
)
def test_a_dispute_needs_a_reason_and_a_proof(
    rocket: AIModel, ada: User, changes: dict[str, Any], places: list[str]
) -> None:
    with pytest.raises(NotYet) as refused:
        opened(rocket, ada, **changes)
    assert [missing.place for missing in refused.value.missing] == places
    assert not Dispute.objects.exists()
    assert not Mark.objects.exists()


def test_one_finding_is_disputed_once_by_a_person_and_several_people_can(rocket: AIModel, ada: User) -> None:
    first = opened(rocket, ada)
    with pytest.raises(WrongState):
        opened(rocket, ada, now=NOON + DAY)
    second = opened(rocket, make_user(), now=NOON + DAY)
    challenges.withdraw(first, by=make_actor(ada), now=NOON + DAY)
    assert Mark.objects.get().details["disputes"][0]["dispute"] == str(second.pk)
    assert opened(rocket, ada, now=NOON + 2 * DAY).state == State.OPEN


def test_only_what_somebody_recorded_can_be_disputed_and_only_by_people(rocket: AIModel, ada: User) -> None:
    for key in (("evaluation-data", ""), ("final-weights", "vae"), ("no-such-thing", "")):
        with pytest.raises(WrongState):
            challenges.open_dispute(
                rocket, key, reason=REASON, citations=[PROOF], by=make_actor(ada), now=NOON
            )
    for actor in (Actor(None), make_actor(make_user(verified=False))):
        with pytest.raises(NotAllowed):
            challenges.open_dispute(rocket, KEY, reason=REASON, citations=[PROOF], by=actor, now=NOON)


def test_somebody_new_opens_one_a_day_and_whoever_is_dismissed_thrice_waits(
    rocket: AIModel, ada: User, cleo: Actor
) -> None:
    opened(rocket, ada)
    with pytest.raises(TooMany):
        challenges.open_dispute(
            rocket, ("training-code", ""), reason=REASON, citations=[PROOF], by=make_actor(ada), now=NOON
        )
    Dispute.objects.all().update(state=State.DISMISSED, resolved_at=NOON)
    for number in (1, 2):
        row = opened(rocket, ada, now=NOON + number * DAY)
        Dispute.objects.filter(pk=row.pk).update(state=State.DISMISSED, resolved_at=NOON + number * DAY)
    with pytest.raises(TooMany):
        opened(rocket, ada, now=NOON + 31 * DAY)
    assert opened(rocket, ada, now=NOON + 32 * DAY)


def test_no_party_and_nobody_tied_to_the_maker_decides(rocket: AIModel, ada: User, cleo: Actor) -> None:
    row = opened(rocket, ada)
    disputing = make_user("dan", curator=True)
    own = opened(rocket, disputing, now=NOON + DAY)
    tied = make_user("tom", curator=True)
    speaker = speaker_of(rocket)
    MakerLink.objects.filter(user=speaker).update(user=tied)
    for judge in (
        make_actor(ada),
        make_actor(make_user(reviewer=True)),
        make_actor(make_user(admin=True)),
        make_actor(tied),
        make_actor(disputing, mfa=False),
    ):
        with pytest.raises(NotAllowed):
            decisions.acknowledge(row, by=judge, now=NOON)
    with pytest.raises(NotAllowed):
        decisions.acknowledge(own, by=make_actor(disputing), now=NOON)
    decisions.acknowledge(own, by=cleo, now=NOON + DAY)


def test_an_escalated_dispute_is_decided_by_two_of_one_mind(rocket: AIModel, ada: User, cleo: Actor) -> None:
    row, now = heard(rocket, ada, cleo), NOON + 15 * DAY
    maker = speaker_of(rocket, now=now)
    decisions.dismiss(row, because=REASON, by=cleo, now=now)
    with pytest.raises(NotAllowed):
        decisions.escalate(row, because=REASON, by=make_actor(ada), now=now)
    decisions.escalate(row, because=REASON, by=make_actor(maker), now=now)
    with pytest.raises(WrongState):
        decisions.escalate(row, because=REASON, by=cleo, now=now)
    assert Mark.objects.filter(kind=Mark.Kind.CONTESTED).exists()
    row.refresh_from_db()
    opening = opened_assessments.opening(cleo, now)
    votes: dict[str, Any] = {"because": REASON, "now": now, "opening": opening}
    decisions.vote(row, upheld=False, by=cleo, **votes)
    with pytest.raises(WrongState):
        decisions.vote(row, upheld=False, by=cleo, **votes)
    decisions.vote(row, upheld=True, by=make_actor(make_user(curator=True)), **votes)
    row.refresh_from_db()
    assert row.state == State.ESCALATED
    decisions.vote(row, upheld=False, by=make_actor(make_user(curator=True)), **votes)
    row.refresh_from_db()
    assert row.state == State.DISMISSED
    with pytest.raises(WrongState):
        decisions.escalate(row, because=REASON, by=make_actor(maker), now=now)


def test_the_database_holds_one_standing_dispute_for_each_person_and_finding(
    rocket: AIModel, ada: User
) -> None:
    row = opened(rocket, ada)
    again = Dispute(
        model=rocket, evidence=row.evidence, component="final-weights", by=ada, opened_at=NOON, moved_at=NOON
    )
    assert not speakers.is_maker(ada.pk, rocket.organization_id, now=NOON)
    with pytest.raises(IntegrityError):
        again.save(force_insert=True)

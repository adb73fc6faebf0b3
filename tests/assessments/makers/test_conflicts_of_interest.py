"""Who may not judge (I4, I21): ties as they are at that moment, before an approval and before it counts."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from registry.accounts.links import link
from registry.accounts.models import Event
from registry.assessments import workflow
from registry.assessments.makers import conflicts_of_interest
from registry.assessments.makers.mail_domains import is_public, within
from registry.assessments.models import DeclaredConflict, MakerDomain, MakerLink
from registry.assessments.refusals import NotAllowed
from registry.catalog.models import Organization
from tests.build import NOON, make_actor, make_model, make_user, released
from tests.proposing import approve, draft, submitted, trusted

pytestmark = pytest.mark.django_db


def speak_for(user, organization):
    return MakerLink.objects.create(
        user=user, organization=organization, proof="membership", shown="x", verified_at=NOON, checked_at=NOON
    )


def by_organization(user, row):
    speak_for(user, row.model.organization)


def by_mail_domain(user, row):
    MakerDomain.objects.create(organization=row.model.organization, domain="people.example", at=NOON)


def by_mail_domain_of_a_speaker(user, row):
    speak_for(make_user("speaker", email="speaker@people.example"), row.model.organization)


def by_own_word(user, row):
    conflicts_of_interest.declare(user, row.model.organization_id, note="I worked there.", now=NOON)


def by_own_word_as_author(user, row):
    by = make_actor(user)
    assessment = draft(make_model("acme/other"), by=by)
    workflow.submit(assessment, coi="declared", coi_note="I worked there.", by=by, now=NOON)


def by_linked_account(user, row):
    curator = make_actor(make_user("curator", email="c@elsewhere.example", curator=True))
    link(user, row.author, by=curator, because="One mailbox.", now=NOON)


def by_co_authorship(user, row):
    row.co_authors.create(user=user)


WAYS = {
    by_organization: "maker",
    by_mail_domain: "mail_domain",
    by_mail_domain_of_a_speaker: "mail_domain",
    by_own_word: "declared",
    by_own_word_as_author: "declared",
    by_linked_account: "linked_account",
    by_co_authorship: "co_author",
}


@pytest.fixture
def reviewer():
    return make_actor(make_user("reviewer", reviewer=True, curator=True))


@pytest.fixture
def waiting():
    """By somebody new: two have to approve."""
    return submitted(make_model(), by=make_actor(make_user("writer", email="writer@elsewhere.example")))


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_ties_that_are_there_before_forbid_to_judge(way, reviewer, waiting):
    way(reviewer.user, waiting)
    for verb in (workflow.approve, workflow.reject, workflow.request_changes):
        said = {"content_sha": waiting.content_sha, "text": "For a reason that is long enough."}
        with pytest.raises(NotAllowed) as refused:
            verb(waiting, by=reviewer, now=NOON, **said)
        assert refused.value.code == WAYS[way]
    assert not waiting.reviews.exists()


@pytest.mark.parametrize(
    "way", [way for way in WAYS if way is not by_co_authorship], ids=lambda way: way.__name__
)
def test_an_approval_counts_no_longer_when_ties_have_come_before_the_last(way, reviewer, waiting):
    once = approve(waiting, by=reviewer)
    assert (once.state, once.needed) == ("submitted", 2)
    way(reviewer.user, waiting)
    other = make_actor(make_user("other", email="other@elsewhere.example", reviewer=True))
    assert approve(once, by=other).state == "submitted"
    third = make_actor(make_user("third", email="third@elsewhere.example", reviewer=True))
    done = approve(once, by=third)
    assert done.state == "published"
    counted = Event.objects.get(verb="assessment.published", about=waiting.author).details["approvals"]
    assert reviewer.user.pk not in set(done.reviews.filter(pk__in=counted).values_list("reviewer", flat=True))


def test_ties_that_come_after_publication_change_nothing(reviewer, waiting):
    approve(waiting, by=reviewer)
    done = approve(waiting)
    by_organization(reviewer.user, waiting)
    done.refresh_from_db()
    assert done.state == "published"


def test_an_approval_counts_no_longer_when_its_giver_has_lost_the_role(reviewer, waiting):
    approve(waiting, by=reviewer)
    reviewer.user.grants.update(revoked_at=NOON)
    assert approve(waiting).state == "submitted"


def test_what_was_looked_at_stands_in_the_event_of_the_approval(reviewer, waiting):
    approve(waiting, by=reviewer)
    ties = Event.objects.get(verb="review.approved").details["ties"]
    assert ties["organization"] == waiting.model.organization_id
    assert not any(
        ties[name] for name in ("own", "co_author", "linked_account", "maker", "mail_domain", "declared")
    )


def test_whoever_declares_ties_while_judging_does_not_judge(reviewer, waiting):
    with pytest.raises(NotAllowed, match="declared"):
        workflow.approve(waiting, content_sha=waiting.content_sha, coi_declared=True, by=reviewer, now=NOON)


def test_ties_that_ended_forbid_nothing(reviewer, waiting):
    by_own_word(reviewer.user, waiting)
    DeclaredConflict.objects.update(ended_at=NOON)
    assert approve(waiting, by=reviewer).reviews.count() == 1


def test_ties_follow_the_model_to_another_maker(reviewer, waiting):
    """TOB-13: with the model the old maker's ties go, and those of the new one begin."""
    speak_for(reviewer.user, waiting.model.organization)
    speaker = make_actor(make_user("newcomer", email="n@elsewhere.example", reviewer=True))
    other = Organization.objects.create(slug="other", name="Other")
    speak_for(speaker.user, other)
    waiting.model.organization = other
    waiting.model.save()
    with pytest.raises(NotAllowed, match="maker"):
        approve(waiting, by=speaker)
    tied = make_actor(make_user("tied", email="t@elsewhere.example", reviewer=True))
    with pytest.raises(NotAllowed, match="mail_domain"):  # an address like that of the new maker's speaker
        approve(waiting, by=tied)
    MakerLink.objects.filter(organization=other).update(ended_at=NOON, ended_because="resigned")
    assert approve(waiting, by=reviewer).reviews.count() == 1


def test_two_have_to_approve_what_a_maker_proposes_of_an_own_model():
    by = make_actor(trusted(make_user("maker", email="maker@acme.example")))
    model = make_model()
    speak_for(by.user, model.organization)
    assert submitted(model, released("model-card"), by=by).needed_because == ["maker"]
    other = make_actor(trusted(make_user("tied", email="tied@elsewhere.example")))
    row = draft(model, released("data-card"), by=other)
    row = workflow.submit(row, coi="declared", coi_note="A grant of theirs.", by=other, now=NOON)
    assert (row.needed, row.needed_because) == (2, ["declared"])


@pytest.mark.parametrize(
    ("domain", "tied"),
    [
        ("acme.example", True),
        ("research.acme.example", True),
        ("notacme.example", False),
        ("example", False),
    ],
)
def test_mail_domains_lie_within_each_other(domain, tied):
    assert within(domain, ["acme.example"]) is tied


def test_an_address_that_anybody_gets_ties_nobody(reviewer, waiting):
    speak_for(make_user("speaker", email="speaker@gmail.com"), waiting.model.organization)
    judge = make_actor(make_user("judge", email="judge@gmail.com", reviewer=True))
    assert is_public("GMAIL.com")
    assert approve(waiting, by=replace(judge)).reviews.count() == 1


def test_mail_domains_of_a_maker_are_noted_by_command(reviewer, waiting):
    told = StringIO()
    call_command("maker_domains", "acme", "People.Example.", stdout=told)
    assert told.getvalue().split() == ["people.example"]
    with pytest.raises(NotAllowed, match="mail_domain"):
        approve(waiting, by=reviewer)
    for wrong in ("gmail.com", "nowhere", "a b.example"):
        with pytest.raises(CommandError, match="no mail domain"):
            call_command("maker_domains", "acme", wrong)
    with pytest.raises(CommandError, match="no organization"):
        call_command("maker_domains", "nobody")

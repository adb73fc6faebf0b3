"""Acts of curators through the door: what is held, what is undone, what was set back at once."""

import pytest
from django.test import Client

from registry.assessments import workflow
from registry.assessments.models import Assessment, EmergencyRevert
from registry.scorecards.models import Evidence
from tests.build import import_facts, make_actor, make_model, make_user, released, sign_in
from tests.proposing import published, submitted

pytestmark = pytest.mark.django_db
WHY = "It says the opposite of what the page says."


@pytest.fixture
def model():
    listed = make_model("acme/rocket-7b", name="Rocket 7B")
    import_facts(listed, released("final-weights"))
    return listed


@pytest.fixture
def curator(client):
    return sign_in(client, make_user("ilse", curator=True), mfa=True)


def words(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(answer.content.decode().split())


def held(model) -> Assessment:
    assessment = submitted(model, by=make_actor(make_user("spammer")))
    by = make_actor(make_user("holder", curator=True))
    return workflow.hold(assessment, because="Looks like advertising.", by=by, now=assessment.moved_at)


def test_a_held_assessment_is_let_through(curator, model):
    assessment = held(model)
    body = words(curator, "/review/held/")
    assert "Looks like advertising." in body
    assert "Rocket 7B, by" in body
    curator.post(f"/review/held/{assessment.pk}/", {"act": "release"})
    assert Assessment.objects.get().state == "submitted"
    history = words(curator, "/models/acme/rocket-7b/history/")
    assert "An assessment was held back" in history
    assert "An assessment that was held back was let through" in history


def test_discarding_needs_a_reason_and_keeps_it_hidden(curator, model):
    assessment = held(model)
    answer = curator.post(f"/review/held/{assessment.pk}/", {"act": "discard", "because": ""})
    assert answer.status_code == 422
    curator.post(
        f"/review/held/{assessment.pk}/", {"act": "discard", "because": "Advertising.", "spam": "on"}
    )
    assert Assessment.objects.get().state == "rejected"
    assert curator.get(f"/assessments/{assessment.pk}/").status_code == 404
    history = words(curator, "/models/acme/rocket-7b/history/")
    assert "was discarded" in history
    assert str(assessment.pk) not in history


def test_a_curator_holds_back_what_waits_and_a_reviewer_cannot(client, curator, model):
    assessment = submitted(model)
    sent = {"because": "Personal data in the note."}
    assert "Hold it back" in words(curator, f"/review/{assessment.pk}/evaluation-results/")
    other = sign_in(Client(), make_user("amara", reviewer=True), mfa=True)
    assert "Hold it back" not in words(other, f"/review/{assessment.pk}/evaluation-results/")
    assert other.post(f"/review/hold/{assessment.pk}/", sent).status_code == 403
    assert curator.post(f"/review/hold/{assessment.pk}/", sent).status_code == 302
    assert Assessment.objects.get().state == "quarantined"


def test_a_change_is_undone_by_a_new_assessment_that_others_judge(curator, model):
    first = published(model)
    assert f"/review/undo/{first.pk}/" in words(curator, "/models/acme/rocket-7b/r/2/")
    assert f"/review/undo/{first.pk}/" in words(curator, "/models/acme/rocket-7b/diff/1..2/")
    page = f"/review/undo/{first.pk}/"
    assert "Undo revision 2 of Rocket 7B" in words(curator, page)
    short = curator.post(page, {"act": "propose", "because": "no"})
    assert short.status_code == 422
    assert ">no</textarea>" in short.content.decode()
    answer = curator.post(page, {"act": "propose", "because": WHY})
    made = Assessment.objects.exclude(pk=first.pk).get()
    assert answer.headers["Location"] == f"/assessments/{made.pk}/"
    assert (made.origin, made.state) == ("revert", "submitted")
    assert "It was proposed to undo a change" in words(curator, "/models/acme/rocket-7b/history/")


def test_a_change_is_set_back_at_once_and_somebody_else_confirms_it(curator, model):
    first = published(model)
    answer = curator.post(f"/review/undo/{first.pk}/", {"act": "set_back", "because": WHY})
    assert answer.headers["Location"] == "/review/held/"
    assert not Evidence.objects.filter(source="review", retired=None).exists()
    row = EmergencyRevert.objects.get()
    assert "somebody else has to confirm it" in words(curator, "/review/held/")
    assert curator.post(f"/review/set-back/{row.pk}/").status_code == 403
    other = sign_in(Client(), make_user("amara", reviewer=True), mfa=True)
    body = words(other, "/review/held/")
    assert WHY in body
    assert "Held back</h2>" not in body  # that is for curators
    assert other.post(f"/review/set-back/{row.pk}/").status_code == 302
    history = words(curator, "/models/acme/rocket-7b/history/")
    assert "A change was set back at once" in history
    assert "was confirmed" in history
    assert WHY in history


@pytest.mark.parametrize("who", ["nobody", "contributor", "reviewer", "without a second factor"])
def test_acts_of_curators_are_for_curators(client, model, who):
    assessment = published(model)
    if who != "nobody":
        user = make_user("x", reviewer=who == "reviewer", curator=who == "without a second factor")
        sign_in(client, user, mfa=who == "reviewer")
    assert (
        client.post(f"/review/undo/{assessment.pk}/", {"act": "set_back", "because": WHY}).status_code == 403
    )
    assert client.post(f"/review/held/{assessment.pk}/", {"act": "release"}).status_code == 403
    assert not EmergencyRevert.objects.exists()


def test_the_scorecard_says_that_a_change_waits_until_it_is_judged(client, model):
    page = "/models/acme/rocket-7b/"
    assert "waits for review" not in words(client, page)
    assessment = submitted(model, by=make_actor(make_user("jonas")))
    body = words(client, page)
    assert "1 proposed change waits for review." in body
    assert f"/assessments/{assessment.pk}/" in body
    assert "by jonas" in body
    workflow.withdraw(assessment, by=make_actor(assessment.author), now=assessment.moved_at)
    assert "waits for review" not in words(client, page)

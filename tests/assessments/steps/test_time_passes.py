"""What the clock does: expiry after a warning, emergency reverts that nobody confirms, moved bases."""

from datetime import timedelta

import pytest

from registry.accounts.models import Event, Notification
from registry.assessments import workflow
from registry.assessments.models import Assessment, EmergencyRevert
from registry.assessments.refusals import NotAllowed, NotYet, WrongState
from registry.assessments.steps import jobs
from registry.catalog.models import Watch
from registry.scorecards.models import Evidence, Scorecard
from tests.build import NOON, do_jobs, make_actor, make_model, make_user, released, review_facts
from tests.proposing import approve, proposed, published, submitted, trusted

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
REASON = "The page is about another model."


def told(kind):
    return set(Notification.objects.filter(kind=kind).values_list("user__username", flat=True))


@pytest.fixture
def asked():
    """Changes were requested of somebody who does not come back."""
    row = submitted(make_model(), by=make_actor(make_user("author")))
    judge = make_actor(make_user("judge", reviewer=True))
    return workflow.request_changes(
        row, content_sha=row.content_sha, text="Please say where on the page.", by=judge, now=NOON
    )


def test_what_nobody_touches_expires_after_a_warning(asked):
    assert workflow.warn_idle(NOON + 75 * DAY) == 0
    assert workflow.warn_idle(NOON + 76 * DAY) == 1
    assert workflow.warn_idle(NOON + 77 * DAY) == 0
    assert told("assessment_expiring") == {"author"}
    assert workflow.expire_idle(NOON + 89 * DAY) == 0
    assert workflow.expire_idle(NOON + 90 * DAY) == 1
    assert Assessment.objects.get().state == "expired"
    assert told("assessment_expired") == {"author"}


def test_an_edit_begins_the_time_anew(asked):
    workflow.warn_idle(NOON + 80 * DAY)
    by = make_actor(asked.author)
    facts = [proposed(released("evaluation-results", "MIT"))]
    workflow.edit(asked, facts=facts, version=asked.version, by=by, now=NOON + 81 * DAY)
    assert workflow.expire_idle(NOON + 95 * DAY) == 0
    assert workflow.warn_idle(NOON + 157 * DAY) == 1


def test_only_what_waits_for_its_author_expires(asked):
    submitted(make_model("acme/b"))
    published(make_model("acme/c"))
    assert workflow.expire_idle(NOON + 400 * DAY) == 1
    with pytest.raises(NotAllowed):
        workflow.expire(asked, by=make_actor(make_user(admin=True)), now=NOON + 400 * DAY)


@pytest.fixture
def set_back():
    """Published, and set back by a curator alone."""
    model = make_model()
    review_facts(model, released("model-card"))
    base = Evidence.objects.get()
    done = published(model, proposed(released("model-card", "CC-BY-NC-4.0"), base=base))
    curator = make_actor(make_user("curator", curator=True))
    return workflow.set_back(done, because=REASON, by=curator, now=NOON)


def licenses():
    return list(Evidence.objects.filter(retired=None).values_list("license", flat=True))


def test_one_curator_sets_back_at_once_and_another_confirms(set_back):
    assert licenses() == ["Apache-2.0"]
    curator = make_actor(set_back.by)
    with pytest.raises(NotAllowed, match="own"):
        workflow.confirm_set_back(set_back, by=curator, now=NOON)
    with pytest.raises(NotAllowed, match="needs_role"):
        workflow.confirm_set_back(set_back, by=make_actor(make_user(admin=True)), now=NOON)
    second = make_actor(make_user("second", reviewer=True))
    workflow.confirm_set_back(set_back, by=second, now=NOON)
    assert workflow.undo_unconfirmed(NOON + 30 * DAY) == 0
    assert licenses() == ["Apache-2.0"]
    verbs = (
        Event.objects.filter(verb__startswith="emergency.")
        .order_by("pk")
        .values_list("verb", "actor__username")
    )
    assert list(verbs) == [("emergency.set_back", "curator"), ("emergency.confirmed", "second")]
    with pytest.raises(WrongState, match="settled_already"):
        workflow.confirm_set_back(set_back, by=second, now=NOON)


def test_without_a_second_person_it_is_undone_after_a_reminder(set_back):
    make_user("second", reviewer=True)
    assert workflow.remind(NOON + 4 * DAY) == 0
    assert workflow.remind(NOON + 5 * DAY) == 1
    assert workflow.remind(NOON + 6 * DAY) == 0
    assert "second" in told("emergency_reminder")
    assert workflow.undo_unconfirmed(NOON + 6 * DAY) == 0
    assert workflow.undo_unconfirmed(NOON + 7 * DAY) == 1
    assert licenses() == ["CC-BY-NC-4.0"]
    assert EmergencyRevert.objects.get().undone_revision is not None


def test_what_was_replaced_meanwhile_is_not_undone(set_back):
    base = Evidence.objects.get(retired=None)
    published(set_back.assessment.model, proposed(released("model-card", "MIT"), base=base))
    assert workflow.undo_unconfirmed(NOON + 7 * DAY) == 1
    assert licenses() == ["MIT"]
    assert EmergencyRevert.objects.get().undone_revision is None


def test_setting_back_needs_a_curator_without_ties_and_a_reason(set_back):
    other = published(make_model("acme/b"))
    with pytest.raises(NotAllowed, match="needs_role"):
        workflow.set_back(other, because=REASON, by=make_actor(make_user(reviewer=True)), now=NOON)
    with pytest.raises(NotAllowed, match="second_factor"):
        workflow.set_back(other, because=REASON, by=make_actor(set_back.by, mfa=False), now=NOON)
    with pytest.raises(NotYet):
        workflow.set_back(other, because="No.", by=make_actor(set_back.by), now=NOON)
    with pytest.raises(WrongState, match="set_back_already"):
        workflow.set_back(set_back.assessment, because=REASON, by=make_actor(set_back.by), now=NOON)


def test_a_record_that_moved_is_met_by_a_job_and_the_author_chooses():
    model = make_model()
    by = make_actor(trusted(make_user("author")))
    waiting = submitted(model, proposed(released("model-card", "MIT")), released("data-card"), by=by)
    published(model, released("model-card", "CC-BY-4.0"))
    do_jobs()
    waiting.refresh_from_db()
    assert waiting.state == "conflicted"
    (row,) = waiting.conflicts
    assert (row["key"], row["base"]) == ("model-card", None)
    assert row["current"]["fact"]["license"] == "CC-BY-4.0"
    assert row["yours"]["fact"]["license"] == "MIT"
    assert told("assessment_conflicted") == {"author"}
    with pytest.raises(NotYet, match="not_yet"):
        workflow.rebase(waiting, facts=[], version=waiting.version, by=by, now=NOON)
    chosen = workflow.rebase(
        waiting, facts=[], drop=[("model-card", "")], version=waiting.version, by=by, now=NOON
    )
    assert (chosen.state, chosen.conflicts, chosen.round) == ("submitted", [], 2)
    assert approve(chosen).state == "published"
    assert sorted(licenses()) == ["Apache-2.0", "CC-BY-4.0"]


def test_the_same_base_again_keeps_approvals_and_another_one_voids_them():
    """Workflow, row 12: published and taken back, the base is another row that says the same."""
    model = make_model()
    review_facts(model, released("model-card"), released("data-card"))
    card = Evidence.objects.get(component="model-card")
    by = make_actor(make_user("author"))
    waiting = approve(submitted(model, proposed(released("model-card", "MIT"), base=card), by=by))
    assert (waiting.state, waiting.needed) == ("submitted", 2)
    review_facts(model, released("data-card"))
    review_facts(model, released("model-card"), released("data-card"))
    jobs.look_again(model.pk, now=NOON)
    assert Evidence.objects.get(component="model-card", retired=None).pk != card.pk
    kept = Assessment.objects.get()
    assert (kept.state, kept.content_sha) == ("submitted", waiting.content_sha)
    assert approve(kept).state == "published"


def test_watchers_are_told_of_what_is_handed_in_and_not_of_what_is_held():
    model = make_model()
    Watch.objects.create(user=make_user("watcher"), model=model, since=NOON)
    row = submitted(model, by=make_actor(make_user("author")))
    do_jobs()
    assert told("assessment_submitted") == {"watcher"}
    Notification.objects.all().delete()
    held = submitted(make_model("acme/b"))
    workflow.hold(held, because="Looks odd.", by=make_actor(make_user(curator=True)), now=NOON)
    Watch.objects.create(user=make_user("second"), model=held.model, since=NOON)
    jobs.tell_of_submission(held.pk, now=NOON)
    assert told("assessment_submitted") == set()
    assert row.state == "submitted"


def test_a_revert_restores_exactly_what_counted_before():
    """I10: also where it stated a finding for the first time, which is then taken back."""
    model = make_model()
    review_facts(model, released("model-card"))
    before = Scorecard.objects.get().profile.key
    base = Evidence.objects.get()
    done = published(model, proposed(released("model-card", "MIT"), base=base), released("training-code"))
    new = workflow.revert(done, because=REASON, by=make_actor(make_user(curator=True)), now=NOON)
    while new.state == "submitted":
        new = approve(new)
    assert (new.state, Scorecard.objects.get().profile.key) == ("published", before)

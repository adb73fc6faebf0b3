"""The invariants as queries: they hold after whole stories, and each finds what somebody changed by hand."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from registry.accounts.models import Event
from registry.assessments import auditing, workflow
from registry.assessments.models import Assessment, CoAuthor, Review
from registry.scorecards.models import Citation, Evidence, Profile, Revision, Scorecard, Verdict
from tests.build import NOON, import_facts, make_actor, make_model, make_user, released
from tests.proposing import proposed, published, submitted
from tests.tampering import without_triggers

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    """Imported, confirmed, corrected, set back in an emergency; another one waits."""
    model = make_model()
    import_facts(model, released("model-card"))
    published(model, released("model-card"))
    base = Evidence.objects.get(source="review")
    second = published(model, proposed(released("model-card", "MIT"), base=base))
    curator = make_actor(make_user(curator=True))
    workflow.set_back(second, because="The page is about another model.", by=curator, now=NOON)
    submitted(make_model("acme/b"))
    return second


def broken() -> dict[str, tuple[str, ...]]:
    return {row.name: row.violations for row in auditing.run(full=True) if row.violations}


def test_everything_holds_after_a_story(story):
    told = StringIO()
    call_command("check_invariants", "--full", stdout=told)
    lines = told.getvalue().splitlines()
    assert len(lines) == len(auditing.checks())
    assert all(" holds (" in line for line in lines)


def test_the_nightly_run_notes_what_came_of_it(story):
    assert auditing.audit(now=NOON) == 0
    assert Event.objects.get(verb="invariants.checked").details["broken"] == {}


CHANGES = {
    "I1 proof": lambda: Citation.objects.all().delete(),
    "I2 nobody approves their own": lambda: CoAuthor.objects.create(
        assessment=Review.objects.first().assessment, user=Review.objects.first().reviewer
    ),
    "I3, I4 counted approvals": lambda: Review.objects.update(content_sha="0" * 64),
    "I5 evidence, revision, event": lambda: Event.objects.filter(verb="assessment.published").update(
        details={"digest": "0", "introduced": [], "retired": []}
    ),
    "I5 published": lambda: Revision.objects.filter(cause="review").update(actor=None),
    "I5, I6 chain of revisions": lambda: Evidence.objects.filter(retired=None).update(digest="0" * 64),
    "I7 numbers": lambda: Revision.objects.filter(number=2).update(number=9),
    "I8 profiles": lambda: Scorecard.objects.filter(state="reviewed").update(profile=Profile.objects.first()),
    "I8 verdicts": lambda: Verdict.objects.filter(profile=Profile.objects.last()).update(body={}),
    "I14 events": lambda: Assessment.objects.filter(state="submitted").update(moves=7),
    "I16 reviewed by review": lambda: Revision.objects.filter(number=2).update(cause="hub"),
    "I24 expiry": lambda: Event.objects.filter(verb="assessment.submitted").update(
        verb="assessment.expired", before="draft"
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_was_changed_by_hand_is_found(story, name):
    with without_triggers():
        CHANGES[name]()
    assert name in broken()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL only lets them sleep here")
@pytest.mark.parametrize("name", ["I6 triggers of the record", "I2, I6 triggers of reviews"])
def test_lost_triggers_are_found(story, name):
    with without_triggers():
        assert name in broken()


def test_the_command_fails_where_something_does_not_hold(story):
    with without_triggers():
        Assessment.objects.update(moves=7)
    with pytest.raises(CommandError, match="1 of the invariants"):
        call_command("check_invariants", "I14", stdout=StringIO())

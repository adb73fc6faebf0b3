"""What the database itself does not let happen, whoever asks: a shell, the admin site, a bug."""

import pytest
from django.db import IntegrityError, connection, transaction

from registry.accounts.models import Event
from registry.assessments.models import Assessment, CitationSeen, CoAuthor, Review
from registry.openness.facts import Facts
from registry.scorecards.models import Citation, Evidence, Revision
from registry.scorecards.record import Cause, Stated, record
from tests.build import NOON, import_facts, make_model, make_user, proved, released, review_facts
from tests.proposing import approve, draft, make_actor, published, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def done():
    """A published assessment, its evidence, citation, reviews and events."""
    return published(make_model())


def refused(change):
    with pytest.raises(IntegrityError), transaction.atomic():
        change()


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Revision, {"cause": "hub"}),
        (Revision, {"actor": None}),
        (Evidence, {"license": "MIT"}),
        (Evidence, {"digest": "0" * 64}),
        (Evidence, {"note": ""}),
        (Evidence, {"note": "Another.", "blanked_because": "privacy"}),
        (Evidence, {"source": "import"}),
        (Citation, {"url": "https://elsewhere.example"}),
        (Citation, {"quote": ""}),
        (Citation, {"quote": "Other words.", "blanked_because": "privacy"}),
        (Review, {"verdict": "reject"}),
        (Review, {"content_sha": "0" * 64}),
        (Review, {"text": "Other words.", "blanked_because": "privacy"}),
        (Event, {"verb": "another"}),
        (Event, {"details": {}}),
        (Assessment, {"state": "submitted", "closed_at": None, "revision": None}),
    ],
    ids=str,
)
def test_what_is_kept_does_not_change(done, model, values):
    Evidence.objects.filter(note="").exists()
    rows = (
        model.objects.filter(note__gt="") if "note" in values and not values["note"] else model.objects.all()
    )
    if not rows.exists():
        review_facts(make_model("acme/noted"), released("model-card", note="A note."))
    assert rows.exists()
    refused(lambda: rows.update(**values))


@pytest.mark.parametrize("model", [Revision, Evidence, Citation, Review, Event, Assessment], ids=str)
def test_what_is_kept_is_not_deleted(done, model):
    refused(lambda: model.objects.all()._raw_delete("default"))


def test_a_co_author_stays_named():
    assessment = draft(make_model())
    CoAuthor.objects.create(assessment=assessment, user=make_user())
    refused(lambda: CoAuthor.objects.all()._raw_delete("default"))
    refused(lambda: CoAuthor.objects.update(user=assessment.author))


def test_words_can_be_taken_down_with_a_reason(done):
    review_facts(make_model("acme/noted"), released("model-card", note="A name."))
    assert Evidence.objects.filter(note="A name.").update(note="", blanked_because="privacy") == 1
    assert Citation.objects.update(quote="", blanked_because="privacy") == 2
    assert Review.objects.update(text="", marks={}, blanked_because="privacy")


def test_evidence_is_retired_once_and_a_reviewed_fact_by_review_only():
    model = make_model()
    review_facts(model, released("model-card"))
    import_facts(model, released("model-card"))
    reviewed, imported = Evidence.objects.order_by("pk")
    by_review, by_import = Revision.objects.order_by("pk")
    refused(lambda: Evidence.objects.filter(pk=reviewed.pk).update(retired=by_import))
    assert Evidence.objects.filter(pk=reviewed.pk).update(retired=by_review) == 1
    refused(lambda: Evidence.objects.filter(pk=reviewed.pk).update(retired=None))
    assert Evidence.objects.filter(pk=imported.pk).update(retired=by_import) == 1


def test_a_reviewed_fact_comes_by_review_only():
    stated = Facts.of([proved(released("model-card"))])
    statement = Stated(make_model().pk, stated, Evidence.Source.REVIEW, "review")
    refused(lambda: record(statement, cause=Cause.IMPORT, now=NOON))
    assert not Revision.objects.exists()


def test_a_reviewed_fact_has_proof_that_quotes_what_was_there_by_then():
    model = make_model()
    good = proved(released("model-card")).proofs[0]
    for proofs in (
        (),
        (_with(good, quote=" "),),
        (_with(good, accessed_on=""),),
        (_with(good, accessed_on="2026-11-02"),),
    ):
        stated = Facts.of([released("model-card", proofs=proofs)])
        statement = Stated(model.pk, stated, Evidence.Source.REVIEW, "review")
        refused(lambda statement=statement: record(statement, cause=Cause.REVIEW, now=NOON))
    assert not Evidence.objects.exists()


def _with(proof, **values):
    return type(proof)(**{"url": proof.url, "quote": proof.quote, "accessed_on": proof.accessed_on} | values)


def test_a_citation_is_not_added_later(done):
    evidence = Evidence.objects.get()
    row = {"evidence": evidence, "url": "https://example.org", "quote": "It is.", "accessed_on": "2026-10-01"}
    refused(lambda: Citation.objects.create(position=1, **row))


def test_nobody_judges_what_they_wrote():
    assessment = submitted(make_model())
    helper = make_user()
    CoAuthor.objects.create(assessment=assessment, user=helper)
    act = {"assessment": assessment, "content_sha": assessment.content_sha, "round": 1, "at": NOON}
    for user in (assessment.author, helper):
        for verdict in ("approve", "reject"):
            refused(lambda u=user, v=verdict: Review.objects.create(reviewer=u, verdict=v, text="So.", **act))
    judge = make_user()
    Review.objects.create(reviewer=judge, verdict="approve", **act)
    refused(lambda: CoAuthor.objects.create(assessment=assessment, user=judge))


def test_nothing_is_published_that_nobody_else_approved():
    waiting = submitted(make_model())
    review_facts(waiting.model, released("data-card"))
    columns = {"state": "published", "closed_at": NOON, "revision": Revision.objects.get()}
    refused(lambda: Assessment.objects.filter(pk=waiting.pk).update(**columns))
    approve(waiting)  # one of two
    refused(lambda: Assessment.objects.filter(pk=waiting.pk).update(content_sha="0" * 64, **columns))
    refused(lambda: Assessment.objects.filter(pk=waiting.pk).update(author=make_user()))


def test_an_assessment_begins_as_a_draft():
    row = draft(make_model())
    values = {"model": row.model, "author": row.author, "content_sha": row.content_sha, "closed_at": NOON}
    stamps = {"created_at": NOON, "edited_at": NOON, "moved_at": NOON}
    refused(lambda: Assessment.objects.create(state="withdrawn", **values, **stamps))


def test_a_draft_may_be_thrown_away_and_what_was_handed_in_not():
    row = draft(make_model(), by=make_actor())
    row.facts.all().delete()
    Assessment.objects.filter(pk=row.pk)._raw_delete("default")
    assert not Assessment.objects.exists()


def test_what_a_look_at_a_citation_showed_is_kept(done):
    CitationSeen.objects.create(assessment=done, url="https://example.org", asked_at=NOON, status=200)
    refused(lambda: CitationSeen.objects.update(status=404))


def test_the_triggers_are_there():
    """A later migration that rebuilds a table in SQLite would lose them without a word."""
    asked = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(asked[connection.vendor])
        found = {name for (name,) in cursor.fetchall() if name.startswith(("scorecards_", "assessments_"))}
    assert len(found) == {"sqlite": 23, "postgresql": 11}[connection.vendor]

"""From a draft to the record: who has to approve, what is written, and what follows."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection, transaction

from registry.accounts.models import Event, Notification
from registry.assessments import workflow
from registry.assessments.models import Assessment
from registry.assessments.proposals.effect import effect
from registry.assessments.proposals.proposed import Proposed
from registry.assessments.refusals import NoChange, NotAllowed, NotYet, Stale, WrongState
from registry.jobs.models import Job
from registry.openness.facts import Availability, Fact, ReleaseFact
from registry.scorecards.models import Change, Citation, Evidence, Revision, Scorecard, Verdict
from tests.build import NOON, do_jobs, import_facts, make_actor, make_model, make_user, released, review_facts
from tests.proposing import approve, draft, proposed, published, submitted, trusted

pytestmark = pytest.mark.django_db


def author():
    return make_actor(trusted(make_user()))


def test_what_is_accepted_stands_in_the_record_with_its_proof_and_who_accepted_it():
    model = make_model()
    by = author()
    reviewer = make_actor(make_user(reviewer=True))
    assessment = submitted(model, proposed(released("evaluation-results"), why="Stated in the card."), by=by)
    done = approve(assessment, by=reviewer)
    assert done.state == Assessment.State.PUBLISHED
    evidence = Evidence.objects.get()
    assert (evidence.source, evidence.origin, evidence.note) == ("review", "review", "Stated in the card.")
    assert (
        evidence.citation_count
        == Citation.objects.filter(evidence=evidence, quote="It says so there.").count()
    )
    revision = Revision.objects.get()
    assert (revision.cause, revision.actor, done.revision) == ("review", by.user, revision)
    assert [row.reviewer for row in revision.acceptances.all()] == [reviewer.user]
    assert Scorecard.objects.get().state == "reviewed"
    assert Change.objects.filter(model=model).exists()


def test_each_step_has_one_event_with_who_what_before_and_after():
    by = author()
    done = published(make_model(), by=by)
    rows = Event.objects.filter(target=f"assessment:{done.pk}").order_by("pk")
    assert list(rows.values_list("verb", "before", "after", "via", "request_id")) == [
        ("assessment.created", "", "draft", "page", "test"),
        ("assessment.submitted", "draft", "submitted", "page", "test"),
        ("review.approved", "submitted", "submitted", "page", "test"),
        ("assessment.published", "submitted", "published", "system", "test"),
    ]
    assert rows.count() == done.moves
    last = rows.last()
    assert (last.about, last.details["introduced"]) == (by.user, [Evidence.objects.get().pk])


def test_every_previewed_verdict_is_the_stored_verdict_after_acceptance():
    model = make_model()
    import_facts(model, released("final-weights", "llama-3.1-community"), released("training-code"))
    facts = [proposed(released("final-weights", "MIT")), proposed(released("model-card"))]
    seen = effect(model, facts, now=NOON)
    before = {row.definition.slug: row.body for row in Verdict.objects.filter(profile__scorecards=model.pk)}
    assert {row.definition: row.before.as_dict() for row in seen.verdicts} == before
    assert published(model, *facts).state == "published"
    profile = Scorecard.objects.get().profile
    stored = {row.definition.slug: row.body for row in profile.verdicts.select_related("definition")}
    assert {row.definition: row.after.as_dict() for row in seen.verdicts} == stored
    assert seen.changed


def test_a_draft_says_nothing_new_is_refused():
    model = make_model()
    published(model, released("model-card"))
    base = Evidence.objects.get()
    with pytest.raises(NoChange):
        draft(model, proposed(released("model-card"), base=base))
    with pytest.raises(NoChange):
        draft(model, Proposed(Fact("model-card")))
    assert Assessment.objects.count() == 1


def test_confirming_what_an_import_says_is_a_change():
    model = make_model()
    import_facts(model, released("model-card"))
    assert published(model, released("model-card")).state == "published"
    assert set(Evidence.objects.filter(retired=None).values_list("source", flat=True)) == {"import", "review"}


def test_everything_that_is_missing_is_named_with_its_place():
    fact = released("final-weights")
    bad = Proposed(
        fact, (replace(proposed(fact).citations[0], quote=" ", url="nowhere", accessed_on="soon"),)
    )
    by = make_actor()
    assessment = draft(make_model(), bad, Proposed(released("model-card")), by=by)
    with pytest.raises(NotYet) as refused:
        workflow.submit(assessment, coi="", by=by, now=NOON)
    assert [(row.place, row.code) for row in refused.value.missing] == [
        ("final-weights.citations[0].url", "url"),
        ("final-weights.citations[0].quote", "quote"),
        ("final-weights.citations[0].accessed_on", "accessed_on"),
        ("model-card.citations", "citation"),
        ("coi", "coi"),
    ]
    assert Assessment.objects.get().state == "draft"


def test_a_page_that_nobody_can_have_read_yet_is_no_proof():
    by = make_actor()
    late = replace(proposed(released("model-card")).citations[0], accessed_on="2026-11-02")
    assessment = draft(make_model(), Proposed(released("model-card"), (late,)), by=by)
    with pytest.raises(NotYet, match="not_yet"):
        workflow.submit(assessment, coi="none", by=by, now=NOON)


def test_what_is_unknown_needs_no_proof_and_what_is_taken_back_a_reason():
    model = make_model()
    published(model, released("model-card"), released("training-code"))
    card, code = Evidence.objects.order_by("component")
    by = author()
    back = Proposed(Fact("model-card"), retract=True, base_id=card.pk)
    unknown = Proposed(Fact("training-code"), base_id=code.pk)
    assessment = draft(model, back, unknown, by=by)
    with pytest.raises(NotYet) as refused:
        workflow.submit(assessment, coi="none", by=by, now=NOON)
    assert [row.place for row in refused.value.missing] == ["model-card.note"]
    said = replace(back, note="The page describes another model.")
    fresh = workflow.edit(assessment, facts=[said], version=1, by=by, now=NOON)
    fresh = workflow.submit(fresh, coi="none", by=by, now=NOON)
    while fresh.state == "submitted":
        fresh = approve(fresh)
    assert {row.component for row in Evidence.objects.filter(retired=None)} == {"training-code"}


def test_release_facts_are_proposed_like_any_other():
    model = make_model()
    published(model, proposed(ReleaseFact("monetization", "none")))
    assert Evidence.objects.get().value == "none"


def test_an_edit_is_refused_where_another_window_was_faster_and_says_both_sides():
    by = make_actor()
    assessment = draft(make_model(), released("model-card"), by=by)
    workflow.edit(assessment, facts=[proposed(released("model-card", "MIT"))], version=1, by=by, now=NOON)
    with pytest.raises(Stale) as refused:
        workflow.edit(
            assessment, facts=[proposed(released("model-card", "CC-BY-4.0"))], version=1, by=by, now=NOON
        )
    (row,) = refused.value.versions
    assert row.current["fact"]["license"] == "MIT"
    assert row.yours["fact"]["license"] == "CC-BY-4.0"
    assert Assessment.objects.get().version == 2


def test_edits_leave_other_findings_alone_and_drop_what_is_named():
    by = make_actor()
    assessment = draft(make_model(), released("model-card"), released("training-code"), by=by)
    rows = [proposed(released("data-card"))]
    edited = workflow.edit(assessment, facts=rows, drop=[("training-code", "")], version=1, by=by, now=NOON)
    assert list(edited.facts.values_list("component", flat=True)) == ["data-card", "model-card"]
    assert edited.content_sha != assessment.content_sha


def test_one_approval_is_not_enough_where_a_headline_verdict_flips():
    model = make_model()
    closed = replace(released("final-weights"), availability=Availability.WITHHELD, license="NOASSERTION")
    closed = replace(closed, gate=Fact("x").gate, coverage=Fact("x").coverage)
    first = approve(submitted(model, closed, by=author()))
    assert (first.state, first.needed) == ("submitted", 2)
    assert "flips:osaid-1.0" in first.needed_because
    assert approve(first).state == "published"


def test_an_installation_may_ask_for_one_approval_only(settings):
    settings.REVIEW_REQUIRED = 1
    assert approve(submitted(make_model(), released("final-weights"))).state == "published"


def test_nobody_approves_the_same_content_twice():
    assessment = submitted(make_model())  # by somebody new: two are needed
    reviewer = make_actor(make_user(reviewer=True))
    again = approve(assessment, by=reviewer)
    with pytest.raises(WrongState, match="already_approved"):
        approve(again, by=reviewer)


def test_an_approval_of_other_content_is_refused():
    assessment = submitted(make_model())
    with pytest.raises(Stale):
        workflow.approve(assessment, content_sha="0" * 64, by=make_actor(make_user(reviewer=True)), now=NOON)


def test_marks_on_the_findings_decide_on_the_whole():
    reviewer = make_actor(make_user(reviewer=True))
    for marks, state in (
        (("accept", "accept"), "published"),
        (("accept", "ask"), "changes_requested"),
        (("ask", "reject"), "rejected"),
    ):
        model = make_model(f"acme/{state}")
        waiting = submitted(model, released("data-card"), released("model-card"), by=author())
        said = dict(zip(("data-card", "model-card"), marks, strict=True))
        done = workflow.judge(
            waiting,
            content_sha=waiting.content_sha,
            marks={key: {"mark": mark, "text": "Which page says so, please?"} for key, mark in said.items()},
            by=reviewer,
            now=NOON,
        )
        assert done.state == state
    one = submitted(make_model("acme/unmarked"))
    with pytest.raises(NotYet):
        workflow.judge(one, content_sha=one.content_sha, marks={}, by=reviewer, now=NOON)


def test_a_refusal_needs_a_reason_of_some_length():
    waiting = submitted(make_model())
    reviewer = make_actor(make_user(reviewer=True))
    for verb in (workflow.request_changes, workflow.reject):
        with pytest.raises(NotYet):
            verb(waiting, content_sha=waiting.content_sha, text="No.", by=reviewer, now=NOON)
    assert Assessment.objects.get().state == "submitted"


def test_what_was_approved_before_a_change_counts_no_longer():
    by = make_actor()
    model = make_model()
    waiting = submitted(model, released("final-weights"), by=by)
    kept = make_actor(make_user(reviewer=True))
    waiting = approve(waiting, by=kept)
    assert waiting.needed == 2
    asked = workflow.request_changes(
        waiting,
        content_sha=waiting.content_sha,
        text="Please cite the license file itself.",
        by=make_actor(make_user(reviewer=True)),
        now=NOON,
    )
    with pytest.raises(NoChange, match="same_as_judged"):
        workflow.resubmit(asked, by=by, now=NOON)
    changed = workflow.edit(
        asked,
        facts=[proposed(released("final-weights"), why="See the file.")],
        version=asked.version,
        by=by,
        now=NOON,
    )
    again = workflow.resubmit(changed, by=by, now=NOON)
    once = approve(again)
    assert (once.state, once.round) == ("submitted", 2)
    assert approve(once, by=kept).state == "published"


def test_going_back_to_what_was_approved_once_does_not_revive_the_approval():
    by = make_actor()
    waiting = submitted(make_model(), released("final-weights"), by=by)
    first = waiting.content_sha
    waiting = approve(waiting)
    for why in ("Once more.", ""):
        reviewer = make_actor(make_user(reviewer=True))
        asked = workflow.request_changes(
            waiting,
            content_sha=waiting.content_sha,
            text="Please say where it stands.",
            by=reviewer,
            now=NOON,
        )
        fact = proposed(released("final-weights"), why=why)
        edited = workflow.edit(asked, facts=[fact], version=asked.version, by=by, now=NOON)
        waiting = workflow.resubmit(edited, by=by, now=NOON)
    assert waiting.content_sha == first
    assert approve(waiting).state == "submitted"


def test_what_looks_like_spam_waits_for_a_curator_and_nobody_else_is_told():
    by = make_actor()
    note = "See https://pills.example and https://more.example for all about it"
    assessment = draft(make_model(), proposed(released("model-card"), why=note), by=by)
    held = workflow.submit(assessment, coi="none", by=by, now=NOON)
    assert (held.state, held.held_because) == ("quarantined", "links_by_somebody_new")
    assert not Notification.objects.exclude(user=by.user).exists()
    curator = make_actor(make_user(curator=True))
    freed = workflow.release(held, by=curator, now=NOON)
    assert (freed.state, freed.held_because) == ("submitted", "")


def test_discarded_words_are_known_again():
    by = make_actor()
    note = "See https://pills.example and https://more.example for all about it"
    held = submitted(make_model(), proposed(released("model-card"), why=note), by=by)
    curator = make_actor(make_user(curator=True))
    gone = workflow.discard(held, because="Advertising.", spam=True, by=curator, now=NOON)
    assert gone.state == "rejected"
    again = submitted(make_model("acme/b"), proposed(released("model-card"), why=note), by=author())
    assert again.held_because == "rejected_before"


def test_new_people_have_one_under_way_and_three_a_day():
    by = make_actor()
    for number in range(3):
        done = submitted(make_model(f"acme/{number}"), by=by)
        workflow.withdraw(done, by=by, now=NOON)
    assert Assessment.objects.filter(state="withdrawn").count() == 3
    fourth = draft(make_model("acme/four"), by=by)
    with pytest.raises(Exception, match="submissions") as refused:
        workflow.submit(fourth, coi="none", by=by, now=NOON)
    assert refused.value.wait == timedelta(days=1)
    other = make_actor()
    submitted(make_model("acme/five"), by=other)
    sixth = draft(make_model("acme/six"), by=other)
    with pytest.raises(Exception, match="one_at_a_time"):
        workflow.submit(sixth, coi="none", by=other, now=NOON)


def test_taking_back_what_was_published_is_an_assessment_that_others_judge():
    model = make_model()
    review_facts(model, released("model-card", "MIT"))
    before = Scorecard.objects.get().profile.key
    done = published(model, proposed(released("model-card", "CC-BY-4.0"), base=Evidence.objects.get()))
    assert Scorecard.objects.get().profile.key != before
    curator = make_actor(make_user(curator=True))
    new = workflow.revert(done, because="The page is about an older model.", by=curator, now=NOON)
    assert (new.state, new.origin, new.reverts, new.author) == ("submitted", "revert", done, curator.user)
    with pytest.raises(NotAllowed, match="own"):
        approve(new, by=curator)
    while new.state == "submitted":
        new = approve(new)
    assert Scorecard.objects.get().profile.key == before
    with pytest.raises(NoChange, match="superseded"):
        workflow.revert(done, because="Once more, for the same reason.", by=curator, now=NOON)


def test_findings_can_be_taken_over_into_a_draft_of_their_own():
    by = author()
    waiting = submitted(make_model(), released("data-card"), released("model-card"), by=by)
    new = workflow.split(waiting, keys=[("data-card", "")], by=by, now=NOON)
    assert (new.state, [row.component for row in new.facts.all()]) == ("draft", ["data-card"])
    assert Assessment.objects.get(pk=waiting.pk).state == "submitted"


def test_jobs_that_follow_run_without_harm():
    model = make_model()
    published(model)
    assert do_jobs()


def test_whatever_breaks_between_two_statements_of_a_publication_leaves_nothing():
    """I5 and I14: no event, no revision, no evidence without the others."""
    waiting = submitted(make_model(), released("model-card"), by=author())
    reviewer = make_actor(make_user(reviewer=True))
    before = rows()
    broken_at = 0
    while True:
        try:
            with transaction.atomic(), connection.execute_wrapper(BreakAt(broken_at)):
                assert approve(waiting, by=reviewer).state == "published"
        except OSError:
            assert rows() == before
            broken_at += 1
        else:
            break
    assert broken_at > 10
    assert rows() != before


class BreakAt:
    """Lets so many statements write, and fails the next."""

    def __init__(self, number):
        self.left = number

    def __call__(self, execute, sql, *rest):
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            if self.left == 0:
                raise OSError("the disk is gone")
            self.left -= 1
        return execute(sql, *rest)


def rows():
    tables = (Assessment, Event, Evidence, Citation, Revision, Scorecard, Change, Notification, Job)
    return [list(table.objects.order_by("pk").values_list()) for table in tables]

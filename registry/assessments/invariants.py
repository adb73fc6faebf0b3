"""What must hold of assessments, as queries: each yields a sentence for whatever does not (I2-I24)."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from django.db.models import F, Model, QuerySet

from registry.accounts.models import Event
from registry.assessments.models import Assessment, Review
from registry.assessments.steps.states import FROM, VERBS, Act, State, target_of
from registry.scorecards.invariants import missing_triggers
from registry.scorecards.models import Evidence, Revision

AT_ONCE = 500
Row = TypeVar("Row", bound=Model)
PUBLISHING = (VERBS[Act.PUBLISH], "emergency.set_back", "emergency.undone")

KEPT = {
    "sqlite": {
        f"assessments_{name}"
        for name in (
            *("review_by_another", "review_not_changed", "review_not_deleted"),
            *("coauthor_no_judge", "coauthor_not_changed", "coauthor_not_deleted"),
            *("assessment_author", "assessment_closed", "assessment_approved", "assessment_made"),
            *("assessment_not_deleted", "citationseen_not_changed"),
        )
    },
    "postgresql": {
        f"assessments_{name}"
        for name in (
            *("review_kept", "coauthor_no_judge", "coauthor_kept", "assessment_kept", "citationseen_kept"),
        )
    },
}


def reviews_can_not_change() -> Iterator[str]:
    """I2 and I6: the triggers that keep reviews and authors apart, and as written, are in place."""
    return missing_triggers(KEPT)


def nobody_approved_their_own() -> Iterator[str]:
    """I2: no approving reviewer is author or co-author."""
    approvals = Review.objects.filter(verdict=Review.Verdict.APPROVE)
    own = approvals.filter(reviewer=F("assessment__author"))
    helped = approvals.filter(assessment__co_authors__user=F("reviewer"))
    for pk in (own | helped).distinct().values_list("pk", flat=True):
        yield f"review {pk} approves what its reviewer wrote"


def counted_approvals_are_of_what_was_published() -> Iterator[str]:
    """I3 and I4: each approval that counted was of the published content, and given without ties."""
    published = Event.objects.filter(verb=VERBS[Act.PUBLISH], target__startswith="assessment:")
    for batch in _batches(published):
        counted = {pk for event in batch for pk in event.details.get("approvals", ())}
        reviews = Review.objects.in_bulk(counted)
        assessments = {target_of(row): row for row in _assessments(batch)}
        ties = _ties(batch)
        for event in batch:
            yield from _weak_approvals(event, assessments.get(event.target), reviews, ties)


def _weak_approvals(
    event: Event,
    assessment: Assessment | None,
    reviews: Mapping[int, Review],
    ties: Mapping[int, Mapping[str, object]],
) -> Iterator[str]:
    if assessment is None or not event.details.get("approvals"):
        yield f"{event.target} was published without a counted approval"
        return
    for pk in event.details["approvals"]:
        review = reviews.get(pk)
        sealed = (assessment.pk, assessment.content_sha, assessment.round)
        if review is None or (review.assessment_id, review.content_sha, review.round) != sealed:
            yield f"{event.target} counted review {pk}, which is not of what was published"
        if any(value is True for value in ties.get(pk, {"unnoted": True}).values()):
            yield f"{event.target} counted review {pk}, which was given under a conflict of interest"


def _ties(batch: Sequence[Event]) -> dict[int, Mapping[str, object]]:
    """What was noted of ties when these assessments were approved, by review."""
    targets = [event.target for event in batch]
    approved = Event.objects.filter(verb=VERBS[Act.APPROVE], target__in=targets)
    return {event.details["review"]: event.details.get("ties") or {} for event in approved}


def _assessments(batch: Sequence[Event]) -> QuerySet[Assessment]:
    return Assessment.objects.filter(pk__in=[event.target.removeprefix("assessment:") for event in batch])


def evidence_moved_with_its_event() -> Iterator[str]:
    """I5: each revision of review of a model has one event, which names the evidence it moved."""
    revisions = Revision.objects.filter(cause="review", model__isnull=False)
    noted: Counter[str] = Counter()
    for batch in _batches(Event.objects.filter(verb__in=PUBLISHING)):
        named = {event.details["digest"]: event for event in batch if "digest" in event.details}
        noted.update(named.keys())
        rows = {row.pk: row.digest for row in revisions.filter(digest__in=named)}
        for column in ("introduced", "retired"):
            moved: dict[str, list[int]] = {digest: [] for digest in named}
            found = Evidence.objects.filter(**{f"{column}__in": rows}).order_by("pk")
            for pk, revision in found.values_list("pk", column):
                moved[rows[revision]].append(pk)
            for digest, event in named.items():
                if event.details[column] != moved[digest]:
                    yield f"event {event.pk} names other evidence than revision {digest[:12]} {column}"
    for number, digest, path in revisions.values_list("number", "digest", "model_path").iterator():
        if noted[digest] != 1:
            yield f"revision {number} of {path} has {noted[digest]} events"


def every_step_has_its_event() -> Iterator[str]:
    """I14: as many events as changes of state, the last of which led to where it is."""
    verbs = sorted(set(VERBS.values()))
    for batch in _batches(Assessment.objects.all()):
        by_target = {target_of(row): row for row in batch}
        events = Event.objects.filter(target__in=by_target, verb__in=verbs).order_by("pk")
        steps: dict[str, list[object]] = {target: [] for target in by_target}
        for target, after in events.values_list("target", "after"):
            steps[target].append(after)
        for target, row in by_target.items():
            if len(steps[target]) != row.moves or steps[target][-1:] != [row.state]:
                yield f"{target} is {row.state} after {row.moves} steps and {len(steps[target])} events"


def only_idle_ones_expired() -> Iterator[str]:
    """I24: only what waited for its author expired."""
    rows = Event.objects.filter(verb=VERBS[Act.EXPIRE]).exclude(before__in=sorted(FROM[Act.EXPIRE]))
    for target in rows.values_list("target", flat=True):
        yield f"{target} expired from a state from which nothing expires"


def published_facts_are_in_the_record() -> Iterator[str]:
    """I5: a published assessment names a revision of review of its own model, by its author."""
    rows = Assessment.objects.filter(state=State.PUBLISHED)
    strange = rows.exclude(revision__cause="review", revision__model=F("model"), revision__actor=F("author"))
    for pk in strange.values_list("pk", flat=True):
        yield f"assessment:{pk} names a revision that is not its own"


def _batches(rows: QuerySet[Row]) -> Iterator[list[Row]]:
    stream = rows.order_by("pk").iterator(chunk_size=AT_ONCE)
    while batch := list(islice(stream, AT_ONCE)):
        yield batch


CHECKS: Mapping[str, Callable[[], Iterator[str]]] = {
    "I2 nobody approves their own": nobody_approved_their_own,
    "I2, I6 triggers of reviews": reviews_can_not_change,
    "I3, I4 counted approvals": counted_approvals_are_of_what_was_published,
    "I5 evidence, revision, event": evidence_moved_with_its_event,
    "I5 published": published_facts_are_in_the_record,
    "I14 events": every_step_has_its_event,
    "I24 expiry": only_idle_ones_expired,
}

"""From the last approval to the record: who counts, whether the record moved, and the one write."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime

from registry.accounts.actors import SYSTEM, Actor, roles_of
from registry.accounts.models import User
from registry.assessments.makers import conflicts_of_interest
from registry.assessments.models import Assessment, Review
from registry.assessments.proposals import moved_bases, stored
from registry.assessments.proposals.effect import statement
from registry.assessments.proposals.proposed import Proposed
from registry.assessments.refusals import NoChange, WrongState
from registry.assessments.reviewing import approvals_needed
from registry.assessments.steps import follow_up
from registry.assessments.steps.rights import REVIEWERS, right_to
from registry.assessments.steps.states import Act, State, locked, move, require
from registry.assessments.steps.transactions import in_turn
from registry.catalog.models import AIModel
from registry.scorecards.models import Evidence, Revision
from registry.scorecards.record import Cause, record


def hold_model(model_id: int) -> None:
    """Let nobody else publish for this model until the transaction ends. Taken before any assessment."""
    AIModel.objects.select_for_update(no_key=True).get(pk=model_id)


def settle(
    held: Assessment, *, just_approved: int | None = None, now: datetime, request_id: str = ""
) -> Assessment:
    """Publish if enough approvals count, unless the record moved. Part of the caller's transaction.

    `just_approved` names the reviewer whose right was looked at in this very transaction.
    """
    machine = replace(SYSTEM, request_id=request_id)
    moved = moved_bases.look(held, stored.load(held), lock=True)
    if moved.moved:
        held = _move_base(held, moved, by=machine, now=now)
    if held.state != State.SUBMITTED:
        return held
    counted = approvals(held, known=just_approved, now=now)
    if len(counted) < approvals_needed.capped(held.needed):
        return held
    return _publish(held, counted, by=machine, now=now)


@in_turn
def publish(assessment: Assessment, *, by: Actor, now: datetime) -> Assessment:
    """Write an approved assessment into the record (workflow, row 10). Only the machine does.

    Raises NotAllowed, WrongState where it is not approved or the record moved, NoChange.
    """
    right_to(Act.PUBLISH, assessment, by=by, now=now)
    hold_model(assessment.model_id)
    held = locked(assessment)
    require(held, Act.PUBLISH)
    counted = approvals(held, now=now)
    if len(counted) < approvals_needed.capped(held.needed):
        raise WrongState("not_approved", state=held.state, needed=held.needed)
    if moved_bases.look(held, stored.load(held), lock=True).moved:
        raise WrongState("base_moved", state=held.state)
    return _publish(held, counted, by=by, now=now)


@in_turn
def base_moved(assessment: Assessment, *, by: Actor, now: datetime) -> Assessment:
    """The record moved under it: merge, or call for the author (workflow, rows 11 and 12). Only the machine.

    Raises NotAllowed, WrongState; nothing happens where the record stands as it did.
    """
    right_to(Act.BASE_MOVED, assessment, by=by, now=now)
    hold_model(assessment.model_id)
    held = locked(assessment)
    require(held, Act.BASE_MOVED)
    moved = moved_bases.look(held, stored.load(held), lock=True)
    return _move_base(held, moved, by=by, now=now) if moved.moved else held


def _move_base(held: Assessment, moved: moved_bases.Moved, *, by: Actor, now: datetime) -> Assessment:
    if not moved.is_clean:
        report = [asdict(row) for row in moved.versions]
        keys = [row.key for row in moved.versions]
        to, details = State.CONFLICTED, {"findings": keys}
        conflicted = move(held, Act.BASE_MOVED, to, by=by, now=now, details=details, conflicts=report)
        follow_up.after_conflict(conflicted, now=now)
        return conflicted
    sha = moved_bases.keep(held, moved)
    return move(held, Act.BASE_MOVED, State.SUBMITTED, by=by, now=now, content_sha=sha)


def approvals(held: Assessment, *, now: datetime, known: int | None = None) -> list[Review]:
    """The approvals that count: of this content in this round, by people who may still give them.

    Whoever has come into a conflict of interest since, or is no reviewer any more, counts no longer. `known`
    names a reviewer of whom that was just found.
    """
    rows = Review.objects.filter(
        assessment=held,
        verdict=Review.Verdict.APPROVE,
        content_sha=held.content_sha,
        round=held.round,
    ).select_related("reviewer")
    return [
        row
        for row in rows.order_by("pk")
        if row.reviewer_id == known or _still_counts(row.reviewer, held, now)
    ]


def _still_counts(reviewer: User, held: Assessment, now: datetime) -> bool:
    roles = roles_of(Actor(reviewer, mfa=True), now=now)  # the factor was shown when it was given
    return any(role in roles for role in REVIEWERS) and not conflicts_of_interest.ties(reviewer, held).first


def _publish(held: Assessment, counted: Sequence[Review], *, by: Actor, now: datetime) -> Assessment:
    proposals = [row.proposed for row in stored.load(held)]
    reviewers = [row.reviewer for row in counted]
    revision = write(held.model, proposals, actor=held.author, accepted_by=reviewers, now=now)
    published = move(
        held,
        Act.PUBLISH,
        State.PUBLISHED,
        by=by,
        now=now,
        details={"approvals": [row.pk for row in counted], **written_by(revision)},
        about=held.author,
        revision=revision,
        conflicts=[],
    )
    follow_up.after_publishing(published, proposals, now=now)
    return published


def write(
    model: AIModel,
    proposals: Sequence[Proposed],
    *,
    actor: User | None,
    accepted_by: Sequence[User],
    now: datetime,
) -> Revision:
    """Write these findings as reviewed; the revision they made. Raises NoChange where they made none."""
    before = _last(model)
    record(statement(model, proposals), cause=Cause.REVIEW, now=now, actor=actor, accepted_by=accepted_by)
    after = _last(model)
    if after is None or after == before:
        raise NoChange("already_recorded")
    return after


def _last(model: AIModel) -> Revision | None:
    return Revision.objects.filter(model=model).order_by("-number").first()


def written_by(revision: Revision) -> dict[str, object]:
    """What a revision did to the evidence, for the event beside it (I5)."""
    numbers = Evidence.objects.order_by("pk").values_list("pk", flat=True)
    return {
        "revision": revision.number,
        "digest": revision.digest,
        "introduced": list(numbers.filter(introduced=revision)),
        "retired": list(numbers.filter(retired=revision)),
    }

"""What an author does to have an assessment judged: hand it in, again, on a moved base, or take it back."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from registry.accounts.actors import SYSTEM, Actor
from registry.assessments.disputes import contested_marks
from registry.assessments.models import Assessment, Review
from registry.assessments.proposals import checks, moved_bases, stored
from registry.assessments.proposals.proposed import Key, Proposed, name_of
from registry.assessments.proposals.stored import Written
from registry.assessments.refusals import Missing, NoChange, NotYet, Stale
from registry.assessments.reviewing import approvals_needed
from registry.assessments.steps import allowances, drafts, follow_up, holding
from registry.assessments.steps.rights import Right, right_to
from registry.assessments.steps.states import Act, State, locked, move, require
from registry.assessments.steps.transactions import in_turn
from registry.assessments.texts.wording import clean


@in_turn
def submit(
    assessment: Assessment,
    *,
    coi: str,
    by: Actor,
    now: datetime,
    coi_note: str = "",
    version: int | None = None,
) -> Assessment:
    """Hand a draft in (workflow, row 3). `coi`: none or declared; `version`: the one that was shown.

    Raises NotAllowed, WrongState, TooMany, NoChange, NotYet with all that is missing, and Stale where the
    record moved against it. What looks like spam comes back quarantined.
    """
    held, right = _held(assessment, Act.SUBMIT, by=by, now=now, version=version)
    written = _complete(held, coi=coi, coi_note=coi_note, now=now)
    allowances.take_submission(by.person, held, now=now)
    return _hand_in(held, Act.SUBMIT, written, right, coi=coi, coi_note=coi_note, by=by, now=now)


@in_turn
def resubmit(
    assessment: Assessment,
    *,
    by: Actor,
    now: datetime,
    coi: str = "",
    coi_note: str = "",
    version: int | None = None,
) -> Assessment:
    """Hand it in again after changes were asked for (workflow, row 8). Earlier approvals are void.

    Raises as `submit`, and NoChange where it is what was judged.
    """
    held, right = _held(assessment, Act.RESUBMIT, by=by, now=now, version=version)
    coi, coi_note = coi or held.coi_answer, coi_note or held.coi_note
    written = _complete(held, coi=coi, coi_note=coi_note, now=now)
    judged = Review.objects.filter(assessment=held, verdict=Review.Verdict.ASK).order_by("-pk").first()
    if judged and judged.content_sha == stored.sha(held, written):
        raise NoChange("same_as_judged")
    return _hand_in(held, Act.RESUBMIT, written, right, coi=coi, coi_note=coi_note, by=by, now=now)


@in_turn
def rebase(
    assessment: Assessment,
    *,
    facts: Sequence[Proposed],
    version: int,
    by: Actor,
    now: datetime,
    drop: Collection[Key] = (),
) -> Assessment:
    """Choose a value for every finding in conflict, on the record as it is now (workflow, row 13).

    `drop` leaves a finding to the record. Raises NotAllowed, WrongState, NotYet, NoChange and Stale.
    """
    held, right = _held(assessment, Act.REBASE, by=by, now=now, version=version)
    proposals = checks.cleaned(facts)
    chosen = {row.name for row in proposals} | {name_of(key) for key in drop}
    open_still = [row["key"] for row in held.conflicts if row["key"] not in chosen]
    if open_still:
        raise NotYet([Missing(name, "choose") for name in open_still])
    drafts.rewrite(held, proposals, drop)
    written = _complete(held, coi=held.coi_answer, coi_note=held.coi_note, now=now)
    kept = {"coi": held.coi_answer, "coi_note": held.coi_note}
    return _hand_in(held, Act.REBASE, written, right, by=by, now=now, conflicts=[], edited_at=now, **kept)


@in_turn
def withdraw(assessment: Assessment, *, by: Actor, now: datetime) -> Assessment:
    """Take it back (workflow, row 15). Raises NotAllowed, WrongState."""
    held, right = _held(assessment, Act.WITHDRAW, by=by, now=now)
    closed = move(held, Act.WITHDRAW, State.WITHDRAWN, by=by, now=now, role=right.role)
    contested_marks.after_closing(closed, now=now)
    return closed


def _held(
    assessment: Assessment, act: Act, *, by: Actor, now: datetime, version: int | None = None
) -> tuple[Assessment, Right]:
    held = locked(assessment)
    right = right_to(act, held, by=by, now=now)
    require(held, act)
    if version is not None and version != held.version:
        raise Stale("version", version=held.version)
    return held, right


def _complete(held: Assessment, *, coi: str, coi_note: str, now: datetime) -> Sequence[Written]:
    """What is proposed, on top of the record as it is now."""
    written = stored.load(held)
    missing = checks.missing([row.proposed for row in written], coi=coi, coi_note=coi_note, today=now.date())
    if missing:
        raise NotYet(missing)
    moved = moved_bases.look(held, written)
    if not moved.is_clean:
        raise Stale("base_moved", moved.versions)
    if all(row.is_no_op for row in moved.written):
        raise NoChange("nothing_proposed")
    if moved.moved:
        moved_bases.keep(held, moved)
    return moved.written


def _hand_in(
    held: Assessment,
    act: Act,
    written: Sequence[Written],
    right: Right,
    *,
    coi: str,
    coi_note: str,
    by: Actor,
    now: datetime,
    **columns: Any,
) -> Assessment:
    held.coi_answer, held.coi_note = coi, clean(coi_note)[:500]
    asked = approvals_needed.needed(held, [row.proposed for row in written], now=now)
    sha = stored.sha(held, written)
    handed_in = move(
        held,
        act,
        State.SUBMITTED,
        by=by,
        now=now,
        role=right.role,
        details={"needed": asked.count, "because": list(asked.because), "coi": coi},
        content_sha=sha,
        round=held.round + 1,
        submitted_at=held.submitted_at or now,
        coi_answer=coi,
        coi_note=held.coi_note,
        needed=max(held.needed, asked.count),
        needed_because=list(asked.because),
        **columns,
    )
    signs = holding.signs_of(handed_in, written, now=now)
    if signs:
        return holding.hold(handed_in, because=",".join(signs), by=SYSTEM, now=now)
    follow_up.after_handing_in(handed_in, now=now)
    return handed_in

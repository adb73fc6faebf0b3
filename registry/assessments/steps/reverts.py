"""Taking back what an assessment published: as a new assessment that others judge like any other."""

from collections.abc import Sequence
from datetime import datetime

from registry.accounts.actors import Actor
from registry.assessments.models import Assessment
from registry.assessments.proposals import checks, stored
from registry.assessments.proposals.proposed import Proposed
from registry.assessments.refusals import Missing, NoChange, NotYet
from registry.assessments.reviewing import approvals_needed
from registry.assessments.steps import allowances, drafts, follow_up
from registry.assessments.steps.rights import right_to
from registry.assessments.steps.states import Act, State, locked, move, require, write_event
from registry.assessments.steps.transactions import in_turn
from registry.assessments.texts.wording import clean
from registry.scorecards.models import Evidence, Revision

SHORTEST_REASON = 20  # characters


@in_turn
def revert(
    assessment: Assessment, *, because: str, by: Actor, now: datetime, coi: str = "none", coi_note: str = ""
) -> Assessment:
    """Propose what was reviewed before, in place of what this published (workflow, row 17).

    Returns the new assessment, which is submitted and needs others to approve it. Raises NotAllowed,
    WrongState, NotYet without a reason, NoChange where all of it was replaced since.
    """
    held = locked(assessment)
    right = right_to(Act.REVERT, held, by=by, now=now)
    require(held, Act.REVERT)
    reason = reasoned(because)
    facts = before(held, reason)
    missing = checks.missing(facts, coi=coi, coi_note=coi_note, today=now.date())
    if missing:
        raise NotYet(missing)
    made = _submitted(held, facts, reason, by=by, now=now, coi=coi, coi_note=coi_note)
    details = {"origin": made.origin, "reverts": str(held.pk), "needed": made.needed}
    write_event(made, Act.CREATE, before="", by=by, now=now, role=right.role, details=details)
    move(
        held,
        Act.REVERT,
        State.PUBLISHED,
        by=by,
        now=now,
        role=right.role,
        details={"by_assessment": str(made.pk)},
        because=reason,
        about=held.author,
    )
    follow_up.after_handing_in(made, now=now)
    return made


def _submitted(
    held: Assessment,
    facts: Sequence[Proposed],
    reason: str,
    *,
    by: Actor,
    now: datetime,
    coi: str,
    coi_note: str,
) -> Assessment:
    allowances.take_draft(by.person, now=now)
    written = [stored.Written(row, base) for row, base in zip(facts, _bases(held, facts), strict=True)]
    made = Assessment(
        model=held.model,
        author=by.person,
        state=State.SUBMITTED,
        origin=Assessment.Origin.REVERT,
        reverts=held,
        summary=reason,
        coi_answer=coi,
        coi_note=clean(coi_note)[:500],
        round=1,
        moves=1,
        created_at=now,
        edited_at=now,
        submitted_at=now,
        moved_at=now,
    )
    made.content_sha = stored.sha(made, written)
    asked = approvals_needed.needed(made, facts, now=now)
    made.needed, made.needed_because = asked.count, list(asked.because)
    made.save(force_insert=True)
    stored.write(made, facts, seen=drafts.counting(held.model_id))
    return made


def _bases(held: Assessment, facts: Sequence[Proposed]) -> list[Evidence | None]:
    there = stored.in_force(held.model_id, [row.key for row in facts])
    return [there.get(row.key) for row in facts]


def reasoned(because: str) -> str:
    """The reason, if it is one. Raises NotYet."""
    reason = clean(because)
    if len(reason) < SHORTEST_REASON:
        raise NotYet([Missing("because", "reason", {"least": SHORTEST_REASON})])
    if len(reason) > checks.LONGEST_SUMMARY:
        raise NotYet([Missing("because", "too_long", {"most": checks.LONGEST_SUMMARY})])
    return reason


def before(published: Assessment, reason: str) -> list[Proposed]:
    """What was reviewed before, of each finding that still says what this assessment published.

    Raises NoChange where none does.
    """
    assert published.revision is not None  # a constraint of the table
    return undoing(published.revision, reason)


def undoing(revision: Revision, reason: str) -> list[Proposed]:
    """Proposals that put back what a revision took away, where nobody has changed it since."""
    introduced = {_key(row): row for row in revision.introduced.all()}
    retired = {_key(row): row for row in revision.retired.all()}
    current = stored.in_force(_model_of(revision), [*introduced, *retired])
    undone = []
    for key in sorted({*introduced, *retired}):
        there, put_in = current.get(key), introduced.get(key)
        if (there.pk if there else None) != (put_in.pk if put_in else None):
            continue
        undone.append(_back(key, retired.get(key), there, reason))
    if not undone:
        raise NoChange("superseded")
    return undone


def _model_of(revision: Revision) -> int:
    assert revision.model_id is not None  # assessments are about models
    return revision.model_id


def _key(row: Evidence) -> tuple[str, str]:
    return (row.component, row.qualifier)


def _back(key: tuple[str, str], earlier: Evidence | None, there: Evidence | None, reason: str) -> Proposed:
    base_id = there.pk if there else None
    if earlier is not None:
        said = stored.of_evidence(earlier, base_id=base_id)
        if said.citations or said.is_unknown:
            return said
    return Proposed(stored.empty(key), note=reason, retract=True, base_id=base_id)

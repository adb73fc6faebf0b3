"""The emergency revert: one curator sets findings back at once, and a second person has to confirm it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from registry.accounts.actors import SYSTEM, Actor
from registry.accounts.events import note
from registry.accounts.links import same_person
from registry.assessments.makers import conflicts_of_interest
from registry.assessments.models import Assessment, EmergencyRevert
from registry.assessments.proposals.proposed import name_of
from registry.assessments.refusals import NoChange, NotAllowed, WrongState
from registry.assessments.steps import follow_up, publishing, reverts
from registry.assessments.steps.rights import REVIEWERS, one_of, right_to
from registry.assessments.steps.states import Act, State, locked, target_of
from registry.assessments.steps.transactions import in_turn

DAYS_TO_CONFIRM = timedelta(days=7)
REMINDED_AFTER = timedelta(days=5)


@in_turn
def set_back(assessment: Assessment, *, because: str, by: Actor, now: datetime) -> EmergencyRevert:
    """Put what was reviewed before in place of what this published, at once, on one curator's word.

    Undone in 7 days unless somebody else confirms it. Raises NotAllowed, WrongState, NotYet, NoChange.
    """
    publishing.hold_model(assessment.model_id)
    held = locked(assessment)
    right = right_to(Act.REVERT, held, by=by, now=now)
    _refuse_ties(by, held)
    if held.state != State.PUBLISHED:
        raise WrongState("wrong_state", state=held.state, act="set_back")
    if EmergencyRevert.objects.filter(_OPEN, assessment=held).exists():
        raise WrongState("set_back_already", state=held.state)
    reason = reverts.reasoned(because)
    facts = reverts.before(held, reason)
    revision = publishing.write(held.model, facts, actor=by.person, accepted_by=(), now=now)
    row = EmergencyRevert.objects.create(
        assessment=held,
        by=by.person,
        at=now,
        because=reason,
        findings=[name_of(fact.key) for fact in facts],
        revision=revision,
        due_at=now + DAYS_TO_CONFIRM,
    )
    note(
        "emergency.set_back",
        by=by,
        target=target_of(held),
        now=now,
        details={"model": held.model.path, "emergency": row.pk, **publishing.written_by(revision)},
        role=right.role,
        about=held.author,
        because=reason,
    )
    follow_up.after_set_back(row, now=now)
    return row


_OPEN = Q(confirmed_at__isnull=True, undone_at__isnull=True)


@in_turn
def confirm(row: EmergencyRevert, *, by: Actor, now: datetime) -> EmergencyRevert:
    """Confirm it, as a second curator or reviewer without ties. Raises NotAllowed, WrongState."""
    held = _locked(row)
    role = one_of(REVIEWERS, by, now)
    if by.user_id in same_person(held.by_id):
        raise NotAllowed("own", act="confirm")
    _refuse_ties(by, held.assessment)
    held.confirmed_by, held.confirmed_at = by.person, now
    held.save(update_fields=["confirmed_by", "confirmed_at"])
    note(
        "emergency.confirmed",
        by=by,
        target=target_of(held.assessment),
        now=now,
        details={"model": held.assessment.model.path, "emergency": held.pk},
        role=role,
        about=held.by,
    )
    return held


def _refuse_ties(by: Actor, assessment: Assessment) -> None:
    found = conflicts_of_interest.ties(by.person, assessment).first
    if found:
        raise NotAllowed(found, act="set_back")


def _locked(row: EmergencyRevert) -> EmergencyRevert:
    held = EmergencyRevert.objects.select_for_update(of=("self",))
    found = held.select_related("assessment__model", "assessment__author", "by", "revision").get(pk=row.pk)
    if found.confirmed_at or found.undone_at:
        raise WrongState("settled_already", state="confirmed" if found.confirmed_at else "undone")
    return found


def remind(now: datetime) -> int:
    """Remind whoever can confirm, once, from the fifth day; how many."""
    due = EmergencyRevert.objects.filter(_OPEN, reminded_at__isnull=True, at__lte=now - REMINDED_AFTER)
    rows = list(due.select_related("assessment__model"))
    for row in rows:
        with transaction.atomic():
            if EmergencyRevert.objects.filter(_OPEN, pk=row.pk, reminded_at__isnull=True).update(
                reminded_at=now
            ):
                follow_up.remind_of_set_back(row, now=now)
    return len(rows)


def undo_unconfirmed(now: datetime) -> int:
    """Put back what nobody confirmed in time; how many. Findings that were changed since stay."""
    due = EmergencyRevert.objects.filter(_OPEN, due_at__lte=now).select_related("assessment")
    return sum(_undo(row, now) for row in list(due))


@in_turn
def _undo(row: EmergencyRevert, now: datetime) -> int:
    publishing.hold_model(row.assessment.model_id)
    try:
        held = _locked(row)
    except WrongState:  # confirmed while this was on its way
        return 0
    details: dict[str, object] = {"model": held.assessment.model.path, "emergency": held.pk}
    try:
        facts = reverts.undoing(held.revision, "An emergency revert that nobody confirmed was undone.")
        revision = publishing.write(held.assessment.model, facts, actor=None, accepted_by=(), now=now)
        held.undone_revision = revision
        details |= publishing.written_by(revision)
    except NoChange:  # somebody else's assessment has replaced it meanwhile
        details["superseded"] = True
    held.undone_at = now
    held.save(update_fields=["undone_at", "undone_revision"])
    note(
        "emergency.undone",
        by=SYSTEM,
        target=target_of(held.assessment),
        now=now,
        details=details,
        about=held.by,
    )
    follow_up.after_undoing(held, now=now)
    return 1

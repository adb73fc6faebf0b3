"""Deciding disputes: looking at one, hearing both sides, upholding or dismissing it, and asking two more."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from registry.accounts.actors import SYSTEM, Actor, roles_of
from registry.accounts.roles import Role
from registry.assessments.disputes import contested_marks, notices, rules
from registry.assessments.disputes.challenges import locked, moved, noted
from registry.assessments.disputes.parties import may_judge
from registry.assessments.makers import speakers
from registry.assessments.models import Assessment, Dispute, Vote
from registry.assessments.refusals import NotAllowed, NotYet, WrongState
from registry.assessments.texts import statements

State = Dispute.State
AT_ONCE = 200  # disputes moved by the clock in one run
Open = Callable[[Dispute], Assessment]  # opens the assessment that an upheld dispute asks for


def acknowledge(dispute: Dispute, *, by: Actor, now: datetime) -> Dispute:
    """A curator has looked at it. Raises NotAllowed, WrongState."""
    may_judge(dispute, by, now=now)
    with transaction.atomic():
        row = _in(State.OPEN, dispute)
        moved(row, State.ACKNOWLEDGED, by=by, now=now, verb="dispute.acknowledged", role=Role.CURATOR)
    return row


def advance(*, now: datetime) -> int:
    """What the clock moves: windows that open, and windows that end; how many disputes."""
    begun = Dispute.objects.filter(state=State.ACKNOWLEDGED).order_by("moved_at")[:AT_ONCE]
    over = Dispute.objects.filter(
        state=State.IN_RESPONSE, decidable_at__isnull=True, respond_until__lte=now
    ).order_by("respond_until")[:AT_ONCE]
    return sum(_ask(row, now) for row in begun) + sum(_end_window(row, now) for row in over)


def _ask(dispute: Dispute, now: datetime) -> bool:
    """Maker and author are told and may answer."""
    with transaction.atomic():
        row = locked(dispute)
        if row.state != State.ACKNOWLEDGED:
            return False
        row.respond_until = now + rules.RESPOND_WITHIN
        moved(row, State.IN_RESPONSE, by=SYSTEM, now=now, verb="dispute.in_response")
        notices.asked(row, now=now)
    return True


def _end_window(dispute: Dispute, now: datetime) -> bool:
    with transaction.atomic():
        row = locked(dispute)
        if row.state != State.IN_RESPONSE or row.decidable_at is not None:
            return False
        row.decidable_at = now
        row.save(update_fields=["decidable_at"])
        notices.decidable(row, now=now)
    return True


def dismiss(dispute: Dispute, *, because: str, by: Actor, now: datetime) -> Dispute:
    """The finding stands. Raises NotAllowed, NotYet, WrongState."""
    may_judge(dispute, by, now=now)
    _reason(because)
    with transaction.atomic():
        row = locked(dispute)
        _decidable(row, now)
        _resolve(row, State.DISMISSED, because=because, by=by, now=now)
    return row


def uphold(dispute: Dispute, *, because: str, by: Actor, now: datetime, opening: Open) -> Dispute:
    """The finding is to change: `opening` makes the assessment, which is reviewed like any other.

    Raises NotAllowed, NotYet, WrongState.
    """
    may_judge(dispute, by, now=now)
    _reason(because)
    with transaction.atomic():
        row = locked(dispute)
        _decidable(row, now)
        row.assessment = opening(row)
        _resolve(row, State.UPHELD, because=because, by=by, now=now)
    return row


def escalate(dispute: Dispute, *, because: str, by: Actor, now: datetime) -> Dispute:
    """Once, a curator or the maker asks two curators to decide. Raises NotAllowed, NotYet, WrongState."""
    role = _may_escalate(dispute, by, now)
    _reason(because)
    with transaction.atomic():
        row = locked(dispute)
        if not rules.may_escalate(row.state, row.escalated_at, row.resolved_at, now):
            raise WrongState("cannot_be_escalated", state=row.state)
        row.escalated_at, row.resolved_at, row.because = now, None, ""
        verb = "dispute.escalated"
        moved(row, State.ESCALATED, by=by, now=now, verb=verb, role=role, because=statements.clean(because))
        contested_marks.restate(row.model_id, row.component, now=now)
        notices.escalated(row, now=now)
    return row


def _may_escalate(dispute: Dispute, by: Actor, now: datetime) -> Role:
    if Role.CURATOR in roles_of(by, now=now):
        return Role.CURATOR
    if speakers.speaks(by, dispute.model.organization_id, now=now):
        return Role.MAKER
    raise NotAllowed("needs_role", role=Role.CURATOR)


def vote(dispute: Dispute, *, upheld: bool, because: str, by: Actor, now: datetime, opening: Open) -> Dispute:
    """What one curator holds of an escalated dispute; the second of one mind decides.

    Raises NotAllowed, NotYet, WrongState.
    """
    curator = may_judge(dispute, by, now=now)
    _reason(because)
    with transaction.atomic():
        row = _in(State.ESCALATED, dispute)
        if row.votes.filter(curator=curator).exists():
            raise WrongState("voted_already")
        text = statements.clean(because)
        Vote.objects.create(dispute=row, curator=curator, upheld=upheld, because=text, at=now)
        details: dict[str, object] = {"upheld": upheld}
        noted("dispute.voted", row, by=by, now=now, role=Role.CURATOR, because=text, details=details)
        decided = rules.majority(row.votes.values_list("upheld", flat=True))
        if decided is None:
            return row
        if decided and row.assessment is None:
            row.assessment = opening(row)
        _resolve(row, State.UPHELD if decided else State.DISMISSED, because=text, by=by, now=now)
    return row


def close_taken_down(dispute: Dispute, *, because: str, by: Actor, now: datetime) -> None:
    """Its text was taken down, so nobody has to answer to it. Part of the caller's transaction."""
    if rules.is_standing(dispute.state):
        _resolve(dispute, State.DISMISSED, because=because, by=by, now=now)


def _resolve(dispute: Dispute, state: Dispute.State, *, because: str, by: Actor, now: datetime) -> None:
    dispute.resolved_at, dispute.because = now, statements.clean(because)
    verb = "dispute.upheld" if state == State.UPHELD else "dispute.dismissed"
    moved(dispute, state, by=by, now=now, verb=verb, role=Role.CURATOR, because=dispute.because)
    contested_marks.restate(dispute.model_id, dispute.component, now=now)
    notices.resolved(dispute, now=now)


def _in(state: Dispute.State, dispute: Dispute) -> Dispute:
    row = locked(dispute)
    if row.state != state:
        raise WrongState("not_in_this_state", state=row.state)
    return row


def _decidable(dispute: Dispute, now: datetime) -> None:
    if not rules.may_decide(dispute.state, dispute.decidable_at, now):
        raise WrongState("not_heard_yet", state=dispute.state)


def _reason(because: str) -> None:
    problems = statements.text_problems("because", because)
    if problems:
        raise NotYet(problems)

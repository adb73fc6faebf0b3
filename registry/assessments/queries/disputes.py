"""Disputes as pages show them: one with both its sides, and lists by what is to be done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from registry.accounts.actors import Actor, roles_of
from registry.accounts.models import Event, User
from registry.accounts.roles import Role
from registry.assessments.disputes import rules
from registry.assessments.disputes.parties import may_judge, parties_of
from registry.assessments.makers import speakers
from registry.assessments.models import Dispute, Reply
from registry.assessments.models.dispute import STANDING
from registry.assessments.proposals.proposed import Cited, citation_from_json
from registry.assessments.refusals import NotAllowed
from registry.openness.facts import Fact, ReleaseFact
from registry.scorecards import stored
from registry.scorecards.models import Evidence

State = Dispute.State
PAGE = 50
SHOWN_VERBS = (
    *("dispute.opened", "dispute.acknowledged", "dispute.in_response", "dispute.answered"),
    *("dispute.escalated", "dispute.voted", "dispute.upheld", "dispute.dismissed", "dispute.withdrawn"),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened in a dispute."""

    verb: str
    at: datetime
    who: User | None  # None for the machine
    because: str


@dataclass(frozen=True, slots=True)
class May:
    """What whoever looks may do now."""

    withdraw: bool = False
    answer: bool = False
    reply: bool = False
    acknowledge: bool = False
    decide: bool = False
    escalate: bool = False
    vote: bool = False

    @property
    def anything(self) -> bool:
        return any((self.withdraw, self.answer, self.reply, self.acknowledge, self.decide)) or (
            self.escalate or self.vote
        )


@dataclass(frozen=True)
class DisputePage:
    """One dispute: the challenge, what the record said, what both sides answered, how it went."""

    dispute: Dispute
    citations: tuple[Cited, ...]
    fact: Fact | ReleaseFact
    evidence: Evidence
    is_in_force: bool
    answers: tuple[Any, ...]
    replies: tuple[Reply, ...]
    steps: tuple[Step, ...]
    may: May
    acknowledge_by: datetime


def page(number: UUID, actor: Actor, *, now: datetime) -> DisputePage | None:
    """The dispute with this id, as somebody may see it; None where there is none of a listed model."""
    rows = Dispute.objects.select_related(
        "model__organization", "evidence__introduced", "evidence__provenance", "by", "assessment"
    )
    row = rows.filter(pk=number, model__hidden=False).first()
    if row is None:
        return None
    return DisputePage(
        dispute=row,
        citations=tuple(citation_from_json(cited) for cited in row.citations),
        fact=fact_of(row.evidence),
        evidence=row.evidence,
        is_in_force=row.evidence.retired_id is None,
        answers=tuple(row.answers.select_related("by")),
        replies=tuple(row.replies.select_related("organization")),
        steps=_steps(row),
        may=_may(row, actor, now),
        acknowledge_by=rules.acknowledge_by(row.opened_at),
    )


def fact_of(evidence: Evidence) -> Fact | ReleaseFact:
    """What the record said in this row, with its proofs; one query."""
    return stored.row_of(evidence, [stored.proof_of(citation) for citation in evidence.citations.all()])


def _steps(row: Dispute) -> tuple[Step, ...]:
    events = Event.objects.filter(target=f"dispute:{row.pk}", verb__in=SHOWN_VERBS).select_related("actor")
    return tuple(Step(event.verb, event.at, event.actor, event.because) for event in events.order_by("pk"))


def _may(row: Dispute, actor: Actor, now: datetime) -> May:
    if actor.user is None or Role.CONTRIBUTOR not in (roles := roles_of(actor, now=now)):
        return May()
    standing = rules.is_standing(row.state)
    speaks = speakers.is_maker(actor.user.pk, row.model.organization_id, now=now)
    asked = row.state in (State.IN_RESPONSE, State.ESCALATED)
    judges = Role.CURATOR in roles and _judges(row, actor, now)
    answered = row.answers.filter(by=actor.user).exists()
    return May(
        withdraw=standing and row.by_id == actor.user.pk,
        answer=asked and not answered and actor.user.pk in parties_of(row).authors,
        reply=standing and speaks,
        acknowledge=judges and row.state == State.OPEN,
        decide=judges and rules.may_decide(row.state, row.decidable_at, now),
        escalate=(Role.CURATOR in roles or speaks)
        and rules.may_escalate(row.state, row.escalated_at, row.resolved_at, now),
        vote=judges and row.state == State.ESCALATED and not row.votes.filter(curator=actor.user).exists(),
    )


def _judges(row: Dispute, actor: Actor, now: datetime) -> bool:
    try:
        may_judge(row, actor, now=now)
    except NotAllowed:
        return False
    return True


@dataclass(frozen=True, slots=True)
class DisputeRow:
    """One dispute in a list; `is_late`: nobody has looked at it in time."""

    dispute: Dispute
    is_late: bool
    is_decidable: bool


GROUPS: Mapping[str, tuple[str, ...]] = {
    "open": STANDING,
    "closed": (State.UPHELD, State.DISMISSED, State.WITHDRAWN),
}


def listed(group: str, *, now: datetime, path: str = "") -> tuple[DisputeRow, ...]:
    """The newest disputes of listed models; of one model where its path is given."""
    rows = Dispute.objects.filter(state__in=GROUPS[group], model__hidden=False)
    rows = rows.filter(model__path=path) if path else rows
    order = ["opened_at"] if group == "open" else ["-moved_at"]
    return tuple(
        DisputeRow(
            row,
            rules.is_late(row.state, row.opened_at, now),
            rules.may_decide(row.state, row.decidable_at, now) or row.state == State.ESCALATED,
        )
        for row in rows.select_related("model").order_by(*order)[:PAGE]
    )

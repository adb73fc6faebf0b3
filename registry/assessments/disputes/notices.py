"""Telling people of disputes: those whose work is challenged, the maker, the disputant, the curators."""

from collections.abc import Iterable
from datetime import datetime

from registry.accounts.notify import notify
from registry.assessments.disputes.parties import curators, parties_of
from registry.assessments.makers import speakers
from registry.assessments.models import Dispute
from registry.assessments.proposals.proposed import name_of

OPENED, ANSWER, DUE, ESCALATED = "dispute_opened", "dispute_answer", "dispute_due", "dispute_escalated"
RESOLVED = "dispute_resolved"


def opened(dispute: Dispute, *, now: datetime) -> None:
    """Author, approving reviewers and maker; and the curators, who are to look at it within a week."""
    _tell(_concerned(dispute), dispute, OPENED, now)
    _tell(curators(), dispute, DUE, now, part="open", at_once=False)


def asked(dispute: Dispute, *, now: datetime) -> None:
    """Author and maker: they may answer until the window ends."""
    people = parties_of(dispute).authors | speakers.known(dispute.model.organization_id)
    _tell(people, dispute, ANSWER, now)


def decidable(dispute: Dispute, *, now: datetime) -> None:
    """The curators: both sides were heard, or their time is up."""
    _tell(curators(), dispute, DUE, now, part="decide", at_once=False)


def escalated(dispute: Dispute, *, now: datetime) -> None:
    _tell([*curators(), dispute.by_id], dispute, ESCALATED, now)


def resolved(dispute: Dispute, *, now: datetime) -> None:
    _tell(_concerned(dispute) | {dispute.by_id}, dispute, RESOLVED, now, part=f"{now.isoformat()}")


def _concerned(dispute: Dispute) -> frozenset[int]:
    parties = parties_of(dispute)
    return parties.authors | parties.reviewers | speakers.known(dispute.model.organization_id)


def _tell(
    people: Iterable[int], dispute: Dispute, kind: str, now: datetime, *, part: str = "", at_once: bool = True
) -> None:
    details = {
        "dispute": str(dispute.pk),
        "finding": name_of((dispute.component, dispute.qualifier)),
        "state": dispute.state,
        "until": dispute.respond_until.isoformat() if dispute.respond_until else "",
    }
    key = f"dispute:{dispute.pk}:{kind}" + (f":{part}" if part else "")
    notify(
        set(people), kind=kind, key=key[:100], target=dispute.model.path, details=details, now=now,
        at_once=at_once,
    )  # fmt: skip

"""When a dispute may be opened, answered, decided and escalated: rules of values, with the clock passed in.

The times are those of workflow, disputes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from registry.assessments.models import Dispute
from registry.assessments.models.dispute import STANDING

State = Dispute.State
ACKNOWLEDGE_WITHIN = timedelta(days=7)
RESPOND_WITHIN = timedelta(days=14)
ESCALATE_WITHIN = timedelta(days=14)  # of a decision
MOST_DISMISSED, DISMISSED_WITHIN = 3, timedelta(days=90)
ONE_PER = timedelta(days=30)  # of somebody whose disputes were dismissed that often
CURATORS_TO_DECIDE = 2  # of an escalated one
RESOLVED = (State.UPHELD, State.DISMISSED)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A dispute that the same person opened before; `dismissed_at` where it was dismissed."""

    opened_at: datetime
    dismissed_at: datetime | None = None


def wait_to_open(earlier: Iterable[Earlier], now: datetime) -> timedelta | None:
    """None when a person with these disputes may open another, else how long they have to wait."""
    known = list(earlier)
    dismissed = [row for row in known if row.dismissed_at and now - row.dismissed_at < DISMISSED_WITHIN]
    last = max((row.opened_at for row in known), default=None)
    if len(dismissed) < MOST_DISMISSED or last is None or now - last >= ONE_PER:
        return None
    return last + ONE_PER - now


def acknowledge_by(opened_at: datetime) -> datetime:
    """Until when a curator should have looked at it."""
    return opened_at + ACKNOWLEDGE_WITHIN


def is_late(state: str, opened_at: datetime, now: datetime) -> bool:
    """Whether nobody has looked at it in time."""
    return state == State.OPEN and now > acknowledge_by(opened_at)


def is_answered(*, authors: bool, maker: bool, has_authors: bool, has_maker: bool) -> bool:
    """Whether everybody who was asked has answered; where nobody could be asked, the time runs in full."""
    if not has_authors and not has_maker:
        return False
    return (authors or not has_authors) and (maker or not has_maker)


def may_decide(state: str, decidable_at: datetime | None, now: datetime) -> bool:
    """Whether a curator may decide it now: when both sides were heard, or their time is up."""
    return state == State.IN_RESPONSE and decidable_at is not None and decidable_at <= now


def may_escalate(
    state: str, escalated_at: datetime | None, resolved_at: datetime | None, now: datetime
) -> bool:
    """Whether two other curators may still be asked for: once, before it is decided or soon after."""
    if escalated_at is not None:
        return False
    if state == State.IN_RESPONSE:
        return True
    return state in RESOLVED and resolved_at is not None and now - resolved_at <= ESCALATE_WITHIN


def is_standing(state: str) -> bool:
    """Whether it still marks its finding by itself."""
    return state in STANDING


def majority(votes: Iterable[bool]) -> bool | None:
    """What the curators decided; None while no two are of one mind."""
    cast = list(votes)
    for answer in (True, False):
        if cast.count(answer) >= CURATORS_TO_DECIDE:
            return answer
    return None

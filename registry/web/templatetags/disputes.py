"""Disputes in words: where one stands, what comes next, and what happened."""

from collections.abc import Iterable
from datetime import datetime

from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from registry.assessments.models import Dispute
from registry.assessments.queries.disputes import DisputePage
from registry.scorecards.marks import Challenge
from registry.web.evidence import Link

register = template.Library()
State = Dispute.State

STATES: dict[str, Promise] = {
    State.OPEN: _("Open."),
    State.ACKNOWLEDGED: _("A curator has looked at it."),
    State.IN_RESPONSE: _("Both sides are asked to answer."),
    State.ESCALATED: _("Two more curators are asked to decide."),
    State.UPHELD: _("Upheld."),
    State.DISMISSED: _("Dismissed."),
    State.WITHDRAWN: _("Withdrawn."),
}
STEPS: dict[str, Promise] = {
    "dispute.opened": _("Opened"),
    "dispute.acknowledged": _("Looked at by a curator"),
    "dispute.in_response": _("Author and maker were asked to answer"),
    "dispute.answered": _("Answered by the author"),
    "dispute.escalated": _("Escalated"),
    "dispute.voted": _("A curator voted"),
    "dispute.upheld": _("Upheld"),
    "dispute.dismissed": _("Dismissed"),
    "dispute.withdrawn": _("Withdrawn"),
}


@register.filter
def dispute_state(state: str) -> str:
    return str(STATES[state])


@register.filter
def since(challenge: Challenge) -> str:
    """The day a dispute was opened."""
    return date_format(datetime.fromisoformat(challenge.since))


@register.filter
def dispute_step(verb: str) -> str:
    return str(STEPS[verb])


@register.filter
def contested(links: Iterable[Link]) -> bool:
    """Whether one of the findings that decide a verdict is disputed."""
    return any(link.contested for link in links)


@register.simple_tag
def dispute_url(path: str, finding: str) -> str:
    """Where a finding of this model is disputed."""
    organization, _, name = path.partition("/")
    return reverse("web:dispute-finding", args=[organization, name, finding])


@register.simple_tag
def dispute_stands(page: DisputePage) -> str:
    """Where this dispute stands; once both sides could answer, that."""
    row = page.dispute
    if row.state == State.IN_RESPONSE and row.decidable_at:
        return gettext("Both sides could answer.")
    return dispute_state(row.state)


@register.simple_tag
def dispute_next(page: DisputePage) -> str:
    """What comes next, and by when."""
    row = page.dispute
    match row.state:
        case State.OPEN:
            when = date_format(page.acknowledge_by)
            return gettext("A curator is to look at it by %(when)s.") % {"when": when}
        case State.ACKNOWLEDGED:
            return gettext("Author and maker are being asked.")
        case State.IN_RESPONSE if row.decidable_at is None and row.respond_until:
            return gettext("They can until %(when)s.") % {"when": date_format(row.respond_until)}
        case State.IN_RESPONSE | State.ESCALATED:
            return gettext("A decision is due.")
        case State.UPHELD:
            return gettext("What the finding should say is under review, or has been reviewed.")
        case State.DISMISSED:
            return gettext("The finding stands.")
    return ""

"""A finding is disputed: who is concerned, what is asked of them, how it was decided."""

from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from registry.accounts.models import Notification
from registry.accounts.wording import Said, register
from registry.assessments.disputes import notices as kinds
from registry.badges.reason_words import part_name


def words(told: Notification) -> Said:
    """The model and the finding; what was written stands on the page."""
    component, _bracket, rest = str(told.details.get("finding", "")).partition("[")
    known = {
        "model": told.target,
        "part": part_name(component, rest.removesuffix("]")),
        "until": _day(told.details.get("until", "")),
    }
    path = reverse("web:dispute", args=[told.details["dispute"]])
    subject, text = _said(told)
    return Said(subject, text % known, path)


def _said(told: Notification) -> tuple[str, str]:
    match told.kind:
        case kinds.OPENED:
            return _("A finding is disputed"), _(
                "%(model)s: somebody holds the finding on %(part)s to be wrong. You will be asked to answer."
            )
        case kinds.ANSWER:
            return _("You can answer to a dispute"), _(
                "%(model)s: the finding on %(part)s is disputed. You can answer until %(until)s."
            )
        case kinds.DUE:
            return _("A dispute waits for a curator"), _(
                "%(model)s: the dispute of %(part)s waits to be looked at or decided."
            )
        case kinds.ESCALATED:
            return _("A dispute was escalated"), _(
                "%(model)s: two more curators are asked to decide on %(part)s."
            )
    if told.details.get("state") == "resolved_upheld":
        return _("A dispute was upheld"), _("%(model)s: the finding on %(part)s is to change.")
    return _("A dispute was dismissed"), _("%(model)s: the finding on %(part)s stands.")


def _day(text: str) -> str:
    moment = parse_datetime(text) if text else None
    return date_format(moment) if moment else ""


for kind in (kinds.OPENED, kinds.ANSWER, kinds.DUE, kinds.ESCALATED, kinds.RESOLVED):
    register(kind, words)

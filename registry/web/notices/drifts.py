"""A hub contradicts the record of a model that somebody watches."""

from django.urls import reverse
from django.utils.translation import gettext as _

from registry.accounts.models import Notification
from registry.accounts.wording import Said, register
from registry.badges.reason_words import part_name
from registry.scorecards.watchers import DRIFT_OPENED
from registry.web.templatetags.facts import page_of_model


def words(told: Notification) -> Said:
    """Which model and which part of it; the page says what hub and record say."""
    part = part_name(told.details["component"], told.details.get("qualifier", ""))
    text = _("%(model)s: what the hub shows of %(part)s is not what the record says.") % {
        "model": told.target,
        "part": part,
    }
    number = told.details.get("drift")
    path = reverse("web:drift", args=[number]) if number else page_of_model(told.target, "model")
    return Said(_("A hub contradicts the record of a model you watch"), text, path)


register(DRIFT_OPENED, words)

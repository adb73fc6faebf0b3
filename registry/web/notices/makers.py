"""Somebody speaks for a maker, or does so no longer."""

from django.urls import reverse
from django.utils.translation import gettext as _

from registry.accounts.models import Notification
from registry.accounts.wording import Said, register
from registry.assessments.makers.notices import ENDED, JOINED, LINKED


def words(told: Notification) -> Said:
    """What became of a claim, and whom it concerns."""
    slug, path = told.target, reverse("web:claim", args=[told.target])
    known = {"slug": slug, "shown": told.details.get("shown", "")}
    match told.kind:
        case "maker_linked":
            text = _(
                "You proved to speak for %(slug)s, by %(shown)s. You can reply beside its findings; you "
                "judge no assessment of its models. If this was not you, end it and change your password."
            )
            return Said(_("You speak for a maker now"), text % known, path)
        case "maker_joined":
            text = _("Somebody else proved to speak for %(slug)s, by %(shown)s. Is it one of you?")
            return Said(_("Somebody else speaks for your organization now"), text % known, path)
    return Said(_("You speak for a maker no longer"), _why(told.details.get("why", "")) % known, path)


def _why(why: str) -> str:
    match why:
        case "lost":
            return _("What proved that you speak for %(slug)s, %(shown)s, is not there any more.")
        case "resigned":
            return _("You ended it: you speak for %(slug)s no longer.")
    return _("A curator ended it: you speak for %(slug)s no longer. The log of moderation says why.")


for kind in (LINKED, JOINED, ENDED):
    register(kind, words)

"""Somebody said something: a maker, a reader, or whoever reported it; or one's own words were taken down."""

from django.urls import reverse
from django.utils.translation import gettext as _

from registry.accounts.models import Notification
from registry.accounts.wording import Said, register
from registry.assessments.makers import replies
from registry.assessments.moderation import comments, reports, take_downs
from registry.web.templatetags.facts import model_url, page_of_model


def reply(told: Notification) -> Said:
    """The maker replied."""
    text = _("The maker of %(model)s replied.") % {"model": told.target}
    dispute = told.details.get("dispute")
    page = reverse("web:dispute", args=[dispute]) if dispute else model_url(told.target)
    return Said(_("A maker replied"), text, f"{page}#reply-{told.details['reply']}")


def comment(told: Notification) -> Said:
    text = _("Somebody wrote a comment on %(model)s.") % {"model": told.target}
    page = page_of_model(told.target, "talk")
    return Said(_("A new comment"), text, f"{page}#c-{told.details['comment']}")


def reported(told: Notification) -> Said:
    """For curators: what was reported stands on their page."""
    if told.kind == reports.HELD:
        text = _("Several people reported the same. Where it can be hidden, it is, until you have looked.")
        return Said(_("Something was reported several times"), text, reverse("web:reports"))
    return Said(_("Something was reported"), _("Somebody reported something."), reverse("web:reports"))


def taken(told: Notification) -> Said:
    """One's own words are gone; the reason stands in the public log."""
    text = _("A curator took down words of yours. The log of moderation says why.")
    return Said(_("Words of yours were taken down"), text, f"{reverse('web:moderation')}#log")


register(replies.PUBLISHED, reply)
register(comments.WRITTEN, comment)
register("report_", reported)
register(take_downs.TOLD, taken)

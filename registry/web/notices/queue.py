"""Something has waited for a review for more than a week."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from registry.accounts.models import Notification
from registry.accounts.wording import Said, register
from registry.assessments.reviewing.reminders import KIND


def words(told: Notification) -> Said:
    """How many; the page of reviews shows which."""
    count = int(told.details.get("count", 1))
    text = ngettext(
        "%(count)d assessment that you could judge was handed in more than a week ago.",
        "%(count)d assessments that you could judge were handed in more than a week ago.",
        count,
    )
    return Said(_("Reviews are waiting"), text % {"count": count}, reverse("web:review"))


register(KIND, words)

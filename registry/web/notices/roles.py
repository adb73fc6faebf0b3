"""Roles that were given and taken: to the person, and to all who hold the role."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from registry.accounts.models import Notification, User
from registry.accounts.wording import Said, register
from registry.web.role_words import ROLES

OWN: Mapping[str, Promise] = {
    "role_granted": lazy("You were given a role: %(role)s"),
    "role_revoked": lazy("A role was taken from you: %(role)s"),
    "role_lapsed": lazy("A role of yours has ended: %(role)s"),
}
OTHERS: Mapping[str, Promise] = {
    "role_granted": lazy("Somebody was given a role you hold: %(role)s"),
    "role_revoked": lazy("A role you hold was taken from somebody: %(role)s"),
    "role_lapsed": lazy("A role you hold has ended for somebody: %(role)s"),
}
TEXTS: Mapping[str, Promise] = {
    "role_granted": lazy("%(person)s has the role %(role)s since %(date)s."),
    "role_revoked": lazy("%(person)s has the role %(role)s no longer, since %(date)s."),
    "role_lapsed": lazy("%(person)s did nothing here for a year, so the role %(role)s ended on %(date)s."),
}


def words(told: Notification) -> Said:
    """Who it happened to stands in the text, never in the subject."""
    person = User.objects.filter(pk=told.details["user"]).first()
    is_own = told.details["user"] == told.user_id
    role = str(ROLES[told.details["role"]])
    shown = person.shown_name if person else ""
    said = {"role": role, "person": shown or _("A deleted account"), "date": f"{told.at:%Y-%m-%d}"}
    asked = " " + _("If you do not know why, write to the people who run this site.") if is_own else ""
    subject = (OWN if is_own else OTHERS)[told.kind] % {"role": role}
    return Said(str(subject), str(TEXTS[told.kind] % said) + asked, reverse("web:roles"))


register("role_", words)

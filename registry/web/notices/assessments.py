"""What became of an assessment: to its authors, to who watches the model, to who has to look at it."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from registry.accounts.models import Notification
from registry.accounts.wording import Said, register
from registry.web.templatetags.facts import page_of_model

# Kind -> subject and text. The texts of reviewers stand on the page.
WORDS: Mapping[str, tuple[Promise, Promise]] = {
    "assessment_submitted": (
        _("Somebody proposes facts of a model you watch"),
        _("%(model)s: an assessment waits for review."),
    ),
    "assessment_held": (
        _("Your assessment is held back"),
        _("%(model)s: your assessment is hidden until a curator has looked at it."),
    ),
    "assessment_changes_requested": (
        _("A reviewer asks for changes"),
        _("%(model)s: a reviewer asks you to change something of your assessment, and says what."),
    ),
    "assessment_conflicted": (
        _("The record moved under your assessment"),
        _("%(model)s: the record changed where you propose something else. Choose what is to be proposed."),
    ),
    "assessment_published": (
        _("Your assessment is published"),
        _("%(model)s: what you proposed is part of the record now. Thank you."),
    ),
    "assessment_rejected": (
        _("Your assessment was rejected"),
        _("%(model)s: your assessment was rejected; the reason stands on its page."),
    ),
    "assessment_expiring": (
        _("Your assessment will expire"),
        _("%(model)s: your assessment waits for you, and expires on %(closes)s. Any change keeps it."),
    ),
    "assessment_expired": (
        _("Your assessment has expired"),
        _("%(model)s: nobody came back to your assessment for 90 days. It can still be read."),
    ),
    "emergency_set_back": (
        _("What you proposed was set back"),
        _("%(model)s: a curator set findings of yours back. Another has to confirm it within seven days."),
    ),
    "emergency_to_confirm": (
        _("A curator set findings back: confirm or not"),
        _("%(model)s: findings were set back to what was reviewed before. It is undone unless you confirm."),
    ),
    "emergency_reminder": (
        _("Findings that were set back wait for a second person"),
        _("%(model)s: findings that a curator set back are undone in two days unless somebody confirms."),
    ),
    "emergency_undone": (
        _("Nobody confirmed that findings were set back"),
        _("%(model)s: nobody confirmed it within seven days, so the findings stand again as they were."),
    ),
}


# Where there is something to do; else the page of the assessment.
OF_AUTHORS: Mapping[str, str] = {
    "assessment_held": "assess",
    "assessment_changes_requested": "assess",
    "assessment_conflicted": "assess-merge",
    "assessment_expiring": "assess",
}
OF_CURATORS = {"emergency_to_confirm", "emergency_reminder"}


def words(told: Notification) -> Said:
    """The model by its path, and the way to where one acts, or reads."""
    subject, text = WORDS[told.kind]
    known = {"model": told.target, "closes": told.details.get("closes", "")}
    return Said(str(subject), str(text) % known, _page(told))


def _page(told: Notification) -> str:
    if told.kind in OF_AUTHORS:
        return page_of_model(told.target, OF_AUTHORS[told.kind])
    if told.kind in OF_CURATORS:
        return reverse("web:held")
    return reverse("web:assessment", args=[told.details["assessment"]])


for kind in WORDS:
    register(kind, words)

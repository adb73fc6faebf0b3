"""Why something was not done, in a sentence that says what can be done instead."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from registry.assessments.refusals import Missing, Refused, TooMany

# What was refused as a whole.
WORDS: Mapping[str, str | Promise] = {
    "needs_role": _("Your account does not have the role that this takes."),
    "not_yours": _("This belongs to somebody else."),
    "not_a_member": _(
        "Hugging Face did not name you as a member of %(slug)s when you last signed in with it. Sign in with "
        "it again, and let it tell us your organizations."
    ),
    "not_a_maker": _("Only somebody who has proved to speak for %(slug)s can reply in its name."),
    "proof_rests": _(
        "Your proof to speak for %(slug)s was last seen more than a day ago. It is being looked at again: "
        "try in a minute. If you proved it by signing in with Hugging Face, do that again."
    ),
    "party_to_it": _("You, or another account of yours, have a part in this."),
    "tied_to_the_maker": _("You have ties to the maker of this model."),
    "not_the_author": _("Only an author of the finding can answer here."),
    "not_on_hub": _("This organization is no account on Hugging Face, so it cannot be claimed there."),
    "too_many_claims": _("You have %(most)d open claims. Withdraw one first."),
    "claim_closed": _("This claim is closed. Begin another."),
    "ended_already": _("This has ended already."),
    "nothing_published": _(
        "Nobody has recorded this finding yet: only a hub says it. Propose what it should say instead."
    ),
    "disputed_already": _("You have an open dispute of this finding. Withdraw it first."),
    "closed_already": _("This dispute is closed."),
    "not_asked_for": _("Answers are not asked for at the moment."),
    "answered_already": _("You have answered already."),
    "cannot_be_escalated": _(
        "It can be escalated once: while both sides are heard, or within 14 days of the decision."
    ),
    "voted_already": _("You have voted already."),
    "not_in_this_state": _("Somebody else has moved this on meanwhile. Look at it again."),
    "not_heard_yet": _("It can be decided when both sides have answered, or their time is up."),
    "not_public": _("This is not open to discussion."),
    "too_late_to_edit": _("A comment can be changed for a day after it was written."),
    "gone_already": _("This comment is gone already."),
    "not_held": _("This is not held any more."),
    "no_such_thing": _("What this is about is not here any more."),
    "no_such_finding": _("There is no such finding."),
    "reported_already": _("You have reported this already. Curators will look at it."),
    "nothing_to_take_down": _("No word of it is left to take down."),
    "too_many_looks": _("You have asked for many looks."),
    "dismissed_too_often": _("Three of your disputes were dismissed lately, so you may open one in 30 days."),
    "disputes_a_day": _("You have opened as many disputes as you may in a day."),
    "comments_a_day": _("You have written as many comments as you may in a day."),
    "reports_a_day": _("No more can be reported from here today."),
    "replies_a_day": _("This organization has replied as often as it may in a day."),
    "nothing_proposed": _("What would be proposed is what the record says already."),
}
# What is wrong in one place of a form.
PLACES: Mapping[str, str | Promise] = {
    "not_of_organization": _("Name a repository of %(slug)s, as in %(slug)s/name."),
    "empty": _("Write at least %(shortest)d characters."),
    "too_short": _("Write at least %(shortest)d characters."),
    "too_long": _("This is too long: at most %(longest)d characters."),
    "placeholder": _("This stands for something still to be written. Write it out, or leave it."),
    "too_many_links": _("There are too many addresses in this text."),
    "none": _("Name at least one page that shows it."),
    "too_many": _("Name at most %(most)d pages."),
    "not_an_address": _("An address begins with https:// or http://."),
    "not_a_past_day": _("A date is written as in 2026-11-23, and lies in the past."),
    "not_listed": _("Choose one of these."),
}
_DEFAULTS = {"shortest": 1, "longest": 1000, "most": 1, "slug": ""}


def why(error: Refused) -> str:
    """The sentence for the top of a page or a form."""
    said = _said(WORDS.get(error.code, _("This cannot be done as things are.")), error.params)
    return f"{said} {_wait(error.wait)}" if isinstance(error, TooMany) else said


def lacks(missing: Missing) -> str:
    """The sentence for one place."""
    return _said(PLACES.get(missing.code, _("Something is missing here.")), missing.params)


def _said(sentence: str | Promise, params: Mapping[str, Any]) -> str:
    return str(sentence) % {**_DEFAULTS, **params}


def _wait(wait: timedelta) -> str:
    hours = -(-int(wait.total_seconds()) // 3600)
    if hours <= 1:
        return gettext("Try again in an hour.")
    if hours < 48:
        return ngettext("Try again in %(hours)d hour.", "Try again in %(hours)d hours.", hours) % {
            "hours": hours
        }
    days = -(-hours // 24)
    return ngettext("Try again in %(days)d day.", "Try again in %(days)d days.", days) % {"days": days}

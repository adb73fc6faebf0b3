"""Refusals of a review in sentences: what is missing, and what became of what was typed."""

from django.utils.translation import gettext, gettext_lazy

from registry.assessments.refusals import Missing, NotAllowed, NotYet, Refused, Stale, TooMany, WrongState
from registry.web.visible import on_one_line

REFUSALS = {
    "own": gettext_lazy("This is your own assessment: somebody else has to judge it."),
    "co_author": gettext_lazy("You wrote a part of it: somebody else has to judge it."),
    "linked_account": gettext_lazy("It was written by an account held to be yours."),
    "maker": gettext_lazy("You speak for the maker of this model."),
    "mail_domain": gettext_lazy("You have a verified address at the maker of this model."),
    "declared": gettext_lazy("You said that you have ties to the maker of this model."),
    "second_factor": gettext_lazy("Show your second factor first: sign in with it."),
    "needs_role": gettext_lazy("Only reviewers judge assessments."),
}


def why(error: Refused) -> str:
    """One sentence for the top of the page."""
    match error:
        case NotAllowed():
            return refusal(error.code)
        case Stale():
            return gettext(
                "The author changed this assessment while you looked at it. Your words are kept; what "
                "changed has to be looked at again."
            )
        case WrongState(code="already_approved"):
            return gettext("You have approved this assessment already.")
        case WrongState():
            return gettext("This assessment does not wait for review any more.")
        case TooMany():
            return gettext("Too much at once. Wait a while and try again.")
        case NotYet():
            return " ".join(dict.fromkeys(lacks(one) for one in error.missing))
    return gettext("This cannot be done.")


def lacks(missing: Missing) -> str:
    """What one thing that is missing means."""
    match missing.code:
        case "reason" | "reason_too_short":
            least = missing.params.get("least", 20)
            return gettext("Give a reason of at least %(least)d characters: it is public.") % {"least": least}
        case "too_long":
            return gettext("This is too long: at most %(most)d characters.") % {
                "most": missing.params["most"]
            }
        case "dead_proof":
            return gettext(
                "%(url)s answers that the page is gone. What is said to be out cannot be accepted on it: ask "
                "for a living page or an archived copy."
            ) % {"url": on_one_line(str(missing.params["url"]))}
        case "shut_proof":
            return gettext(
                "%(url)s did not open from here. To accept it all the same, say how you know what it says, "
                "in at least %(least)d characters: it is public."
            ) % {"url": on_one_line(str(missing.params["url"])), "least": missing.params["least"]}
        case "choice":
            return gettext("Choose what is to be done.")
        case "mark":
            return gettext("Not every finding is marked yet.")
    return gettext("Something is missing.")


def of_text(error: Refused | None) -> str:
    """What is wrong with the reason; "" when that is not what is wrong."""
    if not isinstance(error, NotYet):
        return ""
    found = [one for one in error.missing if one.place in ("text", "because")]
    return lacks(found[0]) if found else ""


def refusal(code: str) -> str:
    """Why this person may not judge."""
    return str(REFUSALS.get(code, gettext("You may not judge this assessment.")))

"""Refusals of a review in sentences: what is missing, and what became of what was typed."""

from django.utils.translation import gettext

from registry.assessments.refusals import Missing, NotAllowed, NotYet, Refused, Stale, TooMany, WrongState
from registry.web.templatetags.reviewing import plain, refusal


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
            ) % {"url": plain(str(missing.params["url"]))}
        case "mark":
            return gettext("Not every finding is marked yet.")
    return gettext("Something is missing.")


def of_text(error: Refused | None) -> str:
    """What is wrong with the reason; "" when that is not what is wrong."""
    if not isinstance(error, NotYet):
        return ""
    found = [one for one in error.missing if one.place in ("text", "because")]
    return lacks(found[0]) if found else ""

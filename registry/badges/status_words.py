"""What the state of the site says to people: what is the matter, and what comes next."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.badges.status import Reason, Trouble

HUBS = {
    "huggingface": "Hugging Face",
    "github": "GitHub",
    "modelscope": "ModelScope",
    "zenodo": "Zenodo",
    "swh": "Software Heritage",
}

_WHAT = {
    Trouble.DATABASE: gettext_lazy("The database does not answer. Badges are served as they were last."),
    Trouble.BROKER: gettext_lazy(
        "The message broker does not answer. No work is lost: it is recorded, and begins once that is back."
    ),
    Trouble.SCHEDULER: gettext_lazy(
        "The scheduler has not been heard of. What it missed is made up for once it is."
    ),
    Trouble.JOBS_LATE: gettext_lazy("Work in the background is late."),
    Trouble.JOBS_PARKED: gettext_lazy("Some work gave up within the last day and waits for the operators."),
    Trouble.HUB_UNREACHABLE: gettext_lazy(
        "%(hub)s cannot be reached. What was read before stays as it is; it is tried again by itself."
    ),
    Trouble.HUB_UNAUTHORIZED: gettext_lazy(
        "%(hub)s refuses our token. Nothing is concluded from that; the operators have to mend it."
    ),
    Trouble.HUB_WARNING: gettext_lazy("%(hub)s gave something that a person has to look at."),
    Trouble.TAIL_LATE: gettext_lazy("Changes on %(hub)s were not looked at for more than an hour."),
    Trouble.SWEEP_LATE: gettext_lazy("%(hub)s was not read in full for more than a week."),
    Trouble.BADGES_LATE: gettext_lazy(
        "Badges do not follow the record at the moment; they show what was last known."
    ),
}


def sentence(reason: Reason) -> str:
    """What is the matter, and what comes next."""
    return str(_WHAT[reason.trouble]) % {"hub": hub_name(reason.subject)}


def hub_name(slug: str) -> str:
    return HUBS.get(slug, slug)


def hub_state(state: str) -> str:
    """How a hub answers, in a word or two."""
    return {
        "ok": _("answers"),
        "unreachable": _("out of reach"),
        "unauthorized": _("refuses our token"),
        "not_configured": _("not configured"),
        "unasked": _("not asked yet"),
        "limited": _("asked us to wait"),
    }.get(state, state)


def hub_next(state: str) -> str:
    """What comes next with a hub in this state; "" where nothing has to."""
    return {
        "unreachable": _("It is tried again by itself. Facts read before stay, with their date."),
        "unauthorized": _(
            "The operators have to set another token. Facts read before stay, with their date."
        ),
        "not_configured": _("Nothing is read from it until the operators ask for it."),
        "unasked": _("It is asked as soon as something is to be read from it."),
        "limited": _("Reading goes on when its window ends."),
    }.get(state, "")

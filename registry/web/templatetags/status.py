"""The state of the site in words."""

from datetime import datetime

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from registry.badges import status_words
from registry.badges.status import Reason
from registry.refresh.queries import Hub

register = template.Library()

register.filter("hub_called", status_words.hub_name)
MARKS = {"ok": "y", "unreachable": "n", "unauthorized": "n"}


@register.filter
def what_is_wrong(reason: Reason) -> str:
    return status_words.sentence(reason)


@register.filter
def hub_answers(hub: Hub) -> str:
    return status_words.hub_state(hub.state)


@register.filter
def hub_next(hub: Hub) -> str:
    return status_words.hub_next(hub.state)


@register.filter
def hub_mark(hub: Hub) -> str:
    """Which sign stands beside a hub's state; a state that is nobody's trouble has the open one."""
    return MARKS.get(hub.state, "u")


@register.filter
def percent(share: float) -> str:
    """ "43 %" of something under way, never 100 before all is done."""
    return f"{min(int(share * 100), 99)} %"


@register.filter
def share(part: float) -> str:
    """ "97 %": 100 means all, and 0 none."""
    return f"{100 if part == 1 else min(int(part * 100), 99)} %"


@register.simple_tag
def ago(moment: datetime | None, now: datetime) -> str:
    """How long ago, in one unit that tells enough."""
    if moment is None:
        return _("never")
    return lasting((now - moment).total_seconds(), _("%(time)s ago"))


@register.filter
def lasting(seconds: float, frame: str = "%(time)s") -> str:
    """A length of time in one unit."""
    minutes = int(max(seconds, 0) // 60)
    if minutes < 1:
        return frame % {"time": _("less than a minute")}
    if minutes < 120:
        time = ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    elif minutes < 48 * 60:
        time = _("%(n)d hours") % {"n": minutes // 60}
    else:
        time = _("%(n)d days") % {"n": minutes // 1440}
    return frame % {"time": time}

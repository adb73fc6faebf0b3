"""Reviews in words: states, marks, acts, people and refusals."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext, gettext_lazy, ngettext

from registry.assessments.proposals.proposed import Proposed
from registry.assessments.refusals import Refused
from registry.badges import words
from registry.openness.facts import ReleaseFact
from registry.openness.verdict import Verdict
from registry.web.reviewing import said
from registry.web.templatetags.facts import (
    component_name,
    license_of,
    release_value,
    released,
)
from registry.web.visible import on_one_line

register = template.Library()
Value = TypeVar("Value")

STATES = {
    "draft": gettext_lazy("Draft"),
    "submitted": gettext_lazy("Waits for review"),
    "quarantined": gettext_lazy("Held"),
    "changes_requested": gettext_lazy("Changes asked for"),
    "conflicted": gettext_lazy("Conflicts with a newer revision"),
    "published": gettext_lazy("Accepted"),
    "rejected": gettext_lazy("Rejected"),
    "withdrawn": gettext_lazy("Withdrawn by its author"),
    "expired": gettext_lazy("Expired: nobody came back to it"),
}
ORIGINS = {
    "edit": gettext_lazy("edit"),
    "revert": gettext_lazy("undoes a change"),
    "drift": gettext_lazy("from a drift"),
    "prefill": gettext_lazy("prefilled"),
}
VERDICTS = {
    "approve": gettext_lazy("accepted"),
    "ask": gettext_lazy("asked for changes"),
    "reject": gettext_lazy("rejected"),
}
MARKS = {
    "accept": gettext_lazy("Accepted"),
    "ask": gettext_lazy("Asked"),
    "reject": gettext_lazy("Rejected"),
}
ACTS = {
    "assessment.held": gettext_lazy("An assessment was held back"),
    "assessment.released": gettext_lazy("An assessment that was held back was let through"),
    "assessment.rejected": gettext_lazy("An assessment that was held back was discarded"),
    "assessment.reverted": gettext_lazy("It was proposed to undo a change"),
    "emergency.set_back": gettext_lazy("A change was set back at once, for somebody else to confirm"),
    "emergency.confirmed": gettext_lazy("That a change was set back was confirmed"),
    "emergency.undone": gettext_lazy("What was set back was put in again, as nobody confirmed it in time"),
}
MARK_SIGNS = {"accept": "y", "ask": "u", "reject": "n"}


@register.filter
def one_line(text: str) -> str:
    return on_one_line(text)


@register.filter
def outcome(result: Verdict) -> str:
    """The outcome alone, where the level that is shown stays the same."""
    return words.label(replace(result, level="", score=None))


@register.simple_tag
def person_named(name: str) -> SafeString:
    """A person by handle, linked to their page; what is left of a deleted account is called so."""
    shown = gettext("deleted account") if name.startswith("deleted-") else name
    return format_html('<a href="{}">{}</a>', reverse("web:person", args=[name]), shown)


@register.simple_tag
def people_named(names: Iterable[str]) -> SafeString:
    return format_html_join(", ", "{}", ((person_named(name),) for name in names))


@register.filter
def said_by(proposed: Proposed) -> str:
    """A proposed fact in one line."""
    if proposed.retract:
        return gettext("taken back")
    if isinstance(proposed.fact, ReleaseFact):
        return on_one_line(release_value(proposed.fact))
    return on_one_line(", ".join(filter(None, (released(proposed.fact), license_of(proposed.fact)))))


@register.filter
def first_part(path: str) -> str:
    """The organization of org/name."""
    return path.partition("/")[0]


@register.filter
def act_words(verb: str) -> str:
    """What a curator did with an assessment, or the machine in the place of one."""
    return str(ACTS.get(verb, verb))


@register.filter
def behind(found: Mapping[int, Value], number: int) -> Value | None:
    """What stands behind the revision of this number."""
    return found.get(number)


@register.filter
def state_of(value: str) -> str:
    """Where an assessment stands."""
    return str(STATES.get(value, value))


@register.filter
def began_as(value: str) -> str:
    """What an assessment began from."""
    return str(ORIGINS.get(value, value))


@register.filter
def verdict_of(value: str) -> str:
    """What a reviewer did."""
    return str(VERDICTS.get(value, value))


@register.simple_tag
def mark_sign(mark: str) -> SafeString:
    """How a finding was marked: sign and word."""
    if mark not in MARKS:
        return SafeString("")
    return format_html(
        '<span class="v {0}"><svg aria-hidden="true"><use href="#i-{0}"/></svg>{1}</span>',
        MARK_SIGNS[mark],
        MARKS[mark],
    )


@register.filter
def refusal(code: str) -> str:
    """Why this person may not judge."""
    return said.refusal(code)


@register.filter
def why_refused(error: Refused) -> str:
    """Why a verb was refused, in one sentence."""
    return said.why(error)


@register.filter
def finding_name(name: str) -> str:
    """ "Final weights (vae)" for final-weights[vae]."""
    component, _, rest = name.partition("[")
    part = rest.removesuffix("]")
    return f"{component_name(component)} ({on_one_line(part)})" if part else component_name(component)


@register.filter
def since(moment: datetime) -> str:
    """How long ago, in its largest unit: "2 hours"."""
    return timesince(moment, depth=1)


@register.simple_tag
def finding_url(assessment_id: object, name: str, query: str = "") -> str:
    """Where a reviewer judges one finding."""
    return reverse("web:review-finding", args=[assessment_id, name]) + query


@register.simple_tag
def changes_verdicts(number: int) -> str:
    return ngettext("Changes %(n)d verdict", "Changes %(n)d verdicts", number) % {"n": number}

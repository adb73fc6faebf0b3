"""Published ratings in words: whose they are, what they rate, and ours beside them."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy

from registry.scorecards.comparisons import Agreement, Comparison
from registry.scorecards.queries import RatingRow
from registry.web.ratings import Rated
from registry.web.templatetags.facts import SOURCES, lower_first
from registry.web.templatetags.fingerprint import state

register = template.Library()

DIMENSIONS = {
    "score": gettext_lazy("Score"),
    "package": gettext_lazy("Package"),
    "api": gettext_lazy("API"),
    "weights": gettext_lazy("Weights"),
    "training_code": gettext_lazy("Training code"),
    "inference_code": gettext_lazy("Inference code"),
    "training_flop": gettext_lazy("Training compute, FLOP"),
    "class": gettext_lazy("Class"),
    "indicators": gettext_lazy("Indicators satisfied"),
    "validation": gettext_lazy("Outcome"),
}
# Values and steps of scales that are no words as they stand.
VALUES = {
    "passed": gettext_lazy("Passed"),
    "license_issue": gettext_lazy("Would probably pass under another license"),
    "did_not_pass": gettext_lazy("Did not pass"),
    "meets": gettext_lazy("Meets"),
    "does_not_meet": gettext_lazy("Does not meet"),
    "not released": gettext_lazy("Not released"),
    "released under limits": gettext_lazy("Released under limits"),
    "released openly": gettext_lazy("Released openly"),
    "open_source": gettext_lazy("Open source"),
    "open_weights": gettext_lazy("Open weights"),
    "restricted": gettext_lazy("Restricted"),
    "closed": gettext_lazy("Closed"),
    "partial": gettext_lazy("Partial"),
    "open": gettext_lazy("Open"),
}
# What has to be said wherever a source is quoted.
CAVEATS = {
    "osi": gettext_lazy("Not a certification of any kind."),
    "fmti": gettext_lazy(
        "Of the developer, not of one model. Editions differ in their indicators and are not compared."
    ),
    "osai-2024-10": gettext_lazy("Superseded on 13 March 2026."),
}
KINDS = {
    "family": gettext_lazy("Family %(name)s"),
    "organization": gettext_lazy("Organization %(name)s"),
}
_LETTERS = {"open": "o", "partial": "p", "closed": "c"}


@register.filter
def rater(row: RatingRow) -> str:
    """Who publishes a rating: "Epoch AI"."""
    return str(SOURCES.get(row.origin, row.origin))


@register.filter
def caveat(row: RatingRow) -> str:
    return str(CAVEATS.get(row.origin, ""))


@register.filter
def rated_kind(row: RatingRow) -> str:
    """ "Family Falcon"."""
    return str(KINDS[row.about]) % {"name": row.about_name}


@register.filter
def dimension_name(rated: Rated) -> str:
    return str(DIMENSIONS.get(rated.row.dimension) or gettext(rated.label))


@register.filter
def published_value(row: RatingRow) -> SafeString | str:
    """A value as its source publishes it."""
    if row.origin.startswith("osai") and row.value in _LETTERS:
        return state(_LETTERS[row.value])
    return str(VALUES.get(row.value, row.value))


@register.filter
def own_value(comparison: Comparison | None) -> SafeString | str:
    """What our record gives for the same question; empty where there is no counterpart."""
    if comparison is None:
        return ""
    if comparison.agreement is Agreement.CANNOT_TELL:
        return format_html('<span class="mut">{}</span>', gettext("Cannot tell"))
    if not comparison.words:
        return comparison.ours
    low, high = comparison.words[int(comparison.low)], comparison.words[int(comparison.high)]
    if low != high:
        return gettext("%(low)s to %(high)s") % {
            "low": VALUES.get(low, low),
            "high": lower_first(str(VALUES.get(high, high))),
        }
    return state(_LETTERS[low]) if set(comparison.words) == set(_LETTERS) else str(VALUES[low])

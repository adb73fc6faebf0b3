"""Drifts and observations in words: what the record says, what a hub says, and when that was seen."""

from urllib.parse import quote

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy

from registry.openness.facts import Availability, Gate
from registry.scorecards.queries import DriftRow, TimelineRow
from registry.web import visible as text
from registry.web.templatetags.facts import AVAILABILITY, GATE, HUBS, hub_name, license_title, proof_link

register = template.Library()

FACETS = {
    "availability": gettext_lazy("Availability"),
    "gate": gettext_lazy("Gate"),
    "license": gettext_lazy("License"),
}
# What a hub says of weights without naming a value.
REASONS = {
    "weights_removed": gettext_lazy("Weight files removed from the repository"),
    "disabled": gettext_lazy("Repository disabled by the hub"),
    "repository_gone": gettext_lazy("Repository gone: not shown on two days"),
}
CLOSED = {
    "gone": gettext_lazy("the hub says again what the record says"),
    "accepted": gettext_lazy("a review accepted what the hub says"),
    "kept": gettext_lazy("a review kept the record"),
}
EVENTS = {
    "renamed": gettext_lazy("Renamed"),
    "gated": gettext_lazy("Put behind a gate"),
    "ungated": gettext_lazy("The gate was taken away"),
    "private": gettext_lazy("Made private"),
    "visible": gettext_lazy("Visible again"),
    "disabled": gettext_lazy("Disabled by the hub"),
    "enabled": gettext_lazy("Enabled again"),
    "weights_removed": gettext_lazy("Weight files removed"),
    "weights_returned": gettext_lazy("Weight files added"),
    "missing": gettext_lazy("Not shown any more: missing, private or deleted"),
    "gone": gettext_lazy("Gone: not shown on a second day either"),
    "returned": gettext_lazy("Shown again"),
    "replaced": gettext_lazy("Another repository stands at its path; nothing is taken over from it"),
}
FIELDS = {
    "license": gettext_lazy("License"),
    "license_name": gettext_lazy("Name of the license"),
    "license_link": gettext_lazy("Link to the license"),
    "license_digest": gettext_lazy("Text of the license, SHA-256"),
    "gated": gettext_lazy("Gate"),
    "disabled": gettext_lazy("Disabled"),
    "private": gettext_lazy("Private"),
    "eu_excluded": gettext_lazy("Closed to readers in the EU"),
    "files": gettext_lazy("Files"),
    "parameters": gettext_lazy("Parameters"),
    "bases": gettext_lazy("Made from"),
    "datasets": gettext_lazy("Datasets"),
    "arxiv": gettext_lazy("Papers"),
    "library": gettext_lazy("Library"),
    "custom_code": gettext_lazy("Code of its own"),
    "pipeline": gettext_lazy("Task"),
    "has_evaluation": gettext_lazy("Evaluation results"),
    "marks": gettext_lazy("Odd about the answer"),
}
SHOWN = 12  # letters of a commit


@register.filter
def visible(value: object) -> str:
    """A stranger's text with what cannot be seen in it written out."""
    return text.visible(value)


@register.filter
def facet_name(facet: str) -> str:
    return str(FACETS.get(facet, facet))


@register.filter
def record_says(drift: DriftRow) -> str:
    """The value of the record, in the same words as everywhere."""
    return _value(drift.facet, drift.recorded)


@register.filter
def hub_says(drift: DriftRow) -> str:
    """What the hub says against it: a value, or that weights it showed are there no more."""
    return str(REASONS.get(drift.reason) or _value(drift.facet, drift.observed))


def _value(facet: str, value: str) -> str:
    match facet:
        case "availability":
            return str(AVAILABILITY.get(Availability(value), value))
        case "gate":
            return gettext("no gate") if value == Gate.NONE else str(GATE.get(Gate(value), value))
        case "license":
            return text.visible(license_title(value)) or gettext("Not stated")
    return text.visible(value)


@register.filter
def closed_because(drift: DriftRow) -> str:
    return str(CLOSED.get(drift.state, drift.state))


@register.filter
def event_name(row: TimelineRow) -> str:
    return str(EVENTS.get(row.event, row.event))


@register.filter
def field_name(name: str) -> str:
    """What a hub calls a field of its answer, in words."""
    return str(FIELDS.get(name, name))


@register.simple_tag
def commit_link(hub: str, repo_id: str, commit: str) -> SafeString | str:
    """The repository at this commit, on its hub; without a commit, the repository."""
    words = format_html('<span class="mono">{}</span>', commit[:SHOWN]) if commit else hub_name(hub)
    if hub not in HUBS:
        return words
    rest = f"/tree/{quote(commit)}" if commit else ""
    return proof_link(HUBS[hub][1] + quote(repo_id) + rest, words)

"""Facts in words: what was released of a component, under which license, and where that can be seen."""

import json
from collections.abc import Sequence

from django import template
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, gettext_lazy

from registry.badges.reason_words import joined, values
from registry.openness import components, licenses
from registry.openness.facts import (
    NOASSERTION,
    NONE,
    Availability,
    Coverage,
    Fact,
    Gate,
    Quality,
    ReleaseFact,
)
from registry.web.addresses import host, model_url, page_of_model, proof_link, revision_url
from registry.web.dates import day
from registry.web.source_words import (
    CAUSES,
    ENTRY_STATES,
    HUBS,
    KINDS,
    ORIGINS,
    SOURCES,
    STATES,
    cause,
    hub_link,
    hub_name,
    kind_name,
    origin_name,
    source_link,
    source_name,
    source_of,
    state_name,
    whose_words,
)

__all__ = [
    "CAUSES",
    "ENTRY_STATES",
    "HUBS",
    "KINDS",
    "ORIGINS",
    "SOURCES",
    "STATES",
    "cause",
    "day",
    "host",
    "hub_link",
    "hub_name",
    "kind_name",
    "model_url",
    "origin_name",
    "page_of_model",
    "proof_link",
    "revision_url",
    "source_link",
    "source_name",
    "source_of",
    "state_name",
    "whose_words",
]

register = template.Library()
for of_value in (
    cause,
    day,
    hub_name,
    host,
    kind_name,
    model_url,
    origin_name,
    source_name,
    source_of,
    state_name,
    whose_words,
):
    register.filter(of_value)
for tag in (hub_link, page_of_model, proof_link, revision_url, source_link):
    register.simple_tag(tag)

AVAILABILITY = {
    Availability.RELEASED: gettext_lazy("Released"),
    Availability.RELEASED_GATED: gettext_lazy("Released behind a gate"),
    Availability.RECONSTRUCTIBLE: gettext_lazy("Can be rebuilt from what is released"),
    Availability.ENUMERATED: gettext_lazy("Parts listed, not released"),
    Availability.DESCRIBED: gettext_lazy("Described, not released"),
    Availability.MENTIONED: gettext_lazy("Mentioned, not released"),
    Availability.WITHHELD: gettext_lazy("Not released"),
    Availability.UNKNOWN: gettext_lazy("Not assessed"),
    Availability.NOT_APPLICABLE: gettext_lazy("Does not apply"),
}
COVERAGE = {
    Coverage.ALL: gettext_lazy("complete"),
    Coverage.MOST: gettext_lazy("most of it"),
    Coverage.SOME: gettext_lazy("part of it"),
    Coverage.UNKNOWN: gettext_lazy("how much is not known"),
}
GATE = {
    Gate.CLICKTHROUGH: gettext_lazy("after accepting terms"),
    Gate.REGISTRATION: gettext_lazy("after registration"),
    Gate.APPROVAL: gettext_lazy("after approval"),
    Gate.PAYMENT: gettext_lazy("after payment"),
}
QUALITY = {
    Quality.COMPREHENSIVE: gettext_lazy("comprehensive"),
    Quality.PARTIAL: gettext_lazy("covers only part"),
    Quality.STUB: gettext_lazy("hardly more than a stub"),
    Quality.UNKNOWN: gettext_lazy("how thorough is not assessed"),
}
INHERITED = {
    "distribution": gettext_lazy("the whole release"),
    "code": gettext_lazy("the code"),
    "data": gettext_lazy("the data"),
    "document": gettext_lazy("the documents"),
}
RELEASE_FACTS = {
    "modality": gettext_lazy("Modality"),
    "stages": gettext_lazy("Training stages"),
    "training_flop": gettext_lazy("Training compute, FLOP"),
    "gpai": gettext_lazy("General-purpose AI model"),
    "systemic_risk": gettext_lazy("Systemic risk, as the AI Act uses the word"),
    "monetization": gettext_lazy("How it is sold"),
    "public_api": gettext_lazy("Public API"),
    "staged_release": gettext_lazy("Staged release"),
    "registry_package": gettext_lazy("In a package registry"),
    "claims_open_source": gettext_lazy("Called open source by its maker"),
    "completeness_claim": gettext_lazy("Said to be complete by"),
    "completeness_check": gettext_lazy("Completeness checked by"),
    "rebuild_judgment": gettext_lazy("Could be rebuilt by a skilled person"),
}


_READABLE = Availability.RELEASED_GATED.rung


@register.filter
def released(fact: Fact) -> str:
    """ "Released after accepting terms, complete"."""
    parts = [str(AVAILABILITY[fact.availability])]
    if fact.availability is Availability.RELEASED_GATED and fact.gate in GATE:
        parts = [gettext("Released %(gate)s") % {"gate": GATE[fact.gate]}]
    if fact.availability.rung >= Availability.ENUMERATED.rung and fact.coverage in COVERAGE:
        parts.append(str(COVERAGE[fact.coverage]))
    if components.ALL[fact.component].kind == "document" and fact.availability.rung >= _READABLE:
        parts.append(str(QUALITY[fact.quality]))
    return ", ".join(parts)


@register.filter
def license_of(fact: Fact) -> str:
    """The license in words, or why there is none to name."""
    if components.ALL[fact.component].kind == "fact":
        return ""
    if fact.license == NONE:
        return gettext("No license")
    if fact.license != NOASSERTION:
        return licenses.title(fact.license)
    return gettext("Not stated") if fact.availability.rung >= Availability.ENUMERATED.rung else ""


@register.filter
def license_title(expression: str) -> str:
    """ "Llama 3.1 Community"; empty for no statement."""
    if expression in ("", NOASSERTION):
        return ""
    return gettext("No license") if expression == NONE else licenses.title(expression)


@register.filter
def inherited(fact: Fact) -> str:
    """What the license was stated for, in words; empty when it was stated for the part itself."""
    return str(INHERITED.get(fact.license_inherited_from, fact.license_inherited_from))


@register.filter
def component_name(slug: str) -> str:
    """The name of a component, or of a release fact."""
    if slug in components.ALL:
        return gettext(components.ALL[slug].name)
    return str(RELEASE_FACTS.get(slug, slug))


@register.simple_tag
def what_counts(slug: str) -> SafeString | str:
    """The name of a component, linked to where it says what counts as it."""
    part = components.ALL.get(slug)
    if part is None or not part.headline:
        return component_name(slug)
    address = reverse("web:component", args=[part.headline])
    return format_html('<a href="{}#{}">{}</a>', address, slug, component_name(slug))


@register.filter
def release_value(fact: ReleaseFact) -> str:
    """The value in words; a figure may be a range."""
    low, _, high = fact.value.partition("..")
    if high:
        return gettext("%(low)s to %(high)s") % {"low": low, "high": high}
    return values(fact.value)


@register.filter
def grouped(number: int) -> str:
    """ "1,942"."""
    return number_format(number, force_grouping=True)


@register.filter
def last_part(path: str) -> str:
    return path.rpartition("/")[2]


@register.filter
def lower_first(text: str) -> str:
    """Inside a sentence: "final weights", but "OSAI" as it is, and German as it is."""
    return text if get_language() == "de" or text[1:2].isupper() else text[:1].lower() + text[1:]


@register.filter
def listed(names: Sequence[str]) -> str:
    """ "Epoch AI and os-ai-map"."""
    return joined(names)


_SCRIPT_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag
def linked_data(value: object) -> SafeString:
    """JSON-LD as a data block, which no browser runs; nothing inside can end it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_SCRIPT_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))


@register.filter
def translated(word: str) -> str:
    """A word of the vocabulary, such as the name of a group, in the reader's language."""
    return gettext(word)

"""Facts in words: what was released of a component, under which license, and where that can be seen."""

import json
from datetime import date
from urllib.parse import quote, urlsplit

from django import template
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, gettext_lazy

from registry.badges.reason_words import values
from registry.catalog.models import OF_MODELS
from registry.openness import components, licenses
from registry.openness.definitions import Definition
from registry.openness.facts import (
    NOASSERTION,
    NONE,
    Availability,
    Coverage,
    Fact,
    Gate,
    Origin,
    Quality,
    ReleaseFact,
)
from registry.scorecards.queries import HubEntryRow, SourceRow

register = template.Library()

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


@register.filter
def release_value(fact: ReleaseFact) -> str:
    """The value in words; a figure may be a range."""
    low, _, high = fact.value.partition("..")
    if high:
        return gettext("%(low)s to %(high)s") % {"low": low, "high": high}
    return values(fact.value)


CAUSES = {
    "hub": gettext_lazy("the hub changed"),
    "base": gettext_lazy("a base model changed"),
    "import": gettext_lazy("imported"),
    "review": gettext_lazy("reviewed"),
    "rules": gettext_lazy("rules changed"),
}


@register.filter
def cause(value: str) -> str:
    """Why a revision was made."""
    return str(CAUSES.get(value, value))


@register.filter
def grouped(number: int) -> str:
    """ "1,942"."""
    return number_format(number, force_grouping=True)


ORIGINS = {
    Origin.REVIEWED: gettext_lazy("Reviewed here"),
    Origin.IMPORTED: gettext_lazy("Imported"),
    Origin.OBSERVED: gettext_lazy("Read from the hub by machine"),
}
SOURCES = {
    "mot": gettext_lazy("Model Openness Tool records"),
    "osai": gettext_lazy("European Open Source AI Index"),
    "osai-2024-10": gettext_lazy("European Open Source AI Index, 14 dimensions"),
    "fmti": gettext_lazy("Foundation Model Transparency Index"),
    "epoch": gettext_lazy("Epoch AI"),
    "os-ai-map": gettext_lazy("os-ai-map"),
    "osi": gettext_lazy("Open Source Initiative, validation phase"),
    "sourceform": gettext_lazy("Sourceform, from published records"),
    "operator": gettext_lazy("Operator of this site"),
}
STATES = {
    "draft": gettext_lazy("Machine draft"),
    "imported": gettext_lazy("Imported, unreviewed"),
    "reviewed": gettext_lazy("Reviewed"),
}
KINDS = {
    "definition": gettext_lazy("Definition"),
    "position": gettext_lazy("Position"),
    "law": gettext_lazy("Law, indicative and no legal advice"),
    "proposal": gettext_lazy("Proposal"),
    "index": gettext_lazy("Index"),
    "standard": gettext_lazy("Standard"),
    "draft": gettext_lazy("Draft"),
    "paper": gettext_lazy("Research paper"),
}
ENTRY_STATES = {
    "archived": gettext_lazy("archived"),
    "closed": gettext_lazy("closed or under embargo"),
}
HUBS = {
    "huggingface": ("Hugging Face", "https://huggingface.co/"),
    "github": ("GitHub", "https://github.com/"),
    "modelscope": ("ModelScope", "https://modelscope.cn/models/"),
    "zenodo": ("Zenodo", "https://zenodo.org/records/"),
}


@register.filter
def origin_name(fact: Fact) -> str:
    """Who vouches for a fact of which no single source is on record."""
    return str(ORIGINS[fact.origin])


@register.filter
def source_name(source: SourceRow) -> str:
    """ "Model Openness Tool records"; for what people reviewed, that they did."""
    return str(SOURCES.get(source.origin) or source.project or ORIGINS[Origin.REVIEWED])


@register.filter
def state_name(value: str) -> str:
    return str(STATES.get(value, value))


@register.filter
def kind_name(definition: Definition) -> str:
    return str(KINDS.get(definition.status, definition.status))


@register.filter
def hub_name(hub: str) -> str:
    return HUBS[hub][0] if hub in HUBS else hub


@register.simple_tag
def hub_link(entry: HubEntryRow) -> SafeString | str:
    """The model's page on a hub; of a repository that is cited for a part of it, with its name."""
    if entry.hub not in HUBS:
        return f"{entry.hub}: {entry.repo_id}"
    name = hub_name(entry.hub)
    shown = name if entry.hub == OF_MODELS else f"{name}: {entry.repo_id}"
    if entry.state in ENTRY_STATES:
        shown = f"{shown} ({ENTRY_STATES[entry.state]})"
    return proof_link(HUBS[entry.hub][1] + quote(entry.repo_id), shown)


@register.filter
def last_part(path: str) -> str:
    return path.rpartition("/")[2]


@register.filter
def lower_first(text: str) -> str:
    """Inside a sentence: "final weights", but "OSAI" as it is, and German as it is."""
    return text if get_language() == "de" or text[1:2].isupper() else text[:1].lower() + text[1:]


@register.filter
def model_url(path: str) -> str:
    """The address of the scorecard of org/name."""
    organization, _, name = path.partition("/")
    return reverse("web:model", args=[organization, name])


@register.simple_tag
def revision_url(path: str, number: int) -> str:
    """The address of a scorecard as one revision left it, which never changes."""
    organization, _, name = path.partition("/")
    return reverse("web:revision", args=[organization, name, number])


@register.filter
def day(text: str) -> str:
    """An ISO day or month as the language writes it; anything else as it is."""
    try:
        if len(text) == len("2026-11"):
            return date_format(date.fromisoformat(f"{text}-01"), "YEAR_MONTH_FORMAT")
        return date_format(date.fromisoformat(text))
    except ValueError:
        return text


@register.filter
def host(url: str) -> str:
    """ "arxiv.org"."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


@register.simple_tag
def proof_link(url: str, text: str = "") -> SafeString | str:
    """A link to somebody else's page: not vouched for, told nothing. What is no web address stays text."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return url
    return format_html('<a href="{}" rel="nofollow ugc noopener noreferrer">{}</a>', url, text or host(url))


@register.filter
def source_of(origin: str) -> str:
    """The name of a source by its origin; for what people reviewed, that they did."""
    return str(SOURCES.get(origin) or ORIGINS[Origin.REVIEWED])


@register.simple_tag
def page_of_model(path: str, page: str) -> str:
    """The address of one of a model's pages: history, ..."""
    organization, _, name = path.partition("/")
    return reverse(f"web:{page}", args=[organization, name])


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

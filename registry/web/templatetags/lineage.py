"""Lineage and datasets in words: what was made of what, who says so, and what became of the other end."""

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy, ngettext_lazy

from registry.openness import datasets
from registry.openness.facts import Availability, ContentsRights, Fact
from registry.scorecards.queries import BaseRow, Edge, Lineage, Node, Tree
from registry.web.templatetags.facts import AVAILABILITY

register = template.Library()

RELATIONS = {
    "finetune": gettext_lazy("fine-tuned from"),
    "adapter": gettext_lazy("adapter for"),
    "merge": gettext_lazy("merged from"),
    "quantized": gettext_lazy("quantized from"),
}
LINK_SOURCES = {
    "declared": gettext_lazy("stated on its card"),
    "inferred": gettext_lazy("relation inferred by the hub"),
    "curated": gettext_lazy("stated by a reviewer"),
    "imported": gettext_lazy("imported"),
}
LINK_STATES = {
    "renamed": gettext_lazy("listed under a new name"),
    "missing": gettext_lazy("not listed here: nothing is known of it, so nothing is inherited"),
    "itself": gettext_lazy("names itself: nothing is inherited"),
    "cycle": gettext_lazy("is itself made from this model: nothing is inherited over this link"),
}
STAGES = {
    "pretraining": gettext_lazy("pre-training"),
    "finetuning": gettext_lazy("fine-tuning"),
    "preference": gettext_lazy("preference tuning"),
    "evaluation": gettext_lazy("evaluation"),
    "unknown": gettext_lazy("stage not stated"),
}
CONTENTS = {
    ContentsRights.KNOWN_OPEN: gettext_lazy("rights in the contents: open"),
    ContentsRights.MIXED: gettext_lazy("rights in the contents: mixed"),
    ContentsRights.KNOWN_RESTRICTED: gettext_lazy("rights in the contents: restricted"),
}


@register.filter
def relation_name(row: BaseRow | Edge) -> str:
    return str(RELATIONS[row.relation])


@register.filter
def link_source(source: str) -> str:
    return str(LINK_SOURCES.get(source, source))


@register.filter
def link_state(row: BaseRow | Node) -> str:
    """What became of the base; empty where it is simply listed."""
    return str(LINK_STATES.get(row.state, ""))


@register.filter
def stage_name(stage: str) -> str:
    return str(STAGES.get(stage, stage))


@register.filter
def availability_name(value: str) -> str:
    return str(AVAILABILITY[Availability(value)])


@register.filter
def contents_name(value: str) -> str:
    """Rights in what a dataset contains, where they are known."""
    return str(CONTENTS.get(ContentsRights(value), ""))


@register.filter
def derived(lineage: Lineage | Tree) -> str:
    """ "12 fine-tuned models, 3 quantizations"."""
    words = {
        "finetune": ngettext_lazy("%(n)d fine-tuned model", "%(n)d fine-tuned models", "n"),
        "adapter": ngettext_lazy("%(n)d adapter", "%(n)d adapters", "n"),
        "merge": ngettext_lazy("%(n)d merge", "%(n)d merges", "n"),
        "quantized": ngettext_lazy("%(n)d quantization", "%(n)d quantizations", "n"),
    }
    return ", ".join(words[relation] % {"n": count} for relation, count in lineage.derivatives)


@register.filter
def dataset_url(path: str) -> str:
    """The address of the page of org/name."""
    organization, _, name = path.partition("/")
    return reverse("web:dataset", args=[organization, name])


@register.filter
def from_datasets(fact: Fact) -> SafeString:
    """ "from dataset X" for a fact that follows from datasets; else empty."""
    paths = datasets.named_in(fact.source)
    links = format_html_join(", ", '<a href="{}">{}</a>', ((dataset_url(path), path) for path in paths))
    return format_html("{} {}", gettext("from dataset"), links) if paths else SafeString("")

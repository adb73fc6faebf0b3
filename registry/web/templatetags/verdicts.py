"""What a verdict looks like on a page: outline, word and color together, never color alone."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from registry.badges import words
from registry.openness import definitions
from registry.openness.definitions import HEADLINE_ORDER
from registry.openness.effort import Effort
from registry.openness.verdict import Outcome, Verdict
from registry.openness.what_if import Change
from registry.scorecards.queries import VerdictBrief, VerdictChange
from registry.web.addresses import model_url, proof_link
from registry.web.evidence import Link, Take

register = template.Library()

# Tone -> class of the word, and the icon before it. A neutral result (a score, a tier) has no tick.
ICONS = {"open": "y", "closed": "n", "unknown": "u"}
METER = 56  # px
MOST_LINKS = 3


@register.simple_tag
def icon(name: str) -> SafeString:
    """A symbol of the sprite in base.html."""
    return format_html('<svg aria-hidden="true"><use href="#i-{}"/></svg>', name)


@register.simple_tag
def verdict(result: Any, dense: bool = False) -> SafeString:
    """A verdict in words with its icon; in dense tables "Does not meet" is "No"."""
    if result is None:
        return _worded("unknown", gettext("Not assessed"))
    label = words.label(result)
    if dense and result.outcome == "does_not_meet" and not result.level:
        label = gettext("No")
    rises = words.may_rise(result)
    shown = _worded("neutral" if dense and rises else words.tone(result), label)
    if result.score and not dense and words.tone(result) == "neutral":
        low, high = result.score
        shown = format_html('<span class="score">{}{}</span>', shown, meter(low, high))
    if rises:
        shown = format_html('{} <small class="unr more">{}</small>', shown, gettext("or higher"))
    if not words.unreviewed(result.basis) or words.is_draft(result):
        return shown
    return format_html('{} <small class="unr">{}</small>', shown, gettext("unreviewed"))


def _worded(tone: str, label: str) -> SafeString:
    name = ICONS.get(tone)
    if name is None:
        return format_html('<span class="v t">{}</span>', label)
    return format_html('<span class="v {}">{}{}</span>', name, icon(name), label)


@register.simple_tag
def sign(letter: str, label: str) -> SafeString:
    """An answer that is no verdict; its sign is y (tick), n (cross), c (half disc) or u (question mark)."""
    return format_html('<span class="v {}">{}{}</span>', letter, icon(letter), label)


@register.simple_tag
def meter(low: float, high: float) -> SafeString:
    """A bar from 0 to 1: dark up to what is sure, lighter up to what is possible."""
    return format_html(
        '<svg class="meter" width="{0}" height="6" viewBox="0 0 {0} 6" aria-hidden="true">'
        '<rect class="w" width="{0}" height="6"/><rect class="hi" width="{1}" height="6"/>'
        '<rect class="lo" width="{2}" height="6"/></svg>',
        METER,
        f"{METER * high:.1f}",
        f"{METER * low:.1f}",
    )


@register.filter
def of(verdicts: Any, definition_id: str) -> Any:
    """The verdict of one definition in a mapping of them, or None."""
    return verdicts.get(definition_id)


@register.filter
def all_unreviewed(verdicts: Mapping[str, VerdictBrief]) -> bool:
    """Whether no result of a row was reviewed and some is shown, so that the row may say it once."""
    shown = [result for result in verdicts.values() if not words.is_draft(result)]
    return bool(shown) and all(words.unreviewed(result.basis) for result in shown)


@register.filter
def label(result: Any) -> str:
    """What a verdict is called."""
    return words.label(result)


@register.simple_tag
def decides(body: Verdict, links: Sequence[Link] = ()) -> SafeString:
    """What decides a verdict, in one sentence, its components linked to their evidence on the page."""
    text = words.sentence(body)
    by_name = {words.part_name(link.component, link.qualifier): link for link in links}
    named = [name for name in sorted(by_name, key=len, reverse=True) if name.lower() in text.lower()]
    if not named:
        return format_html("{}{}", text, _see(links[:MOST_LINKS]))
    pieces = re.split(f"({'|'.join(map(re.escape, named))})", text, flags=re.IGNORECASE)
    left = {name.lower(): by_name[name] for name in named}
    # Of each name only the first mention is a link.
    return format_html_join("", "{}", ((_linked(piece, left.pop(piece.lower(), None)),) for piece in pieces))


@register.simple_tag
def proved(link: Link) -> SafeString | str:
    """A component, linked to its evidence on the page, and its proof."""
    return _linked(words.part_name(link.component, link.qualifier), link)


@register.simple_tag
def takes(row: Take) -> SafeString:
    """How many changes and which, each component linked to its evidence on the page.

    What nobody has looked at is named only: what it would have to be is the same for most of it.
    """
    if not row.answer.possible:
        return format_html("{}", words.takes(row.answer))
    unseen = [one for one in row.answer.changes if one.effort is Effort.LOOK]
    known = [one for one in row.answer.changes if one.effort is not Effort.LOOK]
    told = [_told(_change_link(row, one), words.rest(one)) for one in known]
    if unseen:
        names = format_html_join(", ", "{}", ((_change_link(row, one),) for one in unseen))
        told.append(_told(names, gettext("(not assessed yet)")))
    listed = format_html_join("; ", "{}", ((text,) for text in told))
    return format_html("<b>{}</b>: {}.", words.how_many(row.answer), listed)


def _told(part: SafeString, change: str) -> SafeString:
    return format_html(gettext("{part} {change}"), part=part, change=change)


def _change_link(row: Take, one: Change) -> SafeString:
    return format_html('<a href="#{}">{}</a>', row.anchors[one.component], words.part_name(one.component))


@register.simple_tag
def take_name(row: Take) -> str:
    """The definition and, where it has levels, the one that would be reached."""
    if row.answer.goal == "meets":
        return gettext(row.definition.short)
    return f"{gettext(row.definition.short)}: {words.goal(row.answer)}"


@register.filter
def sentence(body: Verdict | None) -> str:
    """What decides a verdict, in one sentence."""
    return words.sentence(body) if body else ""


def _see(links: Sequence[Link]) -> SafeString:
    if not links:
        return SafeString("")
    shown = format_html_join(", ", "{}", ((proved(link),) for link in links))
    return format_html(" {} {}.", gettext("See"), shown)


def _linked(text: str, link: Link | None) -> SafeString | str:
    """The component's name, linked; beside it its proof, and the base it was inherited from."""
    if link is None:
        return text
    name = format_html('<a href="#{}">{}</a>', link.anchor, text)
    beside: list[SafeString | str] = [_at_base(link)] if link.inherited_from else []
    if link.proof:
        beside.append(proof_link(link.proof.url, link.proof.name))
    if link.stale:
        beside.append(gettext("stale"))
    if not beside:
        return name
    return format_html("{} ({})", name, format_html_join(", ", "{}", ((one,) for one in beside)))


def _at_base(link: Link) -> SafeString | str:
    """Where it is proved what was inherited: in the record of the base, unless it is from several."""
    said = gettext("inherited from %s") % link.inherited_from
    if "," in link.inherited_from:
        return said
    return format_html('<a href="{}#{}">{}</a>', model_url(link.inherited_from), link.anchor, said)


@register.filter
def worded_differently(changes: Iterable[VerdictChange]) -> list[VerdictChange]:
    """The changes a reader sees: an earlier verdict that was called something else."""
    return [
        change
        for change in changes
        if change.before and words.label(change.before) != words.label(change.after)
    ]


@register.filter
def headline_results(changes: Iterable[VerdictChange]) -> list[VerdictChange]:
    """Of these changes, those under a headline definition that decide, or undecide, something."""
    return [
        change
        for change in changes
        if change.definition in HEADLINE_ORDER
        and not (change.before and _says_nothing(change.before) and words.is_draft(change.after))
    ]


def _says_nothing(result: VerdictBrief) -> bool:
    return result.outcome == Outcome.INSUFFICIENT and not result.level


@register.filter
def definition_short(definition_id: str) -> str:
    """The short name of a definition; its id when it is no longer loaded."""
    definition = definitions.shipped().get(definition_id)
    return gettext(definition.short) if definition else definition_id

"""The fingerprint, 16 bars in a fixed order: height is how much is released, fill a free license."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, gettext_lazy

from registry.openness import components, headlines, licenses
from registry.openness.facts import Availability, Fact
from registry.openness.headlines import HeadlineState
from registry.openness.logic import Kleene
from registry.openness.terms import counts

register = template.Library()

# The letters of a stored fingerprint, and what a bar of that letter is called.
STATES = {
    "o": gettext_lazy("Open"),
    "r": gettext_lazy("Restricted"),
    "p": gettext_lazy("Partial"),
    "c": gettext_lazy("Closed"),
    "u": gettext_lazy("Unassessed"),
    "n": gettext_lazy("Does not apply"),
}
COUNTED = {
    "o": gettext_lazy("%d open"),
    "r": gettext_lazy("%d restricted"),
    "p": gettext_lazy("%d partial"),
    "c": gettext_lazy("%d closed"),
    "u": gettext_lazy("%d unassessed"),
    "n": gettext_lazy("%d not applicable"),
}

_NAMES = {headline.slug: headline.name for headline in components.HEADLINES}

BAR, GAP, GROUP_GAP, HEIGHT = 6.0, 1.5, 12.0, 22.0  # px
STROKE = 1.4
STUB = 2.5
LETTER, NAME_GAP = 5.6, 4.0  # px: a letter of a group's name, and the room after it


def _places(bar: float, gap: float, group_gap: float) -> list[float]:
    """The left edge of each of the 16 bars."""
    places, x, group = [], 0.0, components.HEADLINES[0].group
    for headline in components.HEADLINES:
        if headline.group != group:
            x, group = x - gap + group_gap, headline.group
        places.append(x)
        x += bar + gap
    return places


PLACES = _places(BAR, GAP, GROUP_GAP)
WIDTH = PLACES[-1] + BAR


@register.simple_tag
def fingerprint(letters: str, height: float = HEIGHT, width: float = 0) -> SafeString:
    """The strip for lists: one SVG, a title per bar and a label that counts."""
    return _drawn(letters, float(height), float(width) / WIDTH if width else 1.0, get_language() or "")


@lru_cache(maxsize=4096)
def _drawn(letters: str, height: float, scale: float, language: str) -> SafeString:
    bars = [
        _bar(letter, x * scale, BAR * scale, height, f"{gettext(headline.name)}: {STATES[letter]}")
        for letter, x, headline in zip(letters, PLACES, components.HEADLINES, strict=True)
    ]
    wells = "".join(
        f"M{_n(x * scale)} 0h{_n(BAR * scale)}v{_n(height)}h-{_n(BAR * scale)}z"
        for letter, x in zip(letters, PLACES, strict=True)
        if letter != "n"
    )
    size = f"{_n(WIDTH * scale)}", f"{_n(height)}"
    return format_html(
        '<svg class="fp" role="img" aria-label="{}" width="{}" height="{}" viewBox="0 0 {} {}">'
        '<path class="t" d="{}"/>{}</svg>',
        gettext("Fingerprint: %(counts)s") % {"counts": counted(letters)},
        *size,
        *size,
        wells,
        mark_safe("".join(bars)),
    )


TALL, WIDE, BETWEEN, BETWEEN_GROUPS, FOOT = 40.0, 11.0, 2.5, 14.0, 9.0  # px: the strip beside a form


@register.simple_tag
def fingerprint_at(letters: str, place: int = 0) -> SafeString:
    """The strip beside a form, with a triangle under the bar of this place, 1 to 16; 0 for none."""
    lefts = _places(WIDE, BETWEEN, BETWEEN_GROUPS)
    bars = [
        _bar(letter, x, WIDE, TALL, f"{gettext(headline.name)}: {STATES[letter]}")
        for letter, x, headline in zip(letters, lefts, components.HEADLINES, strict=True)
    ]
    wells = "".join(
        f"M{_n(x)} 0h{_n(WIDE)}v{_n(TALL)}h-{_n(WIDE)}z"
        for letter, x in zip(letters, lefts, strict=True)
        if letter != "n"
    )
    foot = f'<path class="here" d="M{_n(lefts[place - 1] + 1)} 49l4.5-6 4.5 6z"/>' if place else ""
    size = f"{_n(lefts[-1] + WIDE)}", f"{_n(TALL + FOOT)}"
    return format_html(
        '<svg class="fp" role="img" aria-label="{}" width="{}" height="{}" viewBox="0 0 {} {}">'
        '<path class="t" d="{}"/>{}{}</svg>',
        gettext("Fingerprint: %(counts)s") % {"counts": counted(letters)},
        *size,
        *size,
        wells,
        mark_safe("".join(bars)),
        mark_safe(foot),
    )


def counted(letters: str) -> str:
    """ "12 open, 1 restricted, 3 unassessed"."""
    found = Counter(letters)
    return ", ".join(str(COUNTED[letter]) % found[letter] for letter in STATES if found[letter])


def _bar(letter: str, x: float, width: float, height: float, title: str) -> str:
    half = STROKE / 2
    y, tall, inset = {
        "o": (0.0, height, 0.0),
        "r": (half, height - STROKE, half),
        "p": (height / 2, height / 2, 0.0),
        "c": (height - STUB, STUB, 0.0),
        "u": (0.5, height - 1, 0.5),
        "n": (height / 2 - 0.5, 1.0, 0.0),
    }[letter]
    above = f' y="{_n(y)}"' if y else ""
    return format_html(
        '<rect class="{}" x="{}"{} width="{}" height="{}"><title>{}</title></rect>',
        letter,
        _n(x + inset),
        mark_safe(above),
        _n(width - 2 * inset),
        _n(tall),
        title,
    )


def _n(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


@register.simple_tag
def group_names(scale: float = 1.0, y: float = 11) -> SafeString:
    """The four group names, each above the first bar of its group; goes into an SVG of the strip's width."""
    firsts: dict[str, float] = {}
    for headline, x in zip(components.HEADLINES, PLACES, strict=True):
        firsts.setdefault(headline.group, x * float(scale))
    ends = [*list(firsts.values())[1:], WIDTH * float(scale) + GROUP_GAP]
    texts = (
        (_n(x), _n(float(y)), _squeezed(gettext(group), end - x - NAME_GAP), gettext(group))
        for (group, x), end in zip(firsts.items(), ends, strict=True)
    )
    return format_html_join("", '<text x="{}" y="{}"{}>{}</text>', texts)


def _squeezed(name: str, room: float) -> SafeString:
    """A name that would run into the next one is drawn as wide as there is room."""
    if len(name) * LETTER <= room:
        return SafeString("")
    return format_html(' textLength="{}" lengthAdjust="spacingAndGlyphs"', _n(room))


@register.inclusion_tag("web/_fingerprint_large.html")
def fingerprint_large(states: Iterable[HeadlineState]) -> dict[str, Any]:
    """The large form: a list of links in four groups, each with its words."""
    by_slug = {state.slug: state for state in states}
    groups: dict[str, list[dict[str, Any]]] = {}
    for headline in components.HEADLINES:
        state = by_slug[headline.slug]
        groups.setdefault(headline.group, []).append(_large_bar(headline, state))
    return {"groups": [{"name": name, "bars": bars, "open": _open_of(bars)} for name, bars in groups.items()]}


def _large_bar(headline: components.Headline, state: HeadlineState) -> dict[str, Any]:
    letter = state.letter
    names = [components.ALL[part].name for part in state.unknown_parts if part in components.ALL]
    title = gettext("Not assessed: %(parts)s") % {"parts": ", ".join(map(gettext, names))} if names else ""
    return {
        "slug": headline.slug,
        "name": headline.name,
        "letter": letter,
        "word": gettext("n/a") if letter == "n" else bar_word(state),
        "title": title if letter != "u" else "",
    }


def bar_word(bar: HeadlineState) -> str:
    """What a bar is called."""
    if bar.state == "restricted" and bar.license_unclear:
        return gettext("License unclear")
    return str(STATES[bar.letter])


def _open_of(bars: list[dict[str, Any]]) -> str:
    applicable = [bar for bar in bars if bar["letter"] != "n"]
    values = {"open": sum(bar["letter"] == "o" for bar in applicable), "all": len(applicable)}
    return gettext("%(open)d of %(all)d open") % values


@register.simple_tag
def fact_state(fact: Fact) -> SafeString:
    """The state of one component alone, whatever the rest of its bar."""
    return state(headlines.LETTERS[headlines.state_of(fact)], _fact_word(fact))


def _fact_word(fact: Fact) -> str:
    word = headlines.state_of(fact)
    unclear = word == "restricted" and fact.availability is Availability.RELEASED and not _license_known(fact)
    return gettext("License unclear") if unclear else str(STATES[headlines.LETTERS[word]])


@register.simple_tag
def part_of(fact: Fact, bar: HeadlineState | None) -> SafeString | str:
    """Of which bar a component is a part, and what the bar says where that is another word."""
    if bar is None:
        return ""
    name, word = headline_name(bar.slug), bar_word(bar)
    alone = name == gettext(components.ALL[fact.component].name)
    if word != _fact_word(fact):
        said = (
            gettext("with its other parts: %(state)s")
            if alone
            else gettext("part of %(name)s, in all: %(state)s")
        )
    elif alone:
        return ""
    else:
        said = gettext("part of %(name)s")
    return format_html('<small class="sub">{}</small>', said % {"name": name, "state": word})


def _license_known(fact: Fact) -> bool:
    """Whether its license says if it is free; one stated for the whole release does not reach a corpus."""
    reaches = counts(components.ALL[fact.component], fact, "weights_and_code")
    return reaches and licenses.predicate("free4", fact.license) is not Kleene.UNKNOWN


@register.filter
def headline_name(slug: str) -> str:
    return gettext(_NAMES[slug])


@register.filter
def group_name(group: str) -> str:
    """Data, Code, Model or Record, in the reader's language."""
    return gettext(group)


@register.simple_tag
def state(letter: str, word: str = "") -> SafeString:
    """State of one component: shape and word."""
    return format_html('<span class="st {}"><i></i>{}</span>', letter, word or STATES[letter])

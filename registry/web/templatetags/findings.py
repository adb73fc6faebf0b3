"""A finding under review in words: both of its sides, its proofs, and what a machine says of it."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy

from registry.assessments.models import CitationSeen
from registry.assessments.reviewing.machine_checks import Check, Tone
from registry.web.templatetags.drifts import FACETS
from registry.web.templatetags.facts import AVAILABILITY, GATE, hub_name, license_title, proof_link
from registry.web.templatetags.history import MARKS as PIECES
from registry.web.visible import on_one_line
from registry.web.word_diff import Piece

register = template.Library()

CHECKS = {
    "link_alive": gettext_lazy("Evidence opens"),
    "link_missing": gettext_lazy("Evidence is gone"),
    "link_shut": gettext_lazy("The page turns machines away"),
    "link_fails": gettext_lazy("The server of the page fails"),
    "link_silent": gettext_lazy("The page did not answer"),
    "link_waits": gettext_lazy("Evidence not looked at yet"),
    "quote_found": gettext_lazy("Quote found on the page"),
    "quote_not_found": gettext_lazy("Quote not found on the page"),
    "quote_unclear": gettext_lazy("Cannot tell whether the page says so"),
    "license_known": gettext_lazy("License known"),
    "license_unknown": gettext_lazy("License not known here"),
    "hub_differs": gettext_lazy("The hub shows something else"),
    "hub_agrees": gettext_lazy("The hub shows the same"),
    "base_limits": gettext_lazy("Its base is less open"),
    "same_value": gettext_lazy("The same counts already"),
}
LONGEST_NAMED = 48  # characters of an address beside a check
SIGNS = {Tone.GOOD: "y", Tone.BAD: "n", Tone.UNSURE: "u"}


@register.simple_tag
def side(pieces: Iterable[Piece]) -> SafeString:
    """One side of a line: what went struck out, what came underlined."""
    shown = ((format_html(PIECES[kind], on_one_line(text)),) for kind, text in pieces)
    return format_html_join("", "{}", shown)


@register.simple_tag
def cited_link(url: str, may_link: bool, kind: str = "same") -> SafeString | str:
    """A proof's address: a link, or text where its author is not trusted with links yet."""
    shown = short(url)
    inside = (
        proof_link(url, shown)
        if may_link
        else format_html('<span class="mono any">{}</span>', on_one_line(url))
    )
    return format_html(PIECES[kind], inside)


@register.filter("short_url")
def short(url: str) -> str:
    """ "arxiv.org/abs/2101.00027": an address without what nobody reads."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return on_one_line(url)
    host = (parts.hostname or "").removeprefix("www.")
    return on_one_line(f"{host}{parts.path}".rstrip("/")) or on_one_line(url)


@register.simple_tag
def check_line(check: Check) -> SafeString:
    """What a machine saw: sign, words, and a little more."""
    more = _more(check)
    return format_html(
        '<span class="v {0}"><svg aria-hidden="true"><use href="#i-{0}"/></svg>{1}</span>{2}',
        SIGNS[check.tone],
        CHECKS[check.code],
        format_html(' <span class="dim">{}</span>', more) if more else "",
    )


def _more(check: Check) -> str:
    params = check.params
    match check.code:
        case "link_alive" | "link_missing" | "link_shut" | "link_fails":
            kept = gettext("an archived copy opens") if params["archived"] else ""
            return ", ".join(filter(None, (str(params["status"]), _named(check.url), kept)))
        case "quote_found" | "quote_not_found" | "quote_unclear":
            return _named(check.url)
        case "link_silent":
            return f"{_named(check.url)}: {on_one_line(str(params['reason']))}"
        case "license_known" | "license_unknown":
            return on_one_line(str(params["license"]))
        case "hub_differs":
            return _hub_differs(str(params["facet"]), str(params["observed"]), str(params["hub"]))
        case "hub_agrees":
            return hub_name(str(params["hub"]))
        case "base_limits":
            return on_one_line(str(params["base"]))
    return ""


def _named(url: str) -> str:
    """The address in one line, so that two proofs on one host are told apart."""
    named = short(url)
    return named if len(named) <= LONGEST_NAMED else f"{named[: LONGEST_NAMED - 1]}…"


def _hub_differs(facet: str, observed: str, hub: str) -> str:
    said = {word.value: str(name) for words in (AVAILABILITY, GATE) for word, name in words.items()}
    value = license_title(observed) if facet == "license" else said.get(observed, observed)
    return gettext("%(facet)s: %(value)s, %(hub)s") % {
        "facet": FACETS.get(facet, facet),
        "value": on_one_line(value),
        "hub": hub_name(hub),
    }


@register.simple_tag
def seen_line(row: CitationSeen) -> SafeString:
    """ "200 arxiv.org/abs/2101.00027 title, day": what a look at an address showed."""
    tone = "y" if row.status and 200 <= row.status < 400 else "n" if row.status in (404, 410) else "u"
    return format_html(
        '<span class="v {}">{}</span> &ensp;{} &ensp;<span class="dim">{}</span>',
        tone,
        row.status or gettext("no answer"),
        short(row.url),
        on_one_line(row.title or row.reason),
    )

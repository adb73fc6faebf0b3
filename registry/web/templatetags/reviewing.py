"""Reviews in words: both sides of a finding, what a machine says of it, states, marks and refusals."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext, gettext_lazy, ngettext

from registry.assessments.machine_checks import Check, Tone
from registry.assessments.models import CitationSeen
from registry.badges import words
from registry.openness.verdict import Verdict
from registry.web.templatetags.drifts import FACETS
from registry.web.templatetags.facts import (
    AVAILABILITY,
    GATE,
    component_name,
    hub_name,
    license_title,
    proof_link,
)
from registry.web.templatetags.history import MARKS as PIECES
from registry.web.visible import visible
from registry.web.word_diff import Piece

register = template.Library()

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
SIGNS = {Tone.GOOD: "y", Tone.BAD: "n", Tone.UNSURE: "u"}
MARK_SIGNS = {"accept": "y", "ask": "u", "reject": "n"}
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
REFUSALS = {
    "own": gettext_lazy("This is your own assessment: somebody else has to judge it."),
    "co_author": gettext_lazy("You wrote a part of it: somebody else has to judge it."),
    "linked_account": gettext_lazy("It was written by an account held to be yours."),
    "maker": gettext_lazy("You speak for the maker of this model."),
    "mail_domain": gettext_lazy("You have a verified address at the maker of this model."),
    "declared": gettext_lazy("You said that you have ties to the maker of this model."),
    "second_factor": gettext_lazy("Show your second factor first: sign in with it."),
    "needs_role": gettext_lazy("Only reviewers judge assessments."),
}


@register.simple_tag
def side(pieces: Iterable[Piece]) -> SafeString:
    """One side of a line: what went struck out, what came underlined."""
    shown = ((format_html(PIECES[kind], plain(text)),) for kind, text in pieces)
    return format_html_join("", "{}", shown)


def plain(text: str) -> str:
    """A text of a stranger on one line, nothing in it unseen."""
    return visible(text.replace("\r\n", " ").replace("\n", " ").replace("\t", " "))


@register.filter
def one_line(text: str) -> str:
    return plain(text)


@register.simple_tag
def cited_link(url: str, may_link: bool, kind: str = "same") -> SafeString | str:
    """A proof's address: a link, or text where its author is not trusted with links yet."""
    shown = short(url)
    inside = (
        proof_link(url, shown) if may_link else format_html('<span class="mono any">{}</span>', plain(url))
    )
    return format_html(PIECES[kind], inside)


def host(url: str) -> str:
    return short(url).partition("/")[0]


@register.filter
def outcome(result: Verdict) -> str:
    """The outcome alone, where the level that is shown stays the same."""
    return words.label(replace(result, level="", score=None))


@register.filter("short_url")
def short(url: str) -> str:
    """ "arxiv.org/abs/2101.00027": an address without what nobody reads."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return plain(url)
    host = (parts.hostname or "").removeprefix("www.")
    return plain(f"{host}{parts.path}".rstrip("/")) or plain(url)


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
            return ", ".join(filter(None, (str(params["status"]), host(check.url), kept)))
        case "link_silent":
            return f"{host(check.url)}: {plain(str(params['reason']))}"
        case "license_known" | "license_unknown":
            return plain(str(params["license"]))
        case "hub_differs":
            return _hub_differs(str(params["facet"]), str(params["observed"]), str(params["hub"]))
        case "hub_agrees":
            return hub_name(str(params["hub"]))
        case "base_limits":
            return plain(str(params["base"]))
    return ""


def _hub_differs(facet: str, observed: str, hub: str) -> str:
    said = {word.value: str(name) for words in (AVAILABILITY, GATE) for word, name in words.items()}
    value = license_title(observed) if facet == "license" else said.get(observed, observed)
    return gettext("%(facet)s: %(value)s, %(hub)s") % {
        "facet": FACETS.get(facet, facet),
        "value": plain(value),
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
        plain(row.title or row.reason),
    )


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
    return str(REFUSALS.get(code, gettext("You may not judge this assessment.")))


@register.filter
def finding_name(name: str) -> str:
    """ "Final weights (vae)" for final-weights[vae]."""
    component, _, rest = name.partition("[")
    part = rest.removesuffix("]")
    return f"{component_name(component)} ({plain(part)})" if part else component_name(component)


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

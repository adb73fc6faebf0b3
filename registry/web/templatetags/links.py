"""Cited pages in words: lost or not, and where a copy is kept."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from registry.scorecards.marks import LostProof, Why
from registry.web.templatetags.facts import proof_link

register = template.Library()
LONGEST = 60  # characters of an address shown


@register.simple_tag
def lost_proof(url: str, lost: Collection[LostProof]) -> SafeString | str:
    """How the proof at this address was lost, with a mark; nothing for one that is not."""
    return next((_marked(words(proof)) for proof in lost if proof.url == url), "")


@register.filter
def words(proof: LostProof) -> str:
    """ "gone: answered 404, checked 3 Nov 2026"."""
    when = _day(proof.checked_on)
    if proof.why is Why.QUOTE_LOST:
        return gettext("no longer says this, checked %(when)s") % {"when": when}
    if proof.status is None:
        return gettext("gone: its host no longer exists, checked %(when)s") % {"when": when}
    return gettext("gone: answered %(status)s, checked %(when)s") % {"status": proof.status, "when": when}


def _marked(text: str) -> SafeString:
    icon = SafeString('<svg aria-hidden="true"><use href="#i-lost"/></svg>')
    return format_html('<span class="v c">{}{}</span>', icon, text)


def _day(text: str) -> str:
    return _shown(date.fromisoformat(text)) if text else gettext("never")


def _shown(when: date) -> str:
    return date_format(when)


@register.filter
def short(url: str) -> str:
    """ "github.com/acme/rocket/blob/…", at most 60 characters."""
    plain = url.partition("://")[2].removeprefix("www.").rstrip("/")
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…"


@register.simple_tag
def archived_copy(url: str, copies: Mapping[str, tuple[str, datetime | None]]) -> SafeString | str:
    """A link to the copy that an archive keeps of this address, if one is known."""
    if url not in copies:
        return ""
    copy, at = copies[url]
    text = gettext("copy of %(when)s") % {"when": date_format(at)} if at else gettext("archived copy")
    return format_html(" {}", proof_link(copy, text))

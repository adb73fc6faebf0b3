"""How a difference looks: what went, struck out; what came, underlined."""

from collections.abc import Iterator

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from registry.openness import components
from registry.web import word_diff
from registry.web.templatetags.fingerprint import STATES

register = template.Library()
MARKS = {"gone": "<del>{}</del>", "new": "<ins>{}</ins>", "same": "{}"}


@register.simple_tag
def words_changed(before: str, after: str) -> SafeString:
    """The two texts as one, with the words that differ marked."""
    shown = (format_html(MARKS[kind], text) for kind, text in word_diff.pieces(before, after))
    return format_html_join(" ", "{}", ((piece,) for piece in shown))


@register.simple_tag
def bars_changed(before: str, after: str) -> SafeString:
    """ "Training corpus: Open Partial", one line for each bar of two fingerprints that differs."""
    return format_html_join("", "{}: <del>{}</del> <ins>{}</ins><br>", _bars(before, after))


def _bars(before: str, after: str) -> Iterator[tuple[str, str, str]]:
    if len(before) != len(after):
        return
    for headline, old, new in zip(components.HEADLINES, before, after, strict=True):
        if old != new:
            yield gettext(headline.name), str(STATES[old]), str(STATES[new])

"""Facets as parts of the filter form. Drawn once per facet and language: most lists share most of them."""

from functools import lru_cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from registry.web.facets import Choice, Facet
from registry.web.templatetags.facts import grouped

register = template.Library()


@register.simple_tag
def radios(facet: Facet) -> SafeString:
    """The choices of a facet written out, the first of which asks for any."""
    return _radios(facet, get_language() or "")


@register.simple_tag
def selection(facet: Facet) -> SafeString:
    """The choices of a facet as a list to choose from; nothing when there is nothing to choose."""
    return _selection(facet, get_language() or "") if facet.choices else SafeString()


@lru_cache(maxsize=4096)
def _radios(facet: Facet, language: str) -> SafeString:
    every = gettext("Reviewed or imported") if facet.parameter == "state" else gettext("Any")
    rows = [Choice("", every, None), *facet.choices]
    return format_html_join(
        "\n",
        '<label><input type="radio" name="{}" value="{}"{}><span>{}</span>{}</label>',
        (
            (facet.parameter, row.value, _if(row.value == facet.chosen, " checked"), row.shown, _number(row))
            for row in rows
        ),
    )


@lru_cache(maxsize=4096)
def _selection(facet: Facet, language: str) -> SafeString:
    options = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        (
            (row.value, _if(row.value == facet.chosen, " selected"), _with_number(row))
            for row in facet.choices
        ),
    )
    return format_html(
        '<label class="one"><span>{}</span><select name="{}"><option value="">{}</option>{}</select></label>',
        facet.name,
        facet.parameter,
        gettext("Any"),
        options,
    )


def _if(condition: bool, text: str) -> SafeString:
    return SafeString(text if condition else "")


def _number(row: Choice) -> SafeString:
    return (
        SafeString() if row.count is None else format_html('<span class="cnt">{}</span>', grouped(row.count))
    )


def _with_number(row: Choice) -> str:
    return row.shown if row.count is None else f"{row.shown} ({grouped(row.count)})"

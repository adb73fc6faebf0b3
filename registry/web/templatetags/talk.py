"""What people say, on a page: their words, and whose they are."""

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from registry.web import markdown as rendering

register = template.Library()


@register.filter
def markdown(text: str, links: bool = True) -> SafeString:
    """Markdown as HTML that can only be read."""
    return rendering.html(text, links=links)


@register.simple_tag
def person(shown: str, username: str) -> SafeString | str:
    """A name that leads to the page of its person; words for an account that was deleted."""
    if not username:
        return gettext("a deleted account")
    try:
        return format_html('<a href="{}">{}</a>', reverse("web:person", args=[username]), shown)
    except NoReverseMatch:
        return shown

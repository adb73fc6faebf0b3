"""A warning where the name of an organization can be taken for another's."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from registry.catalog.lookalikes import mixes_scripts

register = template.Library()


@register.simple_tag
def name_warning(name: str, slug: str, resembles: str) -> SafeString | str:
    """A sentence in a box: whom the name looks like, or that it mixes scripts; nothing for most names."""
    about: str
    if resembles:
        about = format_html(
            gettext("The organization {slug} is not {other}, whose name looks almost the same."),
            slug=format_html("<b>{}</b>", slug),
            other=format_html(
                '<a href="{}"><b>{}</b></a>', reverse("web:organization", args=[resembles]), resembles
            ),
        )
    elif mixes_scripts(name) or mixes_scripts(slug):
        about = gettext("It mixes letters of several scripts, some of which are drawn alike.")
    else:
        return ""
    title = gettext("This name can be mistaken.")
    return format_html('<div class="note warn"><p><b>{}</b> {}</p></div>', title, about)


@register.simple_tag
def name_tag(resembles: str) -> SafeString | str:
    """The same, short, beside a name in a list."""
    if not resembles:
        return ""
    return format_html(' <span class="tag">{}</span>', gettext("name resembles %s") % resembles)

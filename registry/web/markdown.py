"""What people write, in Markdown, as HTML that can do nothing but be read.

Two walls: the renderer knows no HTML, no image and no heading; then whatever came out is taken apart and only
listed tags are put together again. A link leads to an absolute http(s) or mailto address or is no link.
"""

import re
from functools import cache

import nh3
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

TAGS = frozenset({"a", "blockquote", "br", "code", "em", "li", "ol", "p", "pre", "strong", "ul"})
SCHEMES = frozenset({"http", "https", "mailto"})
REL = "nofollow ugc noopener noreferrer"
_OFF = ("image", "heading", "lheading", "hr", "html_block", "html_inline", "reference")
_ABSOLUTE = re.compile(r"(?:https?://[^/\\]|mailto:[^/\\])", re.IGNORECASE)


def html(text: str, *, links: bool = True) -> SafeString:
    """The text as HTML for a page; without `links` each address stays text that nobody can press."""
    made = _parser(links).render(text)
    clean = nh3.clean(
        made,
        tags=set(TAGS),
        attributes={"a": {"href"}},
        attribute_filter=_kept,
        url_schemes=set(SCHEMES),
        link_rel=REL,
    )
    return SafeString(clean)


@cache
def _parser(links: bool) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 12}).disable(_OFF)
    return parser if links else parser.disable(["link", "autolink"])


def _kept(tag: str, attribute: str, value: str) -> str | None:
    """Addresses of other sites only: one without scheme or host could be made to look like ours."""
    return value if attribute == "rel" or _ABSOLUTE.match(value) else None

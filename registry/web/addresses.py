"""Addresses of pages here, and links to pages of others."""

from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString


def model_url(path: str) -> str:
    """The address of the scorecard of org/name."""
    organization, _, name = path.partition("/")
    return reverse("web:model", args=[organization, name])


def revision_url(path: str, number: int) -> str:
    """The address of a scorecard as one revision left it, which never changes."""
    organization, _, name = path.partition("/")
    return reverse("web:revision", args=[organization, name, number])


def page_of_model(path: str, page: str) -> str:
    """The address of one of a model's pages: history, ..."""
    organization, _, name = path.partition("/")
    return reverse(f"web:{page}", args=[organization, name])


def host(url: str) -> str:
    """ "arxiv.org"."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


def proof_link(url: str, text: str = "") -> SafeString | str:
    """A link to somebody else's page: not vouched for, told nothing. What is no web address stays text."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return url
    return format_html('<a href="{}" rel="nofollow ugc noopener noreferrer">{}</a>', url, text or host(url))

"""The same page in the other languages."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from registry.web.languages import in_language

register = template.Library()
OF_PEOPLE = ("account_", "mfa_", "socialaccount_")  # pages of signing in, under names of django-allauth


@dataclass(frozen=True, slots=True)
class Language:
    code: str
    name: str  # in itself
    url: str
    active: bool


@register.simple_tag(takes_context=True)
def languages(context: dict[str, Any]) -> list[Language]:
    """This page in every language; for a page that has but one, the home page."""
    path, active = _path(context) or _path(context, namespace="") or "/", get_language()
    return [
        Language(code, name, in_language(path, code), code == active) for code, name in settings.LANGUAGES
    ]


@register.simple_tag(takes_context=True)
def alternates(context: dict[str, Any]) -> SafeString:
    """Links for search engines to this page in every language; none on errors and lists narrowed down."""
    path = _path(context)
    if not path or "?" in path:
        return SafeString("")
    links = [(code, settings.SITE_URL + in_language(path, code)) for code, _ in settings.LANGUAGES]
    links.append(("x-default", settings.SITE_URL + in_language(path, settings.LANGUAGE_CODE)))
    return format_html_join("", '<link rel="alternate" hreflang="{}" href="{}">\n', links)


def _path(context: dict[str, Any], namespace: str = "web") -> str:
    """The address of the page where it is one that every language has; "" for others."""
    request: HttpRequest | None = context.get("request")
    match = request.resolver_match if request is not None else None
    if request is None or match is None or match.namespace != namespace:
        return ""
    of_people = (match.url_name or "").startswith(OF_PEOPLE)
    return request.get_full_path() if namespace or of_people else ""

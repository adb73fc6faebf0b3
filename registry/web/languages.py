"""The language of a page is the first part of its path: /de/ and /fr/; English has none.

Neither cookies nor what a browser prefers decides: pages are kept by caches for everybody alike.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, URLResolver
from django.utils import translation

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def language_of(path: str) -> str:
    """The language a path is in; English for whatever names no other."""
    first = path[1:].partition("/")[0]
    return first if first in _prefixed() else settings.LANGUAGE_CODE


def _prefixed() -> list[str]:
    return [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def in_language(path: str, language: str) -> str:
    """The same page in another language."""
    rest = path[len(language_of(path)) + 1 :] if language_of(path) != settings.LANGUAGE_CODE else path
    return rest if language == settings.LANGUAGE_CODE else f"/{language}{rest}"


def by_path(get_response: GetResponse) -> GetResponse:
    """Answer in the language of the path. Django's own middleware would also ask the browser, in Vary."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        with translation.override(language_of(request.path_info)):
            return get_response(request)

    return answer


@contextmanager
def in_english() -> Iterator[None]:
    """For what is the same on every page: badges, citations, addresses that others keep."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


class _Prefix:
    """The part of a path that names the active language, as Django's resolver asks for it."""

    converters: dict[str, Any] = {}  # the resolver reads it, nobody writes

    @property
    def prefix(self) -> str:
        active = translation.get_language() or settings.LANGUAGE_CODE
        return "" if active == settings.LANGUAGE_CODE else f"{active}/"

    @property
    def regex(self) -> re.Pattern[str]:
        return re.compile(re.escape(self.prefix))

    def match(self, path: str) -> tuple[str, tuple[str, ...], dict[str, str]] | None:
        return (path[len(self.prefix) :], (), {}) if path.startswith(self.prefix) else None

    def check(self) -> list[Any]:
        return []

    def describe(self) -> str:
        return f"'{self.prefix}'"

    def __str__(self) -> str:
        return self.prefix


def translated(patterns: list[URLPattern | URLResolver]) -> URLResolver:
    """These addresses under the prefix of the active language.

    Django's `i18n_patterns` does the same, but only for all the addresses of a name space at once; ours also
    holds files for programs, which have one address and one language.
    """
    return URLResolver(_Prefix(), patterns)  # type: ignore[arg-type]  # it asks for no more than this

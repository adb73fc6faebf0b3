"""Every address of the site, as the table of addresses has it; English only, as other languages repeat it."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def routes() -> list[str]:
    """All of them, each as its pattern: `/models/<part:organization>/`."""
    return sorted(set(_below(get_resolver(), "/")))


def _below(resolver: URLResolver, before: str) -> Iterator[str]:
    for found in resolver.url_patterns:
        route = before + str(found.pattern)
        if isinstance(found, URLResolver):
            yield from _below(found, route)
        elif isinstance(found, URLPattern):
            yield route

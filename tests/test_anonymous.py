"""What every answer without an account holds to: it may be cached by anybody, and runs nobody else's code."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

pytestmark = pytest.mark.django_db


def fixed_addresses(resolver: URLResolver, before: str = "/") -> Iterator[str]:
    """Every address without a variable part."""
    for found in resolver.url_patterns:
        address = before + str(found.pattern)
        if isinstance(found, URLResolver):
            yield from fixed_addresses(found, address)
        elif isinstance(found, URLPattern) and not found.pattern.regex.groups:
            yield address


# Forms, which need a cookie to be safe; and pages of people, who have one.
OF_PEOPLE = ("/account/", "/review/")
READ = [found for found in sorted(fixed_addresses(get_resolver())) if not found.startswith(OF_PEOPLE)]


@pytest.mark.parametrize("address", READ)
def test_an_anonymous_answer_sets_no_cookie_and_guards_the_browser(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code < 500
    assert not answer.cookies
    assert "cookie" not in answer.get("Vary", "").lower()
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert "camera=()" in answer["Permissions-Policy"]


def test_a_broken_form_token_is_not_answered_with_a_cookie(client: Client) -> None:
    client.cookies["csrftoken"] = "y"
    client.cookies["csrf"] = "y"
    client.cookies["__Host-csrf"] = "y"
    answer = client.get("/")
    assert not answer.cookies
    assert "cookie" not in answer.get("Vary", "").lower()

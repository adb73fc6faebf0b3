"""What a browser sees on every page type: nothing in the way, no trap, no stranger, no error."""

import http.client
from typing import Any, Literal

import django
import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

from tests.browser.addresses import EVERY, OF_PEOPLE, PAGES
from tests.browser.conftest import PHONE, WIDE, Opened
from tests.browser.content import misplaced
from tests.browser.site import Site

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = [320, 390, 965, 1280]
every_page = pytest.mark.parametrize("address", EVERY)


def test_no_page_type_is_forgotten():
    """A new page gets its address in tests/browser/addresses.py, and is looked at here from then on."""
    django.setup()
    from registry.web.urls import pages  # noqa: PLC0415  (needs Django's start)

    assert {str(pattern.pattern) for pattern in pages} == {*PAGES} | OF_PEOPLE


@every_page
def test_axe_finds_nothing_in_light_dark_and_on_a_phone(page: Page, visit: Opened, address: str):
    visit(address)
    page.evaluate(Axe().axe_script)
    assert found(page, WIDE, "light") == []
    assert found(page, WIDE, "dark") == []
    assert found(page, PHONE, "light") == []


def found(page: Page, size: ViewportSize, scheme: Literal["light", "dark"]) -> list[str]:
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    options = {"resultTypes": ["violations"], "runOnly": RULES}
    violations = page.evaluate("(options) => axe.run(options).then((all) => all.violations)", options)
    return [said(one) for one in violations]


def said(violation: dict[str, Any]) -> str:
    nodes = [" ".join(map(str, node["target"])) for node in violation["nodes"][:4]]
    return f"{violation['id']} ({len(violation['nodes'])}): {nodes}"


@every_page
def test_no_page_is_wider_than_the_window(page: Page, visit: Opened, address: str):
    visit(address)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"at {width} px: {wide(page)}"


def wide(page: Page) -> list[str]:
    """What reaches beyond the window, outermost first."""
    return page.evaluate(  # type: ignore[no-any-return]
        """() => [...document.querySelectorAll("body *")]
            .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
            .slice(0, 5).map((one) => one.outerHTML.slice(0, 90))"""
    )


@every_page
def test_a_page_keeps_to_itself(page: Page, visit: Opened, base_url: str, address: str):
    """No other host, no cookie, no line in the console, nothing that its security policy had to stop."""
    asked: list[str] = []
    spoken: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: spoken.append(message.text))
    page.on("pageerror", lambda error: spoken.append(str(error)))
    page.on("requestfailed", lambda request: spoken.append(f"{request.url}: {request.failure}"))
    page.add_init_script(
        """addEventListener("securitypolicyviolation",
            (event) => console.log(`${event.violatedDirective}: ${event.blockedURI}`))"""
    )
    visit(address)
    page.wait_for_load_state("networkidle")
    assert [one for one in asked if not one.startswith(base_url)] == []
    assert page.context.cookies() == []
    assert spoken == []


@every_page
def test_the_html_is_valid(site: Site, address: str):
    status, _headers, body = ask(site, address)
    assert status == 200
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(body, transport_encoding="utf-8")
    lines = body.decode().splitlines()
    assert [f"{code} {lines[line - 1][:200]}" for (line, _), code, _ in parser.errors] == []
    assert misplaced(tree) == []


def ask(site: Site, address: str) -> tuple[int, dict[str, str], bytes]:
    """As a program without a browser asks."""
    asked = http.client.HTTPConnection("localhost", site.port, timeout=30)
    asked.request("GET", address)
    answer = asked.getresponse()
    found = answer.status, dict(answer.getheaders()), answer.read()
    asked.close()
    return found

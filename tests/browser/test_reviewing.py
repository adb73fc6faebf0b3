"""A reviewer judges ten findings without a mouse: by single keys, and without JavaScript by Enter alone."""

import json
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, WIDE, both_ways
from tests.browser.site import Site
from tests.browser.test_every_page_type import WIDTHS, found, wide

REASON = "The page quoted says this of another model."
COOKIES = "sessions.json"  # where tests.browser.reviewing leaves them
TEN = 10
SECONDS = 120  # ten findings, the issue allows two minutes for a person


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    kept = os.environ.get("KEPT_SITE")
    return Path(f"{kept}-reviewing") if kept else tmp_path_factory.mktemp("reviewing")


@pytest.fixture(scope="session")
def home(folder: Path) -> Iterator[str]:
    """Where the site with the assessments is: another than the one of all other tests."""
    running = Site(folder, records="tests.browser.reviewing")
    yield running.url
    running.end()


@pytest.fixture
def amara(page: Page, folder: Path, home: str) -> Page:
    """The browser of a reviewer who signed in with a second factor."""
    cookie = json.loads((folder / COOKIES).read_text())["amara"]
    page.context.add_cookies([{"name": "session", "value": cookie, "url": home}])
    return page


def go_on(page: Page, script: str, key: str) -> None:
    """Press the key or, without JavaScript, Enter on what the key stands for."""
    before = page.url
    if script == "with JavaScript":
        page.keyboard.press(key)
    else:
        page.locator(f"[data-key={key}]").first.press("Enter")
    expect(page).not_to_have_url(before)


def say_no(page: Page, script: str, key: str) -> None:
    """Ask or reject with a reason: the key leads to its field, Ctrl+Enter sends it."""
    before = page.url
    if script == "with JavaScript":
        page.keyboard.press(key)
        expect(page.locator("#text")).to_be_focused()
        page.keyboard.type(REASON)
        page.keyboard.press("Control+Enter")
    else:
        page.locator("#text").press_sequentially(REASON)
        page.locator(f"[data-key={key}]").press("Enter")
    expect(page).not_to_have_url(before)


@both_ways
def test_ten_findings_are_judged_without_a_mouse(amara: Page, home: str, script: str):
    way = "a" if script == "with JavaScript" else "b"
    amara.goto(f"{home}/review/")
    waiting = amara.locator("table tbody tr", has_text=f"12B {way}")
    assert waiting.count() == TEN / 2
    begun = time.monotonic()
    waiting.first.locator("a").press("Enter")
    judged = []
    while len(judged) < TEN:
        shown = amara.locator("article h1").inner_text()
        if not shown.endswith(f" {way}"):  # the other way's: go past it
            go_on(amara, script, "j")
            continue
        assert shown not in judged
        judged.append(shown)
        if len(judged) == 4:
            say_no(amara, script, "q")
        elif len(judged) == 7:
            say_no(amara, script, "r")
        else:
            go_on(amara, script, "a")
    took = time.monotonic() - begun
    print(f"{script}: ten findings in {took:.1f} s")
    assert took < SECONDS
    amara.goto(f"{home}/review/")
    assert amara.locator("table tbody tr", has_text=f"12B {way}").count() == 0
    amara.goto(f"{home}/models/shorebird/tern-12b-{way}/")
    expect(amara.get_by_text(re.compile("reviewed by amara")).first).to_be_visible()


def test_keys_act_outside_of_fields_only_and_can_be_switched_off(amara: Page, home: str):
    """WCAG 2.1.4; on an assessment of one's own there is nothing to press anyway."""
    amara.goto(f"{home}/review/")
    amara.keyboard.press("?")
    expect(amara.get_by_text("accept and go on")).to_be_visible()
    amara.locator("#order").focus()
    before = amara.url
    amara.keyboard.press("j")
    assert amara.url == before
    amara.get_by_role("button", name="Switch single letters off").press("Enter")
    amara.locator("details.keys summary").press("Enter")
    expect(amara.get_by_role("button", name="Switch single letters on")).to_be_visible()
    amara.locator("h1").click()
    amara.keyboard.press("?")
    amara.keyboard.press("j")
    assert amara.url.endswith("/review/")
    amara.get_by_role("button", name="Switch single letters on").press("Enter")
    expect(amara.locator("[data-keys=on]")).to_have_count(1)


PAGES = ["/review/", "/review/drift/", "/review/held/", "page", "public"]


@pytest.mark.parametrize("address", PAGES)
def test_pages_of_reviewers_are_sound_in_light_dark_and_on_a_phone(
    amara: Page, home: str, address: str, folder: Path
):
    there = json.loads((folder / COOKIES).read_text()).get(address, address)
    amara.goto(home + there)
    amara.evaluate(Axe().axe_script)
    assert found(amara, WIDE, "light") == []
    assert found(amara, WIDE, "dark") == []
    assert found(amara, PHONE, "light") == []
    for width in WIDTHS:
        amara.set_viewport_size({"width": width, "height": 900})
        assert amara.evaluate("document.documentElement.scrollWidth") <= width, f"{width}: {wide(amara)}"


def test_the_page_of_a_finding_looks_like_its_mock(amara: Page, home: str, folder: Path):
    """Kept in SCREENSHOTS, if that names a folder, to be looked at beside the mock."""
    amara.goto(home + json.loads((folder / COOKIES).read_text())["page"])
    order = [one.inner_text().split("\n")[0] for one in amara.locator("article :is(h1, h2, h4)").all()]
    assert order[0].startswith("Pretraining data of Tern 12B")
    assert [text for text in order[1:] if text not in ("The finding", "Both sides")][:5] == [
        "Now",
        "Proposed",
        "What this changes",
        "Checks",
        "Evidence as it was seen",
    ]
    shots = os.environ.get("SCREENSHOTS")
    for scheme in ("light", "dark") if shots else ():
        amara.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        amara.screenshot(path=Path(str(shots), f"review-{scheme}.png"), full_page=True)

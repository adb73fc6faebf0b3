"""What a browser without a mouse, or with its own colors, can do on every page type."""

import pytest
from playwright.sync_api import Page

from tests.browser.addresses import ONE_OF_EACH, PAGES
from tests.browser.conftest import Opened

one_of_each = pytest.mark.parametrize("address", ONE_OF_EACH)
# In the order of the page; of a group of radio buttons the keyboard reaches one.
REACHABLE = """() => {
    const seen = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled;
    const groups = new Set();
    return [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
        .filter((one) => seen(one) && one.type !== "hidden" && one.tabIndex >= 0)
        .filter((one) => {
            if (one.type !== "radio") return true;
            const checked = one.form.querySelector(`input[name="${one.name}"]:checked`);
            if (checked ? one !== checked : groups.has(one.name)) return false;
            groups.add(one.name);
            return true;
        })
        .map((one, number) => { one.dataset.walk = number; return one.outerHTML.slice(0, 80); });
}"""
FOCUSED = """() => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const style = getComputedStyle(one), box = one.getClientRects()[0];  // its first line
    const above = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height, 20) / 2);
    return {
        walk: one.dataset.walk,
        ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        covered: !!above && !one.contains(above) && !above.contains(one) && !above.closest("label"),
        html: one.outerHTML.slice(0, 120),
    };
}"""


@one_of_each
def test_tab_reaches_everything_in_order_and_shows_where_it_is(page: Page, visit: Opened, address: str):
    """No trap: after the last one comes the page itself again, never an element a second time."""
    visit(address)
    reachable = page.evaluate(REACHABLE)
    for number, html in enumerate(reachable):
        focused = step(page, number)
        assert focused, f"nothing has the focus where {html} was expected"
        assert focused["walk"] == str(number), f"{focused['html']} instead of {html}"
        assert focused["ring"], f"no ring around {focused['html']}"
        assert not focused["covered"], f"something lies over {focused['html']}"
    ended = step(page, len(reachable))
    assert not ended or ended["walk"] == "0"


def step(page: Page, number: int) -> dict[str, str] | None:
    """One press of Tab, and one more for each further part of a field: day, month, year, calendar."""
    for _part in range(5):
        page.keyboard.press("Tab")
        focused: dict[str, str] | None = page.evaluate(FOCUSED)
        if not focused or focused["walk"] != str(number - 1):
            break
    return focused


@one_of_each
def test_the_first_tab_offers_to_skip_to_the_content(page: Page, visit: Opened, address: str):
    visit(address)
    page.keyboard.press("Tab")
    skip = page.locator("a.skip")
    assert skip.evaluate("one => one === document.activeElement")
    assert skip.bounding_box()["x"] >= 0  # type: ignore[index]  # an element with the focus has a box
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main, footer') !== null")


DRAWN = """() => {
    const hollow = (paint) => paint === "none" || paint === "rgba(0, 0, 0, 0)";
    return [...document.querySelectorAll("main svg :is(rect, circle, path, line)")]
        .filter((one) => one.checkVisibility() && !one.closest("symbol, defs"))
        .filter((one) => {
            const style = getComputedStyle(one), paper = getComputedStyle(document.body).backgroundColor;
            const fill = hollow(style.fill) ? paper : style.fill;
            const stroke = hollow(style.stroke) ? paper : style.stroke;
            return fill === paper && stroke === paper && !one.classList.contains("hol");
        })
        .map((one) => one.parentElement.outerHTML.slice(0, 160));
}"""


@pytest.mark.parametrize("address", [PAGES[route][0] for route in ("", "models/", "trends/", "compare/")])
def test_forced_colors_leave_no_bar_and_no_icon_on_paper_of_its_own_color(
    page: Page, visit: Opened, address: str
):
    page.emulate_media(forced_colors="active")
    visit(address)
    assert page.evaluate(DRAWN) == []

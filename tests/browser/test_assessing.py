"""J2: a contributor proposes a change; with and without JavaScript. And what every page of it holds to."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, Response, expect

from tests.browser.assessing_names import COOKIES, MODELS
from tests.browser.conftest import PHONE, WIDE, Opened, both_ways
from tests.browser.content import misplaced
from tests.browser.site import Site
from tests.browser.test_every_page_type import WIDTHS, found, wide
from tests.drills.processes import BASE

WITH_SCRIPT = "with JavaScript"
QUOTE = "The model weights are licensed under the MIT License."
NOTE = "Relicensed to MIT with this release."
CORPUS = "acme-research/rocket-7b"


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of its own, beside the one of the other tests."""
    running = Site(tmp_path_factory.mktemp("assessing"), records="tests.browser.assessing")
    yield running
    running.end()


@pytest.fixture
def visit(page: Page, desk: Site) -> Opened:
    """Open a page of that site."""

    def opened(address: str, *, status: int = 200) -> Response:
        answer = page.goto(f"{desk.url}{address}")
        assert answer is not None
        assert answer.status == status, address
        return answer

    return opened


def does(site: Site, *what: str) -> None:
    """Others act: `accept PATH`, `look STATUS`."""
    command = [sys.executable, "-m", "tests.browser.assessing", *what]
    done = subprocess.run(
        command, cwd=BASE, env=site.environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def enter(site: Site, context: BrowserContext, name: str) -> None:
    cookies = json.loads(Path(site.environment["DATA_DIR"], COOKIES).read_text())
    context.add_cookies([{"name": "session", "value": cookies[name], "url": site.url}])


class Driver:
    """Presses and types as a person would, and counts it."""

    def __init__(self, page: Page, *, script: bool) -> None:
        self.page, self.script, self.clicks, self.began = page, script, 0, time.monotonic()

    def press(self, role: str, name: str) -> None:
        self.clicks += 1
        self.page.get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]

    def type(self, field: str, text: str) -> None:
        self.clicks += 1
        self.page.locator(f"[id='{field}']").fill(text)

    def choose(self, name: str, value: str) -> None:
        self.clicks += 1
        self.page.locator(f"input[name='{name}'][value='{value}']").check()

    def settled(self) -> None:
        """Saved as one types; without a script by the button that does the same."""
        if self.script:
            expect(self.page.locator("#live")).not_to_have_class("htmx-request")
            self.page.wait_for_timeout(900)  # what was typed last goes out after 400 ms
            expect(self.page.locator("#saved")).to_contain_text("Draft saved")
        else:
            self.press("button", "Save and recompute")


def preview(page: Page) -> dict[str, str]:
    """What each definition would say, by its short name."""
    for fold in page.locator("#live details").all():
        fold.evaluate("one => one.open = true")
    rows = page.locator("#live tbody tr").all()
    return {
        row.locator("th").inner_text(): row.locator("td .v, td .score").first.inner_text() for row in rows
    }


@both_ways
def test_a_contributor_proposes_a_change(page: Page, visit: Opened, desk: Site, script: str):
    scripted = script == WITH_SCRIPT
    name = "script" if scripted else "plain"
    path, base = MODELS[name], f"/models/{MODELS[name]}/assess/"
    enter(desk, page.context, name)
    visit(f"/models/{path}/")
    driver = Driver(page, script=scripted)
    driver.press("link", "Propose a change")
    expect(page.locator("main")).to_contain_text("from Hugging Face, unchecked")
    driver.press("link", "Final weights")
    before = preview(page)
    part = "f-final-weights"
    driver.type(f"{part}-url", f"https://example.org/{name}/weights")
    driver.type(f"{part}-quote", QUOTE)
    driver.type(f"{part}-license", "MIT")
    driver.choose("final-weights.availability", "released")
    driver.choose("final-weights.coverage", "all")
    driver.type(f"{part}-note", NOTE)
    driver.settled()
    assert preview(page) != before
    assert page.locator("#live .chg").count()
    expect(page.locator(f"#{part}-reads")).to_contain_text("Open: all of it is released")
    expect(page.locator(f"#{part}-means")).to_contain_text("Free to use, study, change and share.")
    expect(page.locator(f"#look-{part}-url")).to_contain_text("Looking at this page")
    does(desk, "look", "404")
    if scripted:  # asked for every two seconds
        expect(page.locator(f"#look-{part}-url")).to_contain_text("This page answered 404.", timeout=8000)
    page.close()

    again = page.context.new_page()  # the tab was closed: the draft is there
    again.goto(f"{desk.url}{base}final-weights/")
    expect(again.locator(f"[id='{part}-quote']")).to_have_value(QUOTE)
    expect(again.locator(f"#look-{part}-url")).to_contain_text("This page answered 404.")
    does(desk, "look", "200")
    driver.page = again
    previewed = preview(again)
    driver.press("link", "Preview and submit")
    expect(again.locator("#missing")).to_have_count(0)
    driver.choose("coi", "none")
    driver.press("button", "Submit for review Ctrl Enter" if scripted else "Submit for review")
    expect(again.locator("h2").first).to_have_text("What happens next")
    print(f"\nJ2 {script}: {driver.clicks} clicks and fields, {time.monotonic() - driver.began:.1f} s")

    does(desk, "accept", path)
    again.goto(f"{desk.url}{base}final-weights/")
    assert preview(again) == previewed
    again.goto(f"{desk.url}/models/{path}/")
    expect(again.locator("#evidence")).to_contain_text(QUOTE)


@both_ways
def test_another_window_gives_the_merge_view_with_ones_text_kept(
    page: Page, visit: Opened, desk: Site, script: str
):
    if script == WITH_SCRIPT:
        pytest.skip("the same forms; without a script nothing is saved before one presses")
    enter(desk, page.context, "windows")
    address = f"{desk.url}/models/{MODELS['windows']}/assess/checkpoints/"
    page.goto(address)
    other = page.context.new_page()
    other.goto(address)
    for window, text in ((other, "Nobody publishes them."), (page, "Only the last state is out.")):
        window.locator("[id='f-checkpoints-url']").fill("https://example.org/openlab")
        window.locator("[id='f-checkpoints-quote']").fill(text)
        window.locator("input[name='checkpoints.availability'][value='withheld']").check()
        window.get_by_role("button", name="Save and recompute").click()
    expect(page.locator("h1")).to_have_text("Compare and merge")
    expect(page.locator("main")).to_contain_text("Only the last state is out.")
    expect(page.locator("main")).to_contain_text("Nobody publishes them.")
    page.locator("input[value=mine]").check()
    page.get_by_role("button", name="Keep what is chosen").click()
    page.goto(address)
    expect(page.locator("[id='f-checkpoints-quote']")).to_have_value("Only the last state is out.")


def test_typing_goes_on_being_kept_after_the_session_has_ended(page: Page, visit: Opened, desk: Site):
    enter(desk, page.context, "windows")
    address = f"/models/{MODELS['windows']}/assess/model-card/"
    visit(address)
    page.context.clear_cookies(name="session")
    page.locator("[id='f-model-card-quote']").fill("Typed after the session had ended.")
    expect(page.locator("#saved")).to_have_text("You are signed out. What you typed is kept.")
    expect(page.locator("[id='f-model-card-quote']")).to_have_value("Typed after the session had ended.")
    enter(desk, page.context, "windows")
    visit(address)
    page.get_by_role("link", name="Use what I typed").click()
    expect(page.locator("[id='f-model-card-quote']")).to_have_value("Typed after the session had ended.")


BASE_OF_PAGES = f"/models/{MODELS['pages']}/assess/"
PAGES = [
    BASE_OF_PAGES,
    f"{BASE_OF_PAGES}?checkpoints.availability=withheld&checkpoints.url=https://example.org/",
    f"{BASE_OF_PAGES}training-corpus/",
    f"{BASE_OF_PAGES}final-weights/",
    f"{BASE_OF_PAGES}technical-report/",
    f"{BASE_OF_PAGES}release/",
    f"{BASE_OF_PAGES}other/",
    f"/models/{CORPUS}/assess/final-weights/",
    "/models/deepseek-ai/deepseek-r1/assess/final-weights/",
    f"/de{BASE_OF_PAGES}final-weights/",
    "/me/drafts/",
    "/add/",
    "/models/openlab/not-listed/draft/",
]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_can_be_used_by_everybody(page: Page, visit: Opened, desk: Site, address: str):
    """axe in light, dark and on a phone; no wider than the window; valid HTML; nothing in the console."""
    enter(desk, page.context, "pages")
    spoken: list[str] = []
    page.on("console", lambda message: spoken.append(message.text))
    page.on("pageerror", lambda error: spoken.append(str(error)))
    page.add_init_script(
        """addEventListener("securitypolicyviolation",
            (event) => console.log(`${event.violatedDirective}: ${event.blockedURI}`))"""
    )
    answer = visit(address)
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(answer.body(), transport_encoding="utf-8")
    assert [code for _, code, _ in parser.errors] == []
    assert misplaced(tree) == []
    page.evaluate(Axe().axe_script)
    assert found(page, WIDE, "light") == []
    assert found(page, WIDE, "dark") == []
    assert found(page, PHONE, "light") == []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"at {width} px: {wide(page)}"
    assert spoken == []


@both_ways
def test_a_form_with_an_error_leads_to_its_field(page: Page, visit: Opened, desk: Site, script: str):
    enter(desk, page.context, "pages")
    page.goto(f"{desk.url}{BASE_OF_PAGES}model-card/")
    page.locator("[id='f-model-card-url']").fill("nowhere")
    page.locator("input[name='model-card.availability'][value='released']").check()
    page.get_by_role("button", name="Next component").click()
    expect(page.locator("#problems")).to_contain_text("One field cannot be read yet.")
    page.locator("#problems a").click()
    expect(page.locator("[id='f-model-card-url']")).to_be_in_viewport()
    expect(page.locator("[id='f-model-card-url-e']")).to_contain_text("This is no address of a page.")
    expect(page.locator("[id='f-model-card-url']")).to_have_value("nowhere")
    if script == "with JavaScript":  # mended, it is called wrong no more
        page.locator("[id='f-model-card-url']").fill("https://example.org/card")
        expect(page.locator("#problems")).to_be_hidden()
        expect(page.locator("[id='f-model-card-url-e']")).to_be_hidden()


def test_choosing_a_license_takes_back_what_was_wrong_with_its_name(page: Page, visit: Opened, desk: Site):
    enter(desk, page.context, "windows")
    visit(f"/models/{MODELS['windows']}/assess/final-weights/")
    page.locator("[id='f-final-weights-license']").fill("llama")
    page.get_by_role("button", name="Look it up", exact=True).first.click()
    problem = page.locator("[id='f-final-weights-license-e']")
    expect(problem).to_contain_text("No license of this name is known here.")
    page.locator("input[name='final-weights.pick']").first.check()
    expect(problem).to_be_hidden()
    expect(page.locator("[id='f-final-weights-license']")).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator("[id='f-final-weights-means']")).to_be_visible()

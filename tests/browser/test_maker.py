"""J6: a maker claims its organization, replies, proposes, and never approves; what others say beside it."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, Response, expect

from tests.browser.conftest import PHONE, WIDE, Opened, both_ways
from tests.browser.content import misplaced
from tests.browser.making_names import CASTS, COOKIES
from tests.browser.site import Site
from tests.drills.processes import BASE
from tests.hubs import stand_in
from tests.hubs.stand_in import Hub, model

WORDS = "The lock file for the run is now in the repository,\nunder environment/."
NARROW = {"width": 320, "height": 800}
REASON = "The license file in the repository names another license than the record."


@pytest.fixture(scope="session")
def hub() -> Iterator[Hub]:
    with stand_in.running() as running:
        for cast in CASTS.values():
            running.shows(model(cast.repository))
        yield running


@pytest.fixture(scope="session")
def makers(tmp_path_factory: pytest.TempPathFactory, hub: Hub) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("making")
    running = Site(folder, records="tests.browser.making", HF_ENDPOINT=hub.url)
    yield running
    running.end()


@pytest.fixture
def visit(page: Page, makers: Site) -> Opened:
    """Open a page of this site, which is another than the one of all other tests."""

    def opened(address: str) -> Response:
        answer = page.goto(makers.url + address)
        assert answer is not None
        assert answer.status == 200, address
        return answer

    return opened


def does(site: Site, *what: str) -> str:
    command = [sys.executable, "-m", "tests.browser.making", *what]
    done = subprocess.run(
        command, cwd=BASE, env=site.environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""


def enter(site: Site, context: BrowserContext, name: str) -> None:
    context.clear_cookies()
    cookies = json.loads(Path(site.environment["DATA_DIR"], COOKIES).read_text())
    context.add_cookies([{"name": "session", "value": cookies[name], "url": site.url}])


def press(page: Page, role: str, name: str) -> None:
    page.get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]


def verdicts(page: Page) -> str:
    return page.locator(".glance dl").inner_text()


def holds_up(page: Page) -> None:
    """axe in light, dark and on a phone; nothing wider than the page; valid HTML."""
    tree = html5lib.parse(page.content(), namespaceHTMLElements=False)
    assert misplaced(tree) == []
    for scheme, size in (
        ("light", WIDE),
        ("dark", WIDE),
        ("light", PHONE),
        ("light", {"width": 320, "height": 800}),
    ):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (page.url, size)
        page.evaluate(Axe().axe_script)
        options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
        seen = page.evaluate("(options) => axe.run(options).then((all) => all.violations)", options)
        assert [(one["id"], one["nodes"][0]["html"]) for one in seen] == [], page.url
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]


@both_ways
def test_a_maker_proves_it_on_the_hub_replies_and_judges_nothing(
    page: Page, visit: Opened, makers: Site, hub: Hub, context: BrowserContext, script: str
) -> None:
    cast = CASTS[script]
    enter(makers, context, cast.maker)
    visit(cast.card)
    before = verdicts(page)
    press(page, "link", "Reply as the maker")
    press(page, "button", "Begin")
    file, token = (one.inner_text() for one in page.locator("ol.list code").all())
    page.get_by_label("Repository that holds the file").fill(cast.repository)
    press(page, "button", "The file is there: look")
    does(makers, "work")
    page.reload()
    expect(page.locator("main")).to_contain_text("Looked, and not proved:")
    hub.files[f"{cast.repository}/{file}"] = token.encode()
    press(page, "button", "The file is there: look")
    does(makers, "work")
    page.reload()
    expect(page.locator("main")).to_contain_text(f"You speak for {cast.organization}.")
    press(page, "link", f"Reply on {cast.repository.partition('/')[2]}")
    page.get_by_label("About").select_option(label="final weights")
    page.get_by_label("Reply", exact=True).fill("N/A")
    press(page, "button", "Publish the reply")
    expect(page.locator(".field.err")).to_contain_text("at least 20 characters")
    page.get_by_label("Reply", exact=True).fill(WORDS)
    press(page, "button", "Publish the reply")
    expect(page).to_have_url(re.compile(rf"{cast.card}#reply-"))
    said = page.locator("#c-final-weights .maker")
    expect(said.locator(".tag")).to_have_text("maker")
    assert said.locator("blockquote").inner_text().strip() == WORDS
    assert verdicts(page) == before
    own = does(makers, "own", script)
    visit(f"/assessments/{own}/")
    expect(page.locator("main")).to_contain_text("0 of 2 given")
    assert does(makers, "approve", script) in ("maker", "declared")


@both_ways
def test_a_dispute_is_opened_answered_and_decided_on_its_page(
    page: Page, visit: Opened, makers: Site, context: BrowserContext, script: str
) -> None:
    cast = CASTS[script]
    enter(makers, context, cast.other)
    visit(cast.card)
    before = verdicts(page)
    page.locator("#c-final-weights").get_by_role("link", name="Dispute", exact=True).click()
    page.get_by_label("What is wrong with it").fill(REASON)
    page.get_by_label("Address of a page that shows it").fill("https://example.org/license")
    page.get_by_label("The words that show it").fill("Use is limited to research.")
    press(page, "button", "Open the dispute")
    dispute = page.url
    expect(page.locator("main")).to_contain_text(REASON)
    visit(cast.card)
    expect(page.locator(".note.warn")).to_contain_text("Contested since")
    assert verdicts(page) == before
    enter(makers, context, "cleo")
    page.goto(dispute)
    press(page, "button", "Ask both sides to answer")
    does(makers, "answers")
    page.reload()
    page.get_by_label("In your words").fill(REASON)
    press(page, "button", "Dismiss: the finding stands")
    expect(page.locator("main")).to_contain_text("Dismissed. The finding stands.")
    visit(cast.card)
    expect(page.locator("main")).not_to_contain_text("Contested since")


def test_every_page_of_makers_and_moderation_holds_up(
    page: Page, visit: Opened, makers: Site, context: BrowserContext
) -> None:
    cast = CASTS["looked at"]
    enter(makers, context, cast.other)
    visit(f"{cast.card}dispute/final-weights/")
    holds_up(page)
    page.get_by_label("What is wrong with it").fill(REASON)
    page.get_by_label("Address of a page that shows it").fill("ftp://example.org")
    page.get_by_label("The words that show it").fill("Use is limited to research.")
    press(page, "button", "Open the dispute")
    holds_up(page)
    page.get_by_label("Address of a page that shows it").fill("https://example.org/license")
    press(page, "button", "Open the dispute")
    holds_up(page)
    visit(f"/claim/{cast.organization}/")
    press(page, "button", "Begin")
    holds_up(page)
    visit(f"{cast.card}watch/")
    press(page, "button", "Watch this model")
    for address in (
        cast.card,
        f"{cast.card}watch/",
        "/me/watches/",
        f"{cast.card}talk/",
        "/disputes/",
        f"/report/model/{cast.path}/",
    ):
        visit(address)
        holds_up(page)
    page.get_by_label("Insult, threat or harassment").check()
    press(page, "button", "Report it")
    holds_up(page)
    enter(makers, context, "cleo")
    held = does(makers, "held", "looked at")
    for address in (
        "/moderation/reports/",
        f"/moderation/take-down/comment/{held}/",
        f"{cast.card}talk/",
        "/moderation/",
    ):
        visit(address)
        holds_up(page)

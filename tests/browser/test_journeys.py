"""What people come for, step by step, with and without JavaScript."""

import csv
import io
import re
import urllib.request
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.addresses import DRAFT, LLAMA, OLMO, R1, ROCKET
from tests.browser.conftest import WIDE, Opened, both_ways


def in_first_screen(part: Locator) -> bool:
    """Whether all of it can be read at 1280 x 900 without scrolling."""
    box = part.bounding_box()
    return bool(box and box["y"] >= 0 and box["y"] + box["height"] <= WIDE["height"])


def fetch(address: str) -> str:
    with urllib.request.urlopen(address, timeout=30) as answer:
        return str(answer.read().decode())


@both_ways
@pytest.mark.parametrize(
    "typed", [R1, f"https://huggingface.co/{R1}", "huggingface.co/deepseek-ai/DeepSeek-R1"]
)
def test_a_pasted_address_leads_from_the_home_page_to_the_scorecard(
    page: Page, visit: Opened, script: str, typed: str
):
    visit("/")
    page.get_by_role("searchbox").fill(typed)
    page.get_by_role("button", name="Search").click()
    expect(page).to_have_url(re.compile(f"/models/{R1}/$"))


@both_ways
@pytest.mark.parametrize("path", [R1, OLMO, LLAMA, ROCKET, DRAFT])
def test_the_first_screen_holds_answer_verdicts_and_the_top_of_the_fingerprint(
    page: Page, visit: Opened, script: str, path: str
):
    visit(f"/models/{path}/")
    assert in_first_screen(page.locator("h1"))
    assert in_first_screen(page.locator("p.ans"))
    verdicts = page.locator(".glance dl > div")
    assert verdicts.count() == 8
    assert all(in_first_screen(verdicts.nth(number)) for number in range(8))
    bar = page.locator(".fpx li").first.bounding_box()
    assert bar
    assert bar["y"] < WIDE["height"], "the fingerprint begins below the first screen"


@both_ways
def test_the_text_begins_with_name_and_answer(page: Page, visit: Opened, script: str):
    """What a screen reader says, in its order."""
    visit(f"/models/{R1}/")
    text = page.locator("main").inner_text()
    name, answer = page.locator("h1").inner_text(), page.locator("p.ans").inner_text()
    assert text.index(name) < text.index(answer) < text.index("Open source, according to")
    assert text.index("Open source, according to") < text.index("What is released")


@both_ways
def test_a_verdict_leads_to_what_decides_it_and_that_to_its_proof(page: Page, visit: Opened, script: str):
    visit(f"/models/{R1}/")
    rows = page.locator("table.deci tbody tr:not(.grp)")
    for number in range(rows.count()):
        row = rows.nth(number)
        links = row.locator("td a[href^='#']")
        assert links.count() or not row.locator(".no").count(), f"nothing decides: {row.inner_text()}"
        for link in links.all():
            assert page.locator(link.get_attribute("href") or "none").count() == 1
    page.locator("a[href='#v-osaid-1.0']").click()
    expect(page.locator("#v-osaid-1\\.0")).to_be_in_viewport()
    page.locator("#v-osaid-1\\.0 td").get_by_role("link", name="final weights").first.click()
    proof = page.locator(f"{urlsplit(page.url).fragment and '#' + urlsplit(page.url).fragment}")
    expect(proof).to_be_in_viewport()
    assert proof.locator("xpath=ancestor-or-self::tr").locator("a[href^='http']").count()


@both_ways
def test_a_chosen_badge_says_what_the_page_says_and_keeps_its_address(page: Page, visit: Opened, script: str):
    visit(f"/models/{R1}/")
    page.locator(f"a[href='/models/{R1}/badge/']").first.click()
    page.get_by_text("MOF 1.0", exact=True).click()
    page.get_by_role("button", name="Update the preview").click()
    page.wait_for_url(re.compile(r"definition=mof-1\.0"))
    expect(page.locator("#s-markdown")).to_contain_text("/mof-1.0.svg")
    chosen = page.url
    assert page.locator("input[value='mof-1.0']").is_checked()
    snippet = page.locator("#s-markdown").inner_text()
    said, picture, leads_to = re.match(r"\[!\[(.*)\]\((.*)\)\]\((.*)\)", snippet).groups()  # type: ignore[union-attr]
    drawn = fetch(picture)
    assert f'aria-label="{said}"' in drawn
    assert urlsplit(leads_to).path == f"/models/{R1}/"
    visit(leads_to)
    verdict = page.locator(".glance dl > div", has_text="MOF").locator("dd .v").inner_text()
    assert verdict.split("\n")[0] in said
    visit(chosen)
    assert page.locator("#s-markdown").inner_text() == snippet


@both_ways
def test_a_pinned_badge_is_kept_forever(page: Page, visit: Opened, script: str):
    answer = visit(f"/badge/{ROCKET}/r1/osaid-1.0.svg")
    assert "immutable" in (answer.header_value("Cache-Control") or "")


@both_ways
def test_a_cell_of_the_matrix_opens_exactly_the_models_it_counts(page: Page, visit: Opened, script: str):
    visit("/definitions/disagreement/")
    cells = [
        (int(cell.inner_text()), cell.get_attribute("href")) for cell in page.locator("table.mx td a").all()
    ]
    counted, address = min(cell for cell in cells if cell[0])
    visit(address or "")
    assert len(listed(page)) == counted


def listed(page: Page) -> set[str]:
    """The models of the list, on this page and those after it."""
    found: set[str] = set()
    while True:
        names = page.locator("table.rec tbody th a").all()
        found |= {link.get_attribute("href") or "" for link in names}
        following = page.locator("a[rel=next]")
        if not following.count():
            return found
        page.goto(following.get_attribute("href") or "")


@both_ways
def test_a_filtered_list_is_had_as_a_file_with_the_same_models(page: Page, visit: Opened, script: str):
    """Filter, then CSV with the versions of the rules and the revisions."""
    visit("/models/")
    page.locator("#q").fill("olmo")
    page.get_by_role("button", name="Apply").click()
    page.wait_for_url(re.compile("q=olmo"))
    expect(page.locator("main")).not_to_have_class(re.compile("htmx-request"))
    shown = page.locator("table.idx tbody tr th a")
    paths = {(link.get_attribute("href") or "").removeprefix("/models/").strip("/") for link in shown.all()}
    assert paths
    assert parse_qs(urlsplit(page.url).query) == {"q": ["olmo"]}
    address = page.get_by_role("link", name="CSV").get_attribute("href") or ""
    rows = list(csv.DictReader(io.StringIO(fetch(page.evaluate("location.origin") + address))))
    assert paths <= {row["path"] for row in rows}
    assert "revision" in rows[0]


@both_ways
def test_a_citation_leads_to_the_record_as_it_was_cited(page: Page, visit: Opened, script: str):
    visit(f"/models/{ROCKET}/")
    address = page.get_by_role("link", name="BibTeX").get_attribute("href") or ""
    cited = fetch(page.evaluate("location.origin") + address)
    url = re.search(r"url = \{(.*?)\}", cited).group(1)  # type: ignore[union-attr]
    visit(url)
    assert "/r/" in page.url
    assert page.locator("h1").inner_text() == "Rocket 7B"

"""The list of models swapped in place by htmx: the same list as a page of its own, at the same address."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.addresses import R1
from tests.browser.conftest import PHONE, Opened

PATH = r"http://localhost:\d+/models/"


@pytest.fixture
def opened(page: Page) -> Iterator[list[str]]:
    """Addresses of the documents that the browser loaded; ends in failure when a policy was broken."""
    documents: list[str] = []
    said: list[str] = []
    page.on("request", lambda one: documents.append(one.url) if one.is_navigation_request() else None)
    page.on("console", lambda line: said.append(line.text) if line.type in ("error", "warning") else None)
    yield documents
    assert said == []


def rows(page: Page) -> list[str]:
    return page.locator("table.idx tbody th a").all_inner_texts()


def swapped(page: Page) -> None:
    expect(page.locator("main")).not_to_have_class(re.compile("htmx-request"))


def test_a_choice_narrows_the_list_and_says_how_many_are_left(page: Page, visit: Opened, opened: list[str]):
    visit("/models/")
    before = page.locator("#found").inner_text()
    choice = page.locator("input[name=state][value=reviewed]")
    page.locator("details.facet", has=choice).evaluate("one => one.open = true")
    choice.check()
    page.wait_for_url(re.compile(PATH + r"\?state=reviewed$"))
    swapped(page)
    expect(choice).to_be_focused()
    expect(page.get_by_role("status")).not_to_have_text(before)
    in_place = rows(page)
    assert page.locator("#languages a[lang=de]").get_attribute("href") == "/de/models/?state=reviewed"
    assert len(opened) == 1
    visit("/models/?state=reviewed")
    assert rows(page) == in_place


def test_pages_follow_one_another_and_the_way_back_leads_through_them(
    page: Page, visit: Opened, opened: list[str]
):
    visit("/models/")
    first = rows(page)
    page.locator("table.idx input[type=checkbox]").first.check()
    page.get_by_role("link", name="Next", exact=True).click()
    page.wait_for_url(re.compile(r"after="))
    swapped(page)
    assert not set(rows(page)) & set(first)
    expect(page.locator("#found")).to_be_focused()
    expect(page.locator("#found")).to_be_in_viewport()
    assert not page.locator("table.idx input:checked").count(), "a model was chosen that nobody chose"
    page.go_back()
    page.wait_for_url(re.compile(PATH + "$"))
    expect(page.locator("table.idx tbody th a").first).to_have_text(first[0])
    assert rows(page) == first
    page.go_forward()
    page.wait_for_url(re.compile(r"after="))
    expect(page.locator("table.idx tbody th a").first).not_to_have_text(first[0])
    assert len(opened) == 1


def test_a_removed_filter_is_no_longer_chosen_in_the_form(page: Page, visit: Opened, opened: list[str]):
    visit("/models/")
    page.locator("#q").fill("olmo")
    page.locator("#q").press("Enter")
    page.wait_for_url(re.compile(r"q=olmo$"))
    page.locator("select[name=sort]").select_option("name")
    page.wait_for_url(re.compile(r"q=olmo&sort=name$"))
    swapped(page)
    page.get_by_role("link", name="Remove the filter olmo").click()
    page.wait_for_url(re.compile(PATH + r"\?sort=name$"))
    swapped(page)
    expect(page.locator("#q")).to_have_value("")
    expect(page.locator("select[name=sort]")).to_have_value("name")
    assert len(opened) == 1


def test_an_address_typed_into_the_list_opens_the_scorecard_as_a_page(
    page: Page, visit: Opened, opened: list[str]
):
    visit("/models/")
    page.locator("#q").fill("https://huggingface.co/deepseek-ai/DeepSeek-R1")
    page.locator("#q").press("Enter")
    page.wait_for_url(re.compile(PATH + "deepseek-ai/deepseek-r1/$"))
    expect(page.locator("main #q")).to_have_count(0)
    assert len(opened) == 2


def test_on_a_phone_applying_folds_the_filters(page: Page, visit: Opened, opened: list[str]):
    page.set_viewport_size(PHONE)
    visit("/models/")
    page.locator(".fold > summary").click()
    page.locator("#q").fill("olmo")
    page.get_by_role("button", name="Apply").click()
    page.wait_for_url(re.compile(r"q=olmo$"))
    swapped(page)
    expect(page.locator("#q")).to_be_hidden()
    expect(page.locator("#found")).to_be_in_viewport()


def test_a_list_that_cannot_be_had_says_so_in_place(page: Page, visit: Opened):
    visit("/models/")

    def fail(route: object) -> Response | None:
        return route.fulfill(  # type: ignore[attr-defined, no-any-return]
            status=503, content_type="text/html", body="<main id=main><h1>Too slow</h1></main>"
        )

    page.route("**/models/?*", fail)
    page.locator("#q").fill("olmo")
    page.locator("#q").press("Enter")
    expect(page.locator("h1")).to_have_text("Too slow")


def test_the_badge_to_copy_follows_each_choice_at_once(page: Page, visit: Opened, opened: list[str]):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit(f"/models/{R1}/badge/")
    page.get_by_text("Pinned to revision").first.click()
    expect(page.locator("#s-markdown")).to_contain_text(re.compile(rf"/badge/{R1}/r\d+/"))
    expect(page.get_by_text("Preview and code are for:")).to_contain_text("Pinned to revision")
    expect(page.locator(".day img")).to_have_attribute("src", re.compile(r"/r\d+/"))
    expect(page.locator("input[value=pinned]")).to_be_checked()
    assert "follow=pinned" in page.url
    page.locator("[data-copy=s-markdown]").click()
    expect(page.locator("[data-copy=s-markdown]")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("#s-markdown").inner_text()
    page.get_by_text("Latest revision", exact=True).click()
    expect(page.locator("#s-shields")).to_be_visible()  # only an unpinned badge has it
    expect(page.locator("[data-copy=s-shields]")).to_be_visible()
    assert len(opened) == 1

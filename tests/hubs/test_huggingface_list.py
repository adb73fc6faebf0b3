"""Pages of the hub's list against a server that speaks the hub's API: what is read, set aside and refused."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from registry.hubs import huggingface, huggingface_list, json_items
from registry.hubs.huggingface_list import Astray, Page, Sort
from registry.hubs.huggingface_wire import Oversized
from registry.hubs.snapshot import HubError, RateLimited, Unauthorized, Unavailable
from tests.hubs import stand_in
from tests.hubs.stand_in import Hub, model

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def hub() -> Iterator[Hub]:
    with stand_in.running() as running:
        yield running


def listed(hub: Hub, count: int) -> None:
    for n in range(count):
        hub.shows(numbered(n))


def numbered(n: int, **changes: Any) -> dict[str, Any]:
    day = f"2026-10-{n + 1:02d}T08:00:00.000Z"
    return model(f"acme/m{n}", **{"_id": f"{n:024x}", "createdAt": day, "lastModified": day} | changes)


def read(
    hub: Hub, cursor: str = "", *, limit: int = 1000, sort: Sort = Sort.CREATED, token: str = ""
) -> Page:
    return huggingface_list.read_page(cursor, sort=sort, limit=limit, endpoint=hub.url, token=token, now=NOW)


def names(page: Page) -> list[str]:
    return [seen.repo_id for seen in page.seen]


def test_pages_follow_one_another_to_the_end_newest_first(hub):
    listed(hub, 5)
    one = read(hub, limit=2)
    two = read(hub, one.cursor, limit=2)
    three = read(hub, two.cursor, limit=2)
    assert names(one) + names(two) + names(three) == [f"acme/m{n}" for n in (4, 3, 2, 1, 0)]
    assert three.cursor == ""
    assert (one.newest, one.oldest) == (
        datetime(2026, 10, 5, 8, tzinfo=UTC),
        datetime(2026, 10, 4, 8, tzinfo=UTC),
    )


def test_one_request_reads_a_page_and_none_is_made_per_model(hub):
    listed(hub, 20)
    read(hub)
    assert len(hub.asked) == 1


def test_a_list_item_reads_as_the_model_itself_does(hub):
    odd = {"model-index": [{"results": [{}]}], "cardData": {"license": ["mit"], "base_model": "acme/base"}}
    hub.shows(model(tags=["license:mit", "base_model:finetune:acme/base"], **odd))
    on_page = read(hub).seen[0]
    alone = huggingface.fetch("acme/Rocket-7B", endpoint=hub.url, now=NOW)
    assert on_page.relevant() == alone.relevant()
    assert (on_page.downloads, on_page.likes) == (alone.downloads, alone.likes)


def test_the_tail_is_ordered_by_change(hub):
    hub.shows(numbered(1) | {"lastModified": "2026-11-20T00:00:00.000Z"})
    hub.shows(numbered(2))
    assert names(read(hub, sort=Sort.MODIFIED)) == ["acme/m1", "acme/m2"]


POISON: dict[str, dict[str, Any]] = {
    "card key self": {"cardData": {"self": 1, "license": "mit"}},
    "card key ignore_metadata_errors": {"cardData": {"ignore_metadata_errors": True}},
    "result source without url": {"model-index": [{"results": [{"source": {"name": "x"}}]}]},
    "result source a text": {"model-index": [{"results": [{"source": "text"}]}]},
    "tags a number": {"tags": 7},
    "safetensors without total": {"safetensors": {"parameters": {"F32": 5}}},
    "sibling without name": {"siblings": [{"name": "x"}, "y", None]},
    "a date that does not parse": {"createdAt": "the day before"},
    "a date in year zero": {"lastModified": "0000-00-00T00:00:00Z"},
    "provider mapping a text": {"inferenceProviderMapping": "x"},
    "a new field in transformersInfo": {"transformersInfo": {"auto_model": "A", "brand_new": 1}},
    "markup everywhere": {"tags": ["<script>"], "pipeline_tag": "<b>", "library_name": '"><svg onload=x>'},
    "NUL and lone surrogates": {"library_name": "a\x00b\ud800", "cardData": {"license": "m\x00it"}},
    "60,000 tags": {"tags": [f"tag-{n}" for n in range(60_000)]},
    "base models of every kind": {"cardData": {"base_model": [{}, "", "../../etc", "a b", "x" * 500, 7]}},
}


@pytest.mark.parametrize("case", POISON)
def test_an_odd_field_costs_that_field_only(hub, case):
    listed(hub, 3)
    hub.shows(numbered(1, **POISON[case]))
    page = read(hub)
    assert sorted(names(page)) == ["acme/m0", "acme/m1", "acme/m2"]
    assert page.unread == ()


UNREADABLE: dict[str, tuple[Any, str]] = {
    "a number": (7, "no object"),
    "null": (None, "no object"),
    "a text": ("acme/m1", "no object"),
    "no ids": ({"tags": []}, "which repository"),
    "an id that is none": ({"_id": "!!", "id": "acme/m1"}, "which repository"),
    "a path": ({"_id": "abc", "id": "../../etc/passwd"}, "which repository"),
    "nested too deeply": ("[" * 30_000 + "]" * 30_000, "too deeply"),
    "a number too long": ('{"_id": "abc", "likes": ' + "9" * 5000 + "}", "too long"),
    "a bare number too long": ("9" * 5000, "too long"),
    "too large": ('{"_id": "abc", "x": "' + "x" * 1_100_000 + '"}', "longer than"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_an_item_that_cannot_be_read_is_set_aside_and_the_page_goes_on(hub, case):
    bad, reason = UNREADABLE[case]
    raw = bad if case in ("nested too deeply", "too large") or "long" in case else json.dumps(bad)
    items = [json.dumps(numbered(0)), raw, json.dumps(numbered(2))]
    hub.break_with(stand_in.body(f"[{', '.join(items)}]".encode()), on="list")
    page = read(hub)
    assert names(page) == ["acme/m0", "acme/m2"]
    (unread,) = page.unread
    assert reason in unread.reason
    assert unread.raw
    assert len(unread.raw) <= 8192


def test_what_our_own_reader_stumbles_over_is_set_aside_too(hub, monkeypatch):
    listed(hub, 2)
    right = huggingface_list.huggingface_info.snapshot

    def stumbles(info: dict[str, Any], *args: Any, **options: Any) -> Any:
        return right(info, *args, **options) if info["id"] != "acme/m1" else 1 / 0

    monkeypatch.setattr(huggingface_list.huggingface_info, "snapshot", stumbles)
    page = read(hub)
    assert names(page) == ["acme/m0"]
    (unread,) = page.unread
    assert (unread.repo_id, unread.key, unread.reason) == (
        "acme/m1",
        f"{1:024x}",
        "The item cannot be read: ZeroDivisionError.",
    )


def test_the_same_bad_item_is_known_again_though_its_counts_differ():
    one, two = (
        huggingface_list._item(json.dumps(bad), bad, endpoint="https://x", now=NOW)
        for bad in ({"_id": "abc", "likes": 1}, {"_id": "abc", "likes": 2})
    )
    assert one.digest == two.digest


def leads_to(address: str) -> stand_in.Fault:
    return stand_in.body(json.dumps([numbered(1)]).encode(), headers={"Link": f'<{address}>; rel="next"'})


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/api/models?cursor=abc",
        "http://127.0.0.1:9/api/models?cursor=abc",
        "//evil.example/api/models?cursor=abc",
        "/api/datasets?cursor=abc",
        "/api/models/../tokens?cursor=abc",
        "/api/models",
        "/api/models?cursor=here",
        f"/api/models?cursor={'x' * 5000}",
        "http://[",
    ],
)
def test_a_next_link_that_leads_elsewhere_or_back_is_refused(hub, address):
    hub.break_with(leads_to(address), on="list")
    with pytest.raises(Astray):
        read(hub, "here", token="")
    assert len(hub.asked) == 1


def test_a_relative_next_link_is_followed(hub):
    hub.break_with(leads_to("/api/models?limit=1&cursor=further"), on="list")
    assert read(hub).cursor == "further"


def test_a_redirect_to_another_host_is_not_followed_with_our_token(hub):
    with stand_in.running() as other:
        hub.token = "hf_ours"
        hub.break_with(stand_in.status(307, {"Location": f"{other.url}/api/models"}), on="list")
        with pytest.raises(Unavailable):
            read(hub, token="hf_ours")
        assert other.asked == []


def test_a_cursor_the_hub_does_not_know_ends_the_pass(hub):
    with pytest.raises(Astray):
        read(hub, "no-cursor-of-this-hub")


BROKEN: dict[str, tuple[stand_in.Fault, type[HubError]]] = {
    "html with 200": (stand_in.body(b"<html>busy</html>", "text/html"), Unavailable),
    "an object": (stand_in.body(b'{"error": "x"}'), Unavailable),
    "null": (stand_in.body(b"null"), Unavailable),
    "nothing": (stand_in.body(b""), Unavailable),
    "a list that breaks off": (stand_in.body(b'[{"_id": "a"}, {"_id'), Unavailable),
    "a list with rubbish between": (stand_in.body(b'[{"_id": "a"} {"_id": "b"}]'), Unavailable),
    "empty, and not the last": (
        stand_in.body(b"[]", headers={"Link": '</api/models?cursor=more>; rel="next"'}),
        Unavailable,
    ),
    "truncated": (stand_in.truncated, Unavailable),
    "reset": (stand_in.reset, Unavailable),
    "500": (stand_in.status(500), Unavailable),
    "429": (stand_in.status(429), RateLimited),
    "a refused token": (
        stand_in.status(401, {"X-Error-Message": "Invalid credentials in Authorization header"}),
        Unauthorized,
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_page_that_is_none_is_an_outage_and_never_the_end_of_the_list(hub, case):
    fault, expected = BROKEN[case]
    hub.break_with(fault, on="list")
    with pytest.raises(expected):
        read(hub)


def test_a_504_says_so_that_a_smaller_page_is_tried(hub):
    hub.break_with(stand_in.status(504), on="list")
    with pytest.raises(Unavailable) as caught:
        read(hub)
    assert caught.value.status == 504


def test_a_page_that_is_too_large_is_refused_down_to_one_item_which_is_passed_over(hub):
    large = b'[{"_id": "a", "x": "' + b"x" * huggingface_list.MOST_BYTES + b'"}]'
    link = {"Link": '</api/models?cursor=more>; rel="next"'}
    hub.break_with(stand_in.body(large, headers=link), on="list")
    with pytest.raises(Oversized):
        read(hub, limit=2)
    page = read(hub, limit=1)
    assert (page.cursor, page.seen, len(page.unread)) == ("more", (), 1)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("[]", []),
        (" [ 1 , {} ,\n[2] ] ", [1, {}, [2]]),
        ('["a]b", "c\\"]", NaN]', ["a]b", 'c"]', None]),
    ],
)
def test_items_are_those_that_a_whole_reading_gives(text, values):
    assert [value for _, value in json_items.each(text, most=100)] == values


def test_an_item_too_deep_is_left_by_its_brackets_whatever_its_texts_hold():
    deep = '{"a": "]}\\"]", "b": ' + "[" * 20_000 + "]" * 20_000 + "}"
    found = list(json_items.each(f"[1, {deep}, 2]", most=100_000))
    assert [found[0][1], found[1][0], found[2][1]] == [1, deep, 2]
    assert isinstance(found[1][1], json_items.Odd)

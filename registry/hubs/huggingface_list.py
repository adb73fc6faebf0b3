"""Pages of the hub's list of models, read from raw JSON item by item: one odd item costs that item only.

The client's own `list_models` is not used: it ends at the first odd model, cannot resume, and follows the
next link wherever it leads, token and all. Of that link only the cursor is taken, which is opaque.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlencode

import httpx2

from registry.hubs import huggingface_info, json_items, transport, untrusted
from registry.hubs.huggingface_wire import Oversized, get
from registry.hubs.model_card import Card
from registry.hubs.rate_limits import Meter
from registry.hubs.snapshot import Malformed, Snapshot, Unavailable

MOST_BYTES = 12 * 1024 * 1024  # of a page; as text it may take four times as much
MOST_ITEM = 1024 * 1024  # characters of an item
MOST_RAW = 8 * 1024  # characters kept of an item that cannot be read
MOST_CURSOR = 4000  # characters
A_DAY = timedelta(days=1)
DEADLINE = 60.0  # seconds for a page
# What facts and search need. Lineage comes with the tags; whether a list answers baseModels is not known.
EXPAND = (
    *("sha", "lastModified", "createdAt", "private", "disabled", "gated", "downloads", "likes", "tags"),
    *("pipeline_tag", "library_name", "cardData", "model-index", "siblings", "safetensors"),
)


class Sort(StrEnum):
    """Newest first, always: the list has no other direction."""

    CREATED = "createdAt"
    MODIFIED = "lastModified"


class Astray(Malformed):
    """The list leads elsewhere or in a circle, or does not know the cursor: this pass cannot go on."""


@dataclass(frozen=True, slots=True)
class Unread:
    """An item that could not be read. `key` and `repo_id` are "" where they could not be read either."""

    reason: str
    raw: str = ""
    key: str = ""
    repo_id: str = ""

    @property
    def digest(self) -> str:
        """The same item with the same trouble is the same, though its counts differ from day to day."""
        said = f"{self.key} {self.reason}" if self.key else self.raw
        return sha256(said.encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True, slots=True)
class Page:
    """One page; `cursor` leads to the next, "" after the last. `newest` and `oldest` in the order asked."""

    seen: tuple[Snapshot, ...]
    unread: tuple[Unread, ...]
    cursor: str
    newest: datetime | None
    oldest: datetime | None


def read_page(
    cursor: str,
    *,
    sort: Sort,
    limit: int,
    endpoint: str,
    token: str = "",
    meter: Meter | None = None,
    now: datetime,
) -> Page:
    """The page behind a cursor, the first for "". Raises Astray and the errors of snapshot.py.

    Oversized, and Unavailable with status 504, mean that a smaller `limit` may do, down to 1.
    """
    asked = [("sort", sort.value), ("limit", str(limit)), *(("expand", name) for name in EXPAND)]
    query = urlencode(asked + ([("cursor", cursor)] if cursor else []))
    address = f"{endpoint}/api/models?{query}"
    ends = time.monotonic() + DEADLINE
    try:
        answer = get(address, endpoint, token, ends=ends, most_bytes=MOST_BYTES, meter=meter)
    except Oversized as error:
        if limit > 1:
            raise
        return Page((), (Unread(str(error)),), _next(error.headers, endpoint, cursor), None, None)
    except Malformed as error:  # status 400
        raise Astray("The hub does not understand where to go on in its list.") from error
    found = _next(answer.headers, endpoint, cursor)
    return _page(answer.content, found, sort=sort, endpoint=endpoint, now=now)


def _next(headers: Mapping[str, str], endpoint: str, cursor: str) -> str:
    """The cursor in the next link, "" without one. Raises Astray unless it leads on in the same list."""
    link = _link(headers)
    if not link:
        return ""
    try:
        there, here = httpx2.URL(link), httpx2.URL(f"{endpoint}/api/models")
    except httpx2.InvalidURL as error:
        raise Astray("The hub's next page has an address that cannot be read.") from error
    there = here.join(there)
    if transport.origin(there) != transport.origin(here) or there.path != here.path:
        raise Astray(f"The hub's next page leads elsewhere, to {untrusted.text(str(there))}.")
    found = parse_qs(there.query.decode("ascii", "replace")).get("cursor", [""])[-1]
    if not found or found == cursor or len(found) > MOST_CURSOR:
        raise Astray("The hub's next page leads nowhere or back to this one.")
    return found


def _link(headers: Mapping[str, str]) -> str:
    links = httpx2.Response(200, headers={"Link": headers.get("Link", "")}).links
    return str(links.get("next", {}).get("url", ""))


def _page(content: bytes, cursor: str, *, sort: Sort, endpoint: str, now: datetime) -> Page:
    seen: list[Snapshot] = []
    unread: list[Unread] = []
    try:
        for raw, value in json_items.each(content.decode("utf-8", "replace"), most=MOST_ITEM):
            read = _item(raw, value, endpoint=endpoint, now=now)
            if isinstance(read, Snapshot):
                seen.append(read)
            else:
                unread.append(read)
    except json_items.NotAList as error:
        raise Unavailable("The hub answered with something that is not a list.") from error
    if cursor and not seen and not unread:
        raise Unavailable("The hub answered with an empty page that is not the last.")
    moments = [moment for one in seen if (moment := _moment(one, sort, now))]
    return Page(tuple(seen), tuple(unread), cursor, max(moments, default=None), min(moments, default=None))


def _item(raw: str, value: object, *, endpoint: str, now: datetime) -> Snapshot | Unread:
    """Nothing that an item holds gets out of here as an exception."""
    if isinstance(value, json_items.Odd):
        return _unread(value.reason, raw, {})
    if not isinstance(value, dict):
        return _unread("The item is no object.", raw, {})
    try:
        return huggingface_info.snapshot(value, Card(), endpoint=endpoint, at=now)
    except Malformed as error:
        return _unread(str(error), raw, value)
    except Exception as error:  # whatever our reader stumbles over must not end the page
        return _unread(f"The item cannot be read: {type(error).__name__}.", raw, value)


def _unread(reason: str, raw: str, item: Mapping[Any, Any]) -> Unread:
    key = untrusted.text(item.get("_id"), longest=huggingface_info.LONGEST_KEY)
    return Unread(reason, untrusted.printable(raw[:MOST_RAW]), key, untrusted.text(item.get("id")))


def _moment(seen: Snapshot, sort: Sort, now: datetime) -> datetime | None:
    """By which it stands in the list; one in the future is no moment to go by."""
    stated = seen.created_at if sort == Sort.CREATED else seen.modified_at
    moment = datetime.fromisoformat(stated) if stated else None
    return moment if moment and moment <= now + A_DAY else None

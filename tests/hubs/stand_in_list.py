"""The list of the stand-in: pages by a keyset cursor, as `GET /api/models` answers.

A pass begins with a first page, and that one puts the models in order anew; the pages after it are cut from
that order. Anything with the same `page` can take the place of `Listing` (`hub.listing = ...`), such as
models made up on the way because a million of them would not fit.
"""

import base64
import json
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

MOST = 1000  # a page; a larger limit is cut
USUAL = 30
SORTS = {"createdAt", "lastModified", "downloads", "likes"}
DEFAULT = ("likes", "private", "downloads", "tags", "pipeline_tag", "library_name", "createdAt", "modelId")
EXPANDABLE = {
    "author", "baseModels", "cardData", "childrenModelCount", "config", "createdAt", "disabled", "downloads",
    "downloadsAllTime", "evalResults", "gated", "gguf", "inference", "inferenceProviderMapping",
    "lastModified", "library_name", "likes", "mask_token", "model-index", "pipeline_tag", "private",
    "resourceGroup", "safetensors", "sha", "siblings", "spaces", "tags", "transformersInfo", "trendingScore",
    "usedStorage", "widgetData",
}  # fmt: skip
Key = tuple[str, str]


class Listing:
    """What is listed, in order of one key at a time; the newest first. Odd items stand at the end."""

    def __init__(self, models: Mapping[str, Any]) -> None:
        self.models = models
        self._orders: dict[str, tuple[list[Key], list[Any]]] = {}

    def page(self, sort: str, after: Key | None, limit: int) -> tuple[list[Any], Key | None]:
        """At most `limit` items that come after a key, and the key of the last if more follow."""
        if after is None or sort not in self._orders:
            self._put_in_order(sort)
        keys, rows = self._orders[sort]
        end = len(keys) if after is None else bisect_left(keys, after)
        begin = max(end - limit, 0)
        return rows[begin:end][::-1], keys[begin] if begin else None

    def _put_in_order(self, sort: str) -> None:
        keyed = sorted(((_key(row, sort), row) for row in self.models.values()), key=lambda pair: pair[0])
        self._orders[sort] = ([key for key, _ in keyed], [row for _, row in keyed])


def answer(
    listing: Listing, address: str, base: str, *, sees_private: bool
) -> tuple[int, Any, dict[str, str]]:
    """Status, body and headers for an address such as /api/models?sort=createdAt&limit=1000&expand=sha."""
    asked = parse_qs(urlsplit(address).query)
    fields = asked.get("expand", []) + asked.get("expand[]", [])
    wrong = [name for name in fields if name not in EXPANDABLE]
    if wrong:
        valid = ", ".join(sorted(EXPANDABLE))
        return 400, {"error": f"Invalid option {wrong[0]}: expected one of {valid}"}, {}
    sort = asked.get("sort", ["downloads"])[-1]
    if sort not in SORTS:
        return 400, {"error": "Invalid sort parameter"}, {}
    try:
        limit = min(int(asked.get("limit", [str(USUAL)])[-1]), MOST)
        after = _unpacked(asked["cursor"][-1]) if "cursor" in asked else None
    except ValueError:
        return 400, {"error": "Invalid cursor"}, {}
    rows, last = listing.page(sort, after, limit)
    shown = [_cut(row, fields or DEFAULT) for row in rows if sees_private or not _is_private(row)]
    if last is None:
        return 200, shown, {}
    carried = [(name, value) for name, values in asked.items() if name != "cursor" for value in values]
    address = f"{base}/api/models?{urlencode([*carried, ('cursor', packed(last))])}"
    return 200, shown, {"Link": f'<{address}>; rel="next"'}


def packed(key: Key) -> str:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode()


def _unpacked(cursor: str) -> Key:
    value, key = json.loads(base64.urlsafe_b64decode(cursor))
    return value, key


def _key(row: Any, sort: str) -> Key:
    if not isinstance(row, dict):
        return ("", json.dumps(row))
    value = row.get(sort)
    sortable = f"{value:020d}" if isinstance(value, int) else value if isinstance(value, str) else ""
    return (sortable, str(row.get("_id", "")))


def _is_private(row: Any) -> bool:
    return isinstance(row, dict) and row.get("private") is True


def _cut(row: Any, fields: Iterable[str]) -> Any:
    """With `expand` an item is exactly its ids and what was asked for."""
    if not isinstance(row, dict):
        return row
    return {name: row[name] for name in ("_id", "id", *fields) if name in row}

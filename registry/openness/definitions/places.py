"""Where in its source each rule of a definition stands, for readers; no verdict depends on it."""

from collections.abc import Mapping
from typing import Any

from registry.openness.definitions.terms import DefinitionError
from registry.openness.definitions.tree import SourcePlace

_ROWS = {"clause": "id", "level": "id", "dimension": "id", "class": "level"}
_KEYS = ("where", "where_url")


def lifted(table: Mapping[str, Any], name: str) -> tuple[dict[str, Any], dict[str, SourcePlace]]:
    """The table without the places, and the places by the id of their rule.

    They stay out of the digest: a place made more exact changes no rule. Raises DefinitionError.
    """
    rest, found = dict(table), {}
    for key, id_key in _ROWS.items():
        rows = table.get(key)
        if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
            continue  # refused by whoever reads the rules
        for n, row in enumerate(rows):
            if place := _place(row, table, f"{key}[{n}]", name):
                found[str(row.get(id_key))] = place
        rest[key] = [{each: row[each] for each in row if each not in _KEYS} for row in rows]
    return rest, found


def _place(row: Mapping[str, Any], table: Mapping[str, Any], at: str, name: str) -> SourcePlace | None:
    for key in _KEYS:
        if key in row and not (isinstance(row[key], str) and row[key].strip()):
            raise DefinitionError(name, f"{at}.{key}", "expected a text")
    if "where" not in row:
        if "where_url" in row:
            raise DefinitionError(name, f"{at}.where", "missing beside where_url")
        return None
    url = row.get("where_url", table.get("url", ""))
    if url and not str(url).startswith("https://"):
        raise DefinitionError(name, f"{at}.where_url", "expected an address with https")
    return SourcePlace(row["where"].strip(), str(url))

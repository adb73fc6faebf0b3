"""Checks the tables of a definition of shape `mof`, whose rules are in a module of their own."""

from collections.abc import Mapping
from typing import Any

from registry.openness import components
from registry.openness.definitions.terms import Place


def check(table: Mapping[str, Any], place: Place) -> None:
    """Raises DefinitionError for a class or component that the rules could not be computed from."""
    classes = _rows(table, "class", ("number", "level", "label"), place)
    slots = _rows(table, "component", ("number", "id", "name", "kind", "part", "class", "required"), place)
    if table.get("passing") not in {row["level"] for row in classes}:
        raise place.at("passing").wrong(f"no class gives the level {table.get('passing')!r}")
    for n, row in enumerate(slots):
        where = place.at("component").at(n)
        if row["class"] not in {each["number"] for each in classes}:
            raise where.at("class").wrong(f"there is no class {row['class']!r}")
        for slug in (row["part"], *row.get("else", ()), *row.get("if_known", ())):
            if slug not in components.ALL:
                raise where.wrong(f"unknown component {slug!r}")
    for key in ("report", "paper"):
        if table.get(key) not in {row["part"] for row in slots}:
            raise place.at(key).wrong(f"no component reads {table.get(key)!r}")


def _rows(
    table: Mapping[str, Any], key: str, needed: tuple[str, ...], place: Place
) -> list[Mapping[str, Any]]:
    rows = table.get(key)
    if not isinstance(rows, list) or not rows:
        raise place.at(key).wrong(f"expected at least one [[{key}]]")
    numbers = []
    for n, row in enumerate(rows):
        for name in needed:
            if name not in row:
                raise place.at(key).at(n).at(name).wrong("missing")
        if row["number"] in numbers:
            raise place.at(key).at(n).at("number").wrong(f"{row['number']!r} is used twice")
        numbers.append(row["number"])
    return rows

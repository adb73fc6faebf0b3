"""Reads one definition file; anything in it that is not understood is refused, with place and reason."""

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from registry.openness import licenses
from registry.openness.definitions import switches
from registry.openness.definitions.terms import DefinitionError, Place, read_test
from registry.openness.definitions.tree import Clause, Definition, Dimension, Level

# Part of every digest: raise it when the code that judges changes what a verdict says.
ENGINE = "1"

_TEXTS = (
    *("id", "title", "short", "version", "status", "shape", "source", "url"),
    *("read_on", "effective_from", "summary", "reading"),
)
_BODY = {"all_of": "clause", "ladder": "level", "graded": "dimension"}
_STATUS = ("definition", "position", "law", "proposal", "index")
_EXTRA = {"all_of": {"when"}, "ladder": {"when", "passing"}, "graded": {"when", "passing_score"}}


def read_definition(text: str, name: str) -> Definition:
    """The definition in this TOML text; `name` is the file's, for messages. Raises DefinitionError."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(name, "TOML", str(error)) from error
    head = _head(table, name)
    chosen = _switches(table.get("switches", {}), name)
    place = Place(name, chosen)
    common: dict[str, Any] = {**head, "table": table, "digest": digest(table)}
    if head["shape"] == "mof":
        # Its tables are the rules of a module of their own, which reads them.
        return Definition(**common, switches=chosen, passing=table.get("passing", ""))
    body = _body(table, head["shape"], place)
    guard = read_test(table["when"], place.at("when")) if "when" in table else None
    return Definition(**common, **body, guard=guard, switches={**chosen, **place.used})


def digest(table: Mapping[str, Any]) -> str:
    """sha256 (hex) over everything a verdict may depend on besides the facts."""
    parts = [table, ENGINE, licenses.rules_digest(), _components_digest()]
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def _components_digest() -> str:
    file = resources.files("registry.openness").joinpath("components.toml")
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _head(table: Mapping[str, Any], name: str) -> dict[str, str]:
    for key in _TEXTS:
        text = table.get(key)
        if not isinstance(text, str) or not (text.strip() or key == "url"):
            raise DefinitionError(name, key, "missing, or not a text")
    if table["shape"] not in {*_BODY, "mof"}:
        raise DefinitionError(name, "shape", f"unknown shape {table['shape']!r}")
    if table["status"] not in _STATUS:
        raise DefinitionError(name, "status", f"expected one of {', '.join(_STATUS)}")
    for key in ("read_on", "effective_from"):
        try:
            date.fromisoformat(table[key])
        except ValueError as error:
            raise DefinitionError(name, key, "expected a date such as 2026-11-23") from error
    if f"{table['id']}.toml" != name:
        raise DefinitionError(name, "id", f"a file is named after its id: {table['id']}.toml")
    return {key: table[key].strip() for key in _TEXTS}


def _switches(table: object, name: str) -> dict[str, str]:
    if not isinstance(table, Mapping):
        raise DefinitionError(name, "switches", "expected a table")
    for switch, value in table.items():
        if switch not in switches.VALUES:
            raise DefinitionError(name, f"switches.{switch}", "unknown switch")
        if value not in switches.VALUES[switch]:
            listed = ", ".join(switches.VALUES[switch])
            raise DefinitionError(name, f"switches.{switch}", f"expected one of {listed}, not {value!r}")
    return dict(table)


def _body(table: Mapping[str, Any], shape: str, place: Place) -> dict[str, Any]:
    rows_key = _BODY[shape]
    for key in table:
        if key not in {*_TEXTS, "switches", rows_key, *_EXTRA[shape]}:
            raise place.at(key).wrong(f"unknown key for shape {shape}")
    rows = table.get(rows_key)
    if not isinstance(rows, list) or not rows:
        raise place.at(rows_key).wrong(f"shape {shape} needs at least one [[{rows_key}]]")
    places = [place.at(rows_key).at(n) for n in range(len(rows))]
    for row, where in zip(rows, places, strict=True):
        for key in ("id", "label"):
            if not isinstance(row.get(key), str) or not row[key]:
                raise where.at(key).wrong("missing, or not a text")
    _no_twice([row["id"] for row in rows], places)
    match shape:
        case "all_of":
            return {"clauses": _clauses(rows, places)}
        case "ladder":
            return _ladder(table, rows, places)
    return {"dimensions": tuple(_dimensions(rows, places)), "passing_score": _passing_score(table, place)}


def _no_twice(ids: list[str], places: list[Place]) -> None:
    for n, row_id in enumerate(ids):
        if row_id in ids[:n]:
            raise places[n].at("id").wrong(f"{row_id!r} is used twice")


def _clauses(rows: Iterable[Mapping[str, Any]], places: Iterable[Place]) -> tuple[Clause, ...]:
    found = []
    for row, place in zip(rows, places, strict=True):
        info = row.get("info", False)
        if not isinstance(info, bool):
            raise place.at("info").wrong("expected true or false")
        if "decides" in row:
            if row["decides"] not in switches.DECIDING_SWITCHES:
                raise place.at("decides").wrong(f"unknown switch {row['decides']!r}")
            info = place.switch(row["decides"]) not in switches.DECIDING_VALUES
        test = read_test(_without(row, "id", "label", "info", "decides"), place)
        found.append(Clause(row["id"], row["label"], test, info))
    return tuple(found)


def _ladder(table: Mapping[str, Any], rows: list[Mapping[str, Any]], places: list[Place]) -> dict[str, Any]:
    levels: list[Level] = []
    for row, place in zip(rows, places, strict=True):
        rest = _without(row, "id", "label")
        test = read_test(rest, place) if rest else None
        if any(level.test is None or level.test == test for level in levels):
            raise place.wrong(f"level {row['id']!r} can never be reached")
        levels.append(Level(row["id"], row["label"], test))
    if levels[-1].test is not None:
        raise places[-1].wrong("the last level must have no test: it always holds")
    passing = table.get("passing", "")
    if passing and passing not in [level.id for level in levels]:
        raise DefinitionError(places[0].file, "passing", f"no level {passing!r}")
    return {"levels": tuple(levels), "passing": passing}


def _dimensions(rows: Iterable[Mapping[str, Any]], places: Iterable[Place]) -> Iterable[Dimension]:
    for row, place in zip(rows, places, strict=True):
        for key in row:
            if key not in ("id", "label", "category", "open", "partial"):
                raise place.at(key).wrong("unknown key of a dimension")
        for key in ("category", "open", "partial"):
            if key not in row:
                raise place.at(key).wrong("missing")
        sides = [read_test(row[key], place.at(key)) for key in ("open", "partial")]
        yield Dimension(row["id"], row["label"], str(row["category"]), *sides)


def _passing_score(table: Mapping[str, Any], place: Place) -> float | None:
    score = table.get("passing_score")
    if score is not None and (not isinstance(score, int | float) or not 0 < score <= 1):
        raise place.at("passing_score").wrong("expected a number above 0, at most 1")
    return score


def _without(row: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in keys}

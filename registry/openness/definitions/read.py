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
from registry.openness.definitions import mof_tables, reach, switches
from registry.openness.definitions.places import lifted
from registry.openness.definitions.terms import DefinitionError, Place, read_test
from registry.openness.definitions.tree import Clause, Definition, Dimension, Level, Test

# Part of every digest: raise it when the code that judges changes what a verdict says.
ENGINE = "2"

_TEXTS = (
    *("id", "title", "short", "version", "status", "shape", "source", "url"),
    *("read_on", "effective_from", "summary", "reading"),
)
_BODY = {"all_of": "clause", "ladder": "level", "graded": "dimension"}
_STATUS = ("definition", "standard", "draft", "position", "law", "proposal", "index", "paper")
_VERSIONS = ("effective_until", "supersedes", "superseded_by")
_EXTRA = {
    "all_of": {"when"},
    "ladder": {"when", "passing", "clause"},
    "graded": {"when", "passing_score", "points", "clause"},
}


def read_definition(text: str, name: str) -> Definition:
    """The definition in this TOML text; `name` is the file's, for messages. Raises DefinitionError."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(name, "TOML", str(error)) from error
    head = _head(table, name)
    table, places = lifted(table, name)
    chosen = _switches(table.get("switches", {}), name)
    place = Place(name, chosen)
    common: dict[str, Any] = {**head, "table": table, "digest": digest(table), "text": text}
    common |= {"judgments": _judgments(table.get("judgments", []), name), "places": places}
    if head["shape"] == "mof":
        # Its tables are the rules of a module of their own, which reads them.
        mof_tables.check(table, place)
        return Definition(**common, switches=chosen, passing=table.get("passing", ""))
    body = _body(table, head["shape"], place)
    at_guard = place.at("when")
    guard = _possible(read_test(table["when"], at_guard), at_guard) if "when" in table else None
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
        if not isinstance(text, str) or not (text.strip() or key in ("url", "effective_from")):
            raise DefinitionError(name, key, "missing, or not a text")
    if table["shape"] not in {*_BODY, "mof"}:
        raise DefinitionError(name, "shape", f"unknown shape {table['shape']!r}")
    if table["status"] not in _STATUS:
        raise DefinitionError(name, "status", f"expected one of {', '.join(_STATUS)}")
    _dates(table, name)
    if f"{table['id']}.toml" != name:
        raise DefinitionError(name, "id", f"a file is named after its id: {table['id']}.toml")
    for key in ("supersedes", "superseded_by"):
        if table.get(key, "another") in ("", table["id"]) or not isinstance(table.get(key, ""), str):
            raise DefinitionError(name, key, "expected the id of another definition")
    return {key: table.get(key, "").strip() for key in (*_TEXTS, *_VERSIONS)}


def _dates(table: Mapping[str, Any], name: str) -> None:
    for key in ("read_on", "effective_from", "effective_until"):
        text = table.get(key, "")
        if text == "" and key != "read_on":
            continue
        try:
            date.fromisoformat(text)
        except (TypeError, ValueError) as error:
            raise DefinitionError(name, key, "expected a date such as 2026-11-23") from error
    if table.get("effective_until") and table["effective_until"] < table["effective_from"]:
        raise DefinitionError(name, "effective_until", "lies before effective_from")


def _judgments(rows: object, name: str) -> tuple[str, ...]:
    if not isinstance(rows, list) or not all(isinstance(row, str) and row.strip() for row in rows):
        raise DefinitionError(name, "judgments", "expected a list of texts")
    return tuple(rows)


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
        if key not in {*_TEXTS, *_VERSIONS, "judgments", "switches", rows_key, *_EXTRA[shape]}:
            raise place.at(key).wrong(f"unknown key for shape {shape}")
    rows, places = _rows(table.get(rows_key), place.at(rows_key))
    if shape == "all_of":
        return {"clauses": _clauses(rows, places)}
    noted, note_places = _rows(table["clause"], place.at("clause")) if "clause" in table else ([], [])
    _no_twice([row["id"] for row in (*rows, *noted)], [*places, *note_places])
    body: dict[str, Any] = {"clauses": _clauses(noted, note_places, notes=True)}
    if shape == "ladder":
        return {**body, **_ladder(table, rows, places)}
    points = _flag(table, "points", place)
    dimensions = tuple(_dimensions(rows, places, points=points))
    return {**body, "dimensions": dimensions, "points": points, "passing_score": _passing_score(table, place)}


def _rows(rows: object, place: Place) -> tuple[list[Mapping[str, Any]], list[Place]]:
    """The tables of a list, each with an id of its own and a label, and where each stands."""
    if not isinstance(rows, list) or not rows or not all(isinstance(row, Mapping) for row in rows):
        raise place.wrong(f"expected at least one [[{place.key}]]")
    places = [place.at(n) for n in range(len(rows))]
    for row, where in zip(rows, places, strict=True):
        for key in ("id", "label"):
            if not isinstance(row.get(key), str) or not row[key]:
                raise where.at(key).wrong("missing, or not a text")
    _no_twice([row["id"] for row in rows], places)
    return rows, places


def _flag(table: Mapping[str, Any], key: str, place: Place) -> bool:
    value = table.get(key, False)
    if not isinstance(value, bool):
        raise place.at(key).wrong("expected true or false")
    return value


def _possible(test: Test, place: Place) -> Test:
    if not reach.can_hold(test):
        raise place.wrong("no release could ever meet this")
    return test


def _no_twice(ids: list[str], places: list[Place]) -> None:
    for n, row_id in enumerate(ids):
        if row_id in ids[:n]:
            raise places[n].at("id").wrong(f"{row_id!r} is used twice")


def _clauses(
    rows: Iterable[Mapping[str, Any]], places: Iterable[Place], *, notes: bool = False
) -> tuple[Clause, ...]:
    found = []
    for row, place in zip(rows, places, strict=True):
        info = _flag(row, "info", place)
        if notes and not info:
            raise place.at("info").wrong("only a note (info = true) can stand here")
        alone = row.get("alone", "")
        if not isinstance(alone, str):
            raise place.at("alone").wrong("expected a text")
        if "decides" in row:
            if row["decides"] not in switches.DECIDING_SWITCHES:
                raise place.at("decides").wrong(f"unknown switch {row['decides']!r}")
            info = place.switch(row["decides"]) not in switches.DECIDING_VALUES
        test = read_test(_without(row, "id", "label", "info", "decides", "alone"), place)
        found.append(Clause(row["id"], row["label"], _possible(test, place), info, alone))
    return tuple(found)


def _ladder(table: Mapping[str, Any], rows: list[Mapping[str, Any]], places: list[Place]) -> dict[str, Any]:
    levels: list[Level] = []
    for row, place in zip(rows, places, strict=True):
        rest = _without(row, "id", "label")
        test = read_test(rest, place) if rest else None
        above = [level.test for level in levels]
        if None in above or (test and not reach.can_hold(test, unlike=[each for each in above if each])):
            raise place.wrong(f"level {row['id']!r} can never be reached")
        levels.append(Level(row["id"], row["label"], test))
    if levels[-1].test is not None:
        raise places[-1].wrong("the last level must have no test: it always holds")
    passing = table.get("passing", "")
    if passing and passing not in [level.id for level in levels]:
        raise DefinitionError(places[0].file, "passing", f"no level {passing!r}")
    return {"levels": tuple(levels), "passing": passing}


def _dimensions(
    rows: Iterable[Mapping[str, Any]], places: Iterable[Place], *, points: bool
) -> Iterable[Dimension]:
    sides = ("open",) if points else ("open", "partial")
    for row, place in zip(rows, places, strict=True):
        for key in row:
            if key not in ("id", "label", "category", *sides):
                raise place.at(key).wrong("unknown key of a dimension")
        for key in ("category", *sides):
            if key not in row:
                raise place.at(key).wrong("missing")
        tests = {key: _possible(read_test(row[key], place.at(key)), place.at(key)) for key in sides}
        yield Dimension(row["id"], row["label"], str(row["category"]), tests["open"], tests.get("partial"))


def _passing_score(table: Mapping[str, Any], place: Place) -> float | None:
    score = table.get("passing_score")
    if score is not None and (not isinstance(score, int | float) or not 0 < score <= 1):
        raise place.at("passing_score").wrong("expected a number above 0, at most 1")
    return score


def _without(row: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in keys}

"""What somebody found out about datasets, as a TOML or JSON file that is recorded in one step.

    assessor = "Ada Example"              who looked
    assessed_on = 2026-11-20              when

    [[dataset]]
    dataset = "org/name"                  its path here
    availability = "released"             a word of the ladder
    coverage = "all"                      and gate, share, rights, rights_reason, note
    license = "ODC-By-1.0"                of the collection
    contents_rights = "mixed"             of what is in it, which may be another matter
    last_seen_available = 2026-11-20
    proofs = [{ url = "https://...", accessed_on = 2026-11-20 }]

The facets are those of a facts document (facts.schema.json). Each dataset needs a proof. docs/datasets.md
explains all keys.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
from jsonschema.protocols import Validator

from registry.openness import document, proofs, syntax
from registry.openness.admissible import problems
from registry.openness.datasets import DATA, LAST_SEEN
from registry.openness.facts import Fact, Facts, ReleaseFact
from registry.openness.syntax import DocumentError

__all__ = ["DatasetDocument", "DocumentError", "Told", "parse", "read"]

SUFFIXES = (".toml", ".json")
_CHECKED_AS = "pretraining-data"  # what goes with what is the same for all data
_FACETS = (
    *("availability", "coverage", "share", "gate", "license", "license_source", "license_digest", "rights"),
    *("rights_reason", "contents_rights", "note"),
)


@dataclass(frozen=True)
class Told:
    """One dataset: its path, the name to list it under, and what is said of it."""

    path: str
    name: str
    facts: Facts


@dataclass(frozen=True)
class DatasetDocument:
    assessor: str
    assessed_on: str
    datasets: tuple[Told, ...]


def read(path: Path) -> DatasetDocument:
    """The document in this file. Raises DocumentError, naming file and line or key."""
    return parse(syntax.text_of(path), suffix=path.suffix, name=str(path))


def parse(text: str, *, suffix: str, name: str) -> DatasetDocument:
    """The document in this text; `name` is what errors call it. Raises DocumentError."""
    if suffix.lower() not in SUFFIXES:
        raise DocumentError(name, f"expected a file that ends in {' or '.join(SUFFIXES)}")
    tree = _with_days_as_text(syntax.tree(text, kind=suffix.lower(), name=name))
    document.refuse_by_schema(tree, name, _validator())
    proofs.refuse_no_day(tree["assessed_on"], f"{name}, assessed_on")
    told = tuple(_told(tree["dataset"], name))
    return DatasetDocument(tree["assessor"], tree["assessed_on"], told)


def _told(tables: list[Mapping[str, Any]], name: str) -> Iterator[Told]:
    known: set[str] = set()
    for number, table in enumerate(tables):
        path = table["dataset"].lower()
        where = f"{name}, dataset[{number}] ({path})"
        if path in known:
            raise DocumentError(where, "this dataset stands in the file already")
        known.add(path)
        seen = table.get(LAST_SEEN, "")
        if seen:
            proofs.refuse_no_day(seen, f"{where}.{LAST_SEEN}")
        release = [ReleaseFact(LAST_SEEN, seen)] if seen else []
        title = table.get("name") or table["dataset"].partition("/")[2]
        yield Told(path, title, Facts.of([_fact(table, where)], release))


def _fact(table: Mapping[str, Any], where: str) -> Fact:
    facets = {key: table[key] for key in (*_FACETS, "proofs") if key in table}
    fact = document.fact_in(DATA, facets, where)
    found = problems(replace(fact, component=_CHECKED_AS))
    if found:
        raise DocumentError(where, "; ".join(found))
    return fact


def _with_days_as_text(value: Any) -> Any:
    """TOML knows days as such; JSON does not."""
    if isinstance(value, dict):
        return {key: _with_days_as_text(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with_days_as_text(inner) for inner in value]
    return value.isoformat() if type(value) is date else value


@cache
def _validator() -> Validator:
    return jsonschema.Draft202012Validator(schema())


@cache
def schema() -> Mapping[str, Any]:
    """The JSON Schema (2020-12) of such a document."""
    of_facts = document.schema()["$defs"]
    facets = {key: of_facts["fact"]["properties"][key] for key in _FACETS}
    words = [word for word in facets["availability"]["enum"] if word not in ("unknown", "not_applicable")]
    day = of_facts["proof"]["properties"]["accessed_on"]
    of_dataset = {
        "dataset": {
            "type": "string",
            "pattern": r"^[A-Za-z0-9_][\w.-]{0,95}/[A-Za-z0-9_][\w.-]{0,95}$",
            "description": "The path of the dataset, org/name, as on the hub.",
        },
        "name": {"type": "string", "minLength": 1, "maxLength": 200},
        LAST_SEEN: {**day, "description": "The last day somebody found it there, such as 2026-05-11."},
        "proofs": {"type": "array", "minItems": 1, "maxItems": 50, "items": {"$ref": "#/$defs/proof"}},
        **facets,
        "availability": {**facets["availability"], "enum": words},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$defs": {"proof": of_facts["proof"]},
        "type": "object",
        "additionalProperties": False,
        "required": ["assessor", "assessed_on", "dataset"],
        "properties": {
            "assessor": {"type": "string", "minLength": 1, "maxLength": 200},
            "assessed_on": {**day, "description": "The day of the assessment, such as 2026-05-11."},
            "dataset": {
                "type": "array",
                "minItems": 1,
                "maxItems": 500,
                "items": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["dataset", "availability", "proofs"],
                    "properties": of_dataset,
                },
            },
        },
    }

"""Facts documents: one model's facts as a file that people and programs can write.

Our own form is TOML or JSON, described by `facts.schema.json`; `facts.example.toml` shows it. A YAML file is
read as a record of the Model Openness Tool. Whatever is in the file, reading it either works or raises a
`DocumentError` that fits on one line.
"""

import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
from jsonschema.protocols import Validator

from registry.openness import license_expressions, licenses, mof_record, proofs, syntax
from registry.openness.admissible import problems, release_problem
from registry.openness.facts import (
    STAGES,
    Availability,
    ContentsRights,
    Coverage,
    Fact,
    Facts,
    Gate,
    Origin,
    Proof,
    Quality,
    ReleaseFact,
    Rights,
    RightsReason,
    YesNo,
    flop_range,
    name_of,
)
from registry.openness.syntax import DocumentError

__all__ = ["Document", "DocumentError", "fact_as_table", "fact_from_table", "parse", "read"]

SUFFIXES = (".toml", ".json", ".yml", ".yaml")

_WORDS: Mapping[str, Any] = {
    "availability": Availability,
    "coverage": Coverage,
    "gate": Gate,
    "rights": Rights,
    "rights_reason": RightsReason,
    "contents_rights": ContentsRights,
    "quality": Quality,
    "peer_reviewed": YesNo,
    "origin": Origin,
}
_TEXTS = (
    "share",
    "license",
    "license_verbatim",
    "license_source",
    "license_digest",
    "license_inherited_from",
    "venue",
    "persistent_id",
    "reason",
    "note",
    "source",
    "inherited_from",
)
_PROOF_KEYS = ("url", "quote", "accessed_on", "digest", "locator", "archive_url")
_KEY = re.compile(r"([a-z-]+)(?:\[([A-Za-z0-9._-]{1,40})\])?")


@dataclass(frozen=True)
class Document:
    """One model as its document describes it. `notes` say what was left out or changed on the way."""

    name: str
    facts: Facts
    about: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def read(path: Path) -> Document:
    """The document in this file. Raises DocumentError, naming file and line or key."""
    return parse(syntax.text_of(path), suffix=path.suffix, name=str(path))


def parse(text: str, *, suffix: str, name: str) -> Document:
    """The document in this text; `suffix` says in which form, `name` is what errors call it."""
    kind = suffix.lower()
    if kind not in SUFFIXES:
        raise DocumentError(name, f"expected a file that ends in {', '.join(SUFFIXES)}")
    tree = syntax.tree(text, kind=kind, name=name)
    if kind in (".yml", ".yaml"):
        return _from_record(tree, name)
    refuse_by_schema(tree, name, _validator())
    return Document(tree["name"], _facts(tree, name), tree.get("about", {}))


def _from_record(tree: Mapping[str, Any], name: str) -> Document:
    """A record of the Model Openness Tool."""
    try:
        facts, notes = mof_record.read_record(tree)
    except mof_record.RecordError as error:
        raise DocumentError(name, str(error)) from error
    release = tree["release"]
    about = {key: str(release[key]) for key in ("producer", "version") if release.get(key)}
    return Document(str(release["name"]), facts, about, tuple(notes))


def _facts(tree: Mapping[str, Any], name: str) -> Facts:
    """The facts of a document that fits the schema, checked against the rules no schema can state."""
    origin = Origin(tree.get("origin", "reviewed"))
    release = [_release_fact(key, said, origin, name) for key, said in tree.get("release", {}).items()]
    stages = next((frozenset(row.value.split(",")) for row in release if row and row.key == "stages"), None)
    facts = []
    for key, table in tree.get("components", {}).items():
        where = f"{name}, components.{key}"
        fact = fact_in(key, {"origin": origin.value} | table, where)
        found = problems(fact, stages=stages)
        if found:
            raise DocumentError(where, "; ".join(found))
        facts.append(fact)
    return Facts.of(facts, [row for row in release if row])


def fact_in(key: str, table: Mapping[str, Any], where: str) -> Fact:
    """The fact a table of a document holds, its license spelled as ours. Raises DocumentError."""
    proofs.refuse_weak(table, where)
    licensed = _with_license(table, where)
    try:
        return fact_from_table(key, licensed)
    except DocumentError as error:
        raise DocumentError(where, error.expected) from error


def _with_license(table: Mapping[str, Any], where: str) -> dict[str, Any]:
    """The table with its license in canonical spelling. A well-formed id that is not known stays as it is."""
    declared = table.get("license")
    digest = str(table.get("license_digest", ""))
    if declared is None:
        found = licenses.of_text(digest)
        return {**table, "license": found} if found else dict(table)
    if licenses.is_mapped(declared):
        return {**table, "license": licenses.resolve(licenses.normalize(declared), digest)}
    node = license_expressions.read(declared)
    if node is not None:
        return {**table, "license": str(node)}
    expected = "expected an SPDX expression, a license slug, LicenseRef-*, NONE or NOASSERTION"
    raise DocumentError(f"{where}.license", f"{expected}, not {syntax.shown(declared)}")


def _release_fact(key: str, said: object, origin: Origin, name: str) -> ReleaseFact | None:
    """A release fact, or None where the document says that it is unknown."""
    where = f"{name}, release.{key}"
    table = said if isinstance(said, Mapping) else {"value": said}
    value = release_value(table["value"], where)
    if value == "unknown":
        return None
    problem = release_problem(key, value)
    if not problem and key == "training_flop" and not math.isfinite((flop_range(value) or (0, 0))[1]):
        problem = "training_flop must be finite"
    if problem:
        raise DocumentError(where, problem)
    proofs.refuse_weak(table, where)
    return ReleaseFact(key, value, _proofs(table), origin)


def release_value(value: object, where: str) -> str:
    """Canonical text: stages in their order, numbers as the shortest text that reads back the same."""
    if isinstance(value, list):
        return ",".join(stage for stage in STAGES if stage in value)
    if isinstance(value, str):
        return value
    try:
        return repr(float(str(value)))
    except (ValueError, OverflowError) as error:
        raise DocumentError(where, "expected a finite number") from error


def fact_from_table(component_key: str, table: Mapping[str, Any]) -> Fact:
    """The fact a table holds; the key is `final-weights` or, for a part, `final-weights[vae]`.

    `released` without a gate is released without one. Raises DocumentError for a word that is not listed.
    """
    match = _KEY.fullmatch(component_key)
    if match is None:
        raise DocumentError(component_key, "expected a component, or component[part]")
    values: dict[str, Any] = {key: table[key] for key in _TEXTS if key in table}
    for key, words in _WORDS.items():
        if key in table:
            values[key] = _word(f"{component_key}.{key}", words, table[key])
    if values.get("availability") is Availability.RELEASED:
        values.setdefault("gate", Gate.NONE)
    if "covers" in table:
        values["covers"] = frozenset(table["covers"])
    return Fact(
        component=match[1],
        qualifier=match[2] or "",
        license_conflict=bool(table.get("license_conflict", False)),
        proofs=_proofs(table),
        **values,
    )


def _word(where: str, words: Any, value: object) -> Any:
    try:
        return words(value)
    except ValueError as error:
        listed = ", ".join(word.value for word in words)
        raise DocumentError(where, f"expected one of {listed}, not {syntax.shown(value)}") from error


def _proofs(table: Mapping[str, Any]) -> tuple[Proof, ...]:
    return tuple(Proof(**{key: row.get(key, "") for key in _PROOF_KEYS}) for row in table.get("proofs", ()))


def fact_as_table(fact: Fact) -> dict[str, Any]:
    """The table `fact_from_table` reads back as the same fact; what is unknown is left out."""
    plain = Fact(fact.component)
    table: dict[str, Any] = {"availability": fact.availability.value}
    for key in (*_WORDS, *_TEXTS, "license_conflict"):
        value = getattr(fact, key)
        if value != getattr(plain, key):
            table[key] = value.value if key in _WORDS else value
    if fact.availability is Availability.RELEASED and fact.gate is Gate.UNKNOWN:
        table["gate"] = Gate.UNKNOWN.value
    if fact.covers is not None:
        table["covers"] = sorted(fact.covers)
    if fact.proofs:
        table["proofs"] = proofs_as_tables(fact.proofs)
    return table


def proofs_as_tables(proofs: Iterable[Proof]) -> list[dict[str, str]]:
    """Proofs as a document holds them, without the parts that are empty."""
    return [
        {key: getattr(row, key) for key in _PROOF_KEYS if key == "url" or getattr(row, key)} for row in proofs
    ]


def as_tree(name: str, facts: Facts) -> dict[str, Any]:
    """A document of our own form that reads back as the same facts (apart from sources of release facts)."""
    rows = {name_of(fact): fact_as_table(fact) for _, fact in sorted(facts.components.items())}
    release = {key: _release_as_table(row) for key, row in sorted(facts.release.items())}
    return {"name": name, "components": rows, "release": release}


def _release_as_table(row: ReleaseFact) -> Any:
    value: Any = row.value.split(",") if row.key == "stages" else row.value
    return {"value": value, "proofs": proofs_as_tables(row.proofs)} if row.proofs else value


@cache
def schema() -> Mapping[str, Any]:
    """The JSON Schema (2020-12) of our own form."""
    loaded: Mapping[str, Any] = json.loads(
        resources.files("registry.openness").joinpath("facts.schema.json").read_text("utf-8")
    )
    return loaded


@cache
def _validator() -> Validator:
    return jsonschema.Draft202012Validator(schema())


def refuse_by_schema(tree: Mapping[str, Any], name: str, validator: Validator) -> None:
    """Raise DocumentError for the first place, in the order of the document, that the schema refuses."""
    errors = list(validator.iter_errors(tree))
    if not errors:
        return
    where, expected = syntax.explain(errors[0])
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    raise DocumentError(f"{name}, {where}" if where else name, expected + more)

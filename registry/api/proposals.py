"""What is proposed of a model, as a body says it: the facts of a facts document, each with its proofs.

    {"summary": "...",
     "components": {"final-weights": {"availability": "released", "license": "MIT", "proofs": [...]}},
     "release": {"monetization": {"value": "none", "proofs": [...]}},
     "retract": {"training-code": {"note": "The repository is another model's."}}}

`base` beside a fact is the number of the reviewed evidence that it is to replace, 0 for none. Without it that
is what the record says when the finding is first written.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from functools import cache
from typing import Any

import jsonschema
from jsonschema.protocols import Validator

from registry.api.bodies import NAME, BadDocument
from registry.assessments.proposals.checks import LONGEST_SUMMARY, MOST_FACTS
from registry.assessments.proposals.proposed import Cited, Key, Proposed, fact_as_json, name_of
from registry.assessments.proposals.stored import empty
from registry.openness import document, syntax
from registry.openness.document import DocumentError
from registry.openness.facts import RELEASE_FACTS, Fact, ReleaseFact

# What a person states of a component. All else of a fact says where it came from, and is not theirs to say.
FACETS = (
    "availability",
    "coverage",
    "share",
    "gate",
    "license",
    "license_inherited_from",
    "rights",
    "rights_reason",
    "contents_rights",
    "quality",
    "covers",
    "peer_reviewed",
    "venue",
    "persistent_id",
    "reason",
)
CONTENT = ("summary", "components", "release", "retract")
KINDS: Mapping[str, type] = {"summary": str, "components": dict, "release": dict, "retract": dict}
BaseOf = Callable[[Key], int | None]
_KEY = re.compile(r"([a-z-]{1,40})(?:\[([A-Za-z0-9._-]{1,40})\])?")
_BASE = {
    "type": "number",
    "multipleOf": 1,
    "minimum": 0,
    "maximum": 2**53,
    "description": "The number of a piece of evidence.",
}
_NOTE = {"type": "string", "maxLength": 5000, "description": "Why, in words."}


def keys_of(content: Mapping[str, Any]) -> list[Key]:
    """The findings a body speaks of. Raises BadDocument for a name that none can have."""
    return [_key(name) for part in CONTENT[1:] for name in content.get(part, {})]


def read(content: Mapping[str, Any], base_of: BaseOf) -> list[Proposed]:
    """The facts a body proposes; `base_of` gives the base of those that name none. Raises BadDocument."""
    tree = {part: content[part] for part in CONTENT if part in content}
    try:
        document.refuse_by_schema(tree, NAME, _validator())
        return [*_components(tree, base_of), *_release(tree, base_of), *_retracted(tree, base_of)]
    except DocumentError as error:
        raise BadDocument(str(error)) from error


def written(findings: Iterable[Proposed], summary: str) -> dict[str, Any]:
    """The body that `read` reads back as these."""
    tree: dict[str, Any] = {"summary": summary, "components": {}, "release": {}, "retract": {}}
    for row in findings:
        beside = _beside(row)
        if row.retract:
            tree["retract"][row.name] = beside
        elif isinstance(row.fact, ReleaseFact):
            tree["release"][row.name] = {"value": _value(row.fact), **beside}
        else:
            tree["components"][row.name] = {**fact_as_json(row.fact), **beside}
    return tree


def _beside(row: Proposed) -> dict[str, Any]:
    proofs = [{name: getattr(one, name) for name in _CITED if getattr(one, name)} for one in row.citations]
    return {"note": row.note, "proofs": proofs, "base": row.base_id or 0}


_CITED = ("url", "quote", "accessed_on", "locator", "archive_url")


def _value(fact: ReleaseFact) -> Any:
    return fact.value.split(",") if fact.key == "stages" else fact.value


def _components(tree: Mapping[str, Any], base_of: BaseOf) -> Iterable[Proposed]:
    for name, table in tree.get("components", {}).items():
        key = _key(name)
        facets = {facet: table[facet] for facet in FACETS if facet in table}
        yield _proposed(document.fact_from_table(name_of(key), facets), table, key, base_of)


def _release(tree: Mapping[str, Any], base_of: BaseOf) -> Iterable[Proposed]:
    for name, said in tree.get("release", {}).items():
        table = said if isinstance(said, Mapping) else {"value": said}
        where = f"{NAME}, release.{name}"
        value = document.release_value(table["value"], where)
        if value == "unknown":
            raise DocumentError(where, "expected a value; to take one back, name it under retract")
        yield _proposed(ReleaseFact(name, value), table, (name, ""), base_of)


def _retracted(tree: Mapping[str, Any], base_of: BaseOf) -> Iterable[Proposed]:
    for name, table in tree.get("retract", {}).items():
        key = _key(name)
        yield _proposed(empty(key), table, key, base_of, retract=True)


def _proposed(
    fact: Fact | ReleaseFact,
    table: Mapping[str, Any],
    key: Key,
    base_of: BaseOf,
    *,
    retract: bool = False,
) -> Proposed:
    cited = tuple(Cited(**proof) for proof in table.get("proofs", ()))
    base = (int(table["base"]) or None) if "base" in table else base_of(key)
    return Proposed(fact, cited, table.get("note", ""), retract, base)


def _key(name: str) -> Key:
    if name in RELEASE_FACTS:
        return (name, "")
    parts = _KEY.fullmatch(name)
    if parts is None:
        raise BadDocument(
            f"{NAME}: {syntax.shown(name)} is no finding; expected a component or component[part]"
        )
    return (parts[1], parts[2] or "")


@cache
def _validator() -> Validator:
    """The schema of facts documents, less what no person states, with the bases."""
    known: Any = deepcopy(dict(document.schema()))
    defs = known["$defs"]
    stated = defs["fact"]["properties"]
    defs["fact"]["properties"] = {name: stated[name] for name in FACETS} | _extra()
    cited = defs["proof"]["properties"]
    defs["proof"]["properties"] = {name: cited[name] for name in _CITED}
    for row in known["properties"]["release"]["properties"].values():
        row["anyOf"][1]["properties"] |= _extra()
    known["required"] = []
    known["properties"] = {
        "summary": {"type": "string", "maxLength": 2 * LONGEST_SUMMARY},
        "components": known["properties"]["components"] | {"maxProperties": MOST_FACTS},
        "release": known["properties"]["release"],
        "retract": {
            "type": "object",
            "maxProperties": MOST_FACTS,
            "additionalProperties": {
                "type": "object",
                "additionalProperties": False,
                "properties": _extra(),
            },
        },
    }
    return jsonschema.Draft202012Validator(known)


def _extra() -> dict[str, Any]:
    return {"note": _NOTE, "proofs": {"$ref": "#/$defs/proofs"}, "base": _BASE}

"""Reads an OpenAPI document into the rows that the reference page lists."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    place: str  # path, query or header
    type: str
    description: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    status: str
    shape: str  # the name of a shape below, or ""
    description: str


@dataclass(frozen=True, slots=True)
class Operation:
    id: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    body: str  # the name of the shape that is sent, or ""
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    type: str
    shape: str  # the name of the shape it is made of, or ""
    description: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    name: str
    description: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    title: str
    description: str
    operations: tuple[Operation, ...]
    shapes: tuple[Shape, ...]


def read(document: Mapping[str, Any]) -> Reference:
    """All addresses and shapes of the document, addresses in its order, shapes by name."""
    schemas: Mapping[str, Any] = document["components"]["schemas"]
    return Reference(
        title=document["info"]["title"],
        description=document["info"].get("description", ""),
        operations=tuple(
            _operation(path, method, row, schemas)
            for path, methods in document["paths"].items()
            for method, row in methods.items()
        ),
        shapes=tuple(
            Shape(name, row.get("description", ""), tuple(_fields(row, schemas)))
            for name, row in sorted(schemas.items())
            if row.get("type") == "object"
        ),
    )


def _operation(path: str, method: str, row: Mapping[str, Any], schemas: Mapping[str, Any]) -> Operation:
    return Operation(
        id=row["operationId"],
        method=method.upper(),
        path=path,
        summary=row.get("summary", ""),
        description=row.get("description", "").replace("`", ""),
        parameters=tuple(_parameter(one, schemas) for one in row.get("parameters", ())),
        body=_shape(row.get("requestBody", {}), schemas),
        answers=tuple(_answer(status, one, schemas) for status, one in row["responses"].items()),
    )


def _parameter(row: Mapping[str, Any], schemas: Mapping[str, Any]) -> Parameter:
    kind, _, choices = _type(row["schema"], schemas)
    return Parameter(row["name"], row["in"], kind, row.get("description", ""), choices)


def _answer(status: str, row: Mapping[str, Any], schemas: Mapping[str, Any]) -> Answer:
    return Answer(status, _shape(row, schemas), row.get("description", ""))


def _shape(row: Mapping[str, Any], schemas: Mapping[str, Any]) -> str:
    """The name of the shape that something holds; "" where it has none."""
    content: Mapping[str, Any] = next(iter(row.get("content", {}).values()), {})
    return _type(content["schema"], schemas)[1] if "schema" in content else ""


def _fields(row: Mapping[str, Any], schemas: Mapping[str, Any]) -> Iterable[Field]:
    for name, one in row.get("properties", {}).items():
        kind, shape, choices = _type(one, schemas)
        yield Field(name, kind, shape, one.get("description", ""), choices)


def _type(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> tuple[str, str, tuple[str, ...]]:
    """(type in words, name of the shape it is made of, listed values)."""
    if "$ref" in schema:
        return _named(schema["$ref"].rpartition("/")[2], schemas)
    for key in ("allOf", "oneOf", "anyOf"):
        if key in schema:
            return _joined([_type(one, schemas) for one in schema[key]])
    if schema.get("type") == "array":
        kind, shape, choices = _type(schema.get("items", {}), schemas)
        return f"list of {kind}", shape, choices
    if isinstance(schema.get("additionalProperties"), dict) and schema["additionalProperties"]:
        kind, shape, choices = _type(schema["additionalProperties"], schemas)
        return f"map to {kind}", shape, choices
    choices = tuple(str(value) for value in schema.get("enum", ()) if value not in ("", None))
    return schema.get("format") or schema.get("type", "any"), "", choices


def _named(name: str, schemas: Mapping[str, Any]) -> tuple[str, str, tuple[str, ...]]:
    row = schemas.get(name, {})
    if row.get("type") == "object":
        return name, name, ()
    return _type(row, schemas)


def _joined(
    parts: Iterable[tuple[str, str, tuple[str, ...]]],
) -> tuple[str, str, tuple[str, ...]]:
    listed = list(parts)
    shape = next((one[1] for one in listed if one[1]), "")
    choices = tuple(choice for one in listed for choice in one[2])
    return shape or listed[0][0], shape, choices

"""The front matter of a model card, read as what it is: a file anybody may have written.

The expression that finds it is the hub's own. Aliases are refused (a few lines of them expand to billions of
values), and so are depth, number and size beyond what any honest card needs.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from registry.hubs import untrusted

MOST_BYTES = 1_000_000
MOST_FRONT_MATTER = 64 * 1024
MOST_DEPTH = 20
MOST_NODES = 20_000

_FRONT_MATTER = re.compile(r"^(\s*---(?:\r\n|\r|\n))([\S\s]*?)((?:\r\n|\r|\n)---[ \t]*(\r\n|\n|$))")
_OPENING = re.compile(r"\s*---[ \t]*(?:\r\n|\r|\n)")


@dataclass(frozen=True, slots=True)
class Card:
    """The fields of the front matter, empty when it cannot be read, and what was odd about it."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    marks: tuple[str, ...] = ()


def read(data: bytes) -> Card:
    """Read a README.md. Raises nothing, whatever the bytes."""
    if len(data) > MOST_BYTES:
        return Card(marks=("card-too-large",))
    marks = []
    try:
        content = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        content = data.decode("utf-8-sig", "replace")
        marks.append("card-not-utf8")
    if "\x00" in content:
        content = content.replace("\x00", "")
        marks.append("card-has-nul")
    fields, found = _front_matter(content)
    return Card(fields, (*marks, *found))


def _front_matter(content: str) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    found = _FRONT_MATTER.match(content[: MOST_FRONT_MATTER * 2])
    if not found:
        return {}, ("card-unterminated",) if _OPENING.match(content) else ()
    source = found.group(2)
    if len(source.encode("utf-8", "replace")) > MOST_FRONT_MATTER:
        return {}, ("card-front-matter-too-large",)
    try:
        marks = _examine(source)
        parsed = yaml.load(source, Loader=yaml.CSafeLoader)
    except Exception:  # the parser has many ways to fail on a hostile file, and all mean the same
        return {}, ("card-unreadable",)
    if parsed is None:
        return {}, marks
    if not isinstance(parsed, dict):
        return {}, ("card-unreadable",)
    return untrusted.mapping(parsed), marks


def _examine(source: str) -> tuple[str, ...]:
    """Walk the events before anything is built. Raises ValueError for what is refused."""
    depth = 0
    keys: list[str] = []
    expects_key = True
    for nodes, event in enumerate(yaml.parse(source, Loader=yaml.CSafeLoader)):
        if isinstance(event, yaml.AliasEvent):
            raise ValueError("aliases are refused")
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth == 1 and not isinstance(event, yaml.CollectionEndEvent | yaml.MappingEndEvent):
            if expects_key and isinstance(event, yaml.ScalarEvent):
                keys.append(event.value)
            expects_key = not expects_key
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        if depth > MOST_DEPTH or nodes > MOST_NODES:
            raise ValueError("too deep or too long")
    return ("card-duplicate-keys",) if len(set(keys)) < len(keys) else ()

"""Definitions of openness: one TOML file each, read strictly, judged by `evaluate`.

`shipped()` are the files beside this one; `load(folder)` reads any other folder. The keys of a file are
explained at the head of `source-form-1.toml`, its operators and terms in `terms.py`.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from registry.openness.definitions.read import ENGINE, read_definition
from registry.openness.definitions.terms import DefinitionError
from registry.openness.definitions.tree import Clause, Definition, Dimension, Level

__all__ = [
    "ENGINE",
    "HEADLINE_ORDER",
    "Clause",
    "Definition",
    "DefinitionError",
    "Dimension",
    "Level",
    "load",
    "ordered",
    "read_definition",
    "shipped",
]

# The definitions of the first screen and the lists, in their order; the rest follow by id.
HEADLINE_ORDER = (
    "source-form-1",
    "osaid-1.0",
    "mof-1.0",
    "g7-2026",
    "osai-index-2026-03",
    "fsf-2024-10",
    "debian-ml-policy",
    "eu-ai-act-53-2",
)


def load(folder: Path | None = None) -> dict[str, Definition]:
    """The definitions in a folder (the shipped ones when None), by id, in order. Raises DefinitionError."""
    files = sorted((folder or Path(__file__).parent).glob("*.toml"))
    found = (read_definition(file.read_text("utf-8"), file.name) for file in files)
    return {definition.id: definition for definition in ordered(found)}


@cache
def shipped() -> Mapping[str, Definition]:
    """The definitions of this release, by id, in order."""
    return MappingProxyType(load())


def ordered(definitions: Iterable[Definition] | None = None) -> list[Definition]:
    """Headline definitions first, in their order, then the others by id."""
    listed = shipped().values() if definitions is None else definitions
    return sorted(listed, key=_place)


def _place(definition: Definition) -> tuple[int, str]:
    known = definition.id in HEADLINE_ORDER
    return (HEADLINE_ORDER.index(definition.id) if known else len(HEADLINE_ORDER), definition.id)

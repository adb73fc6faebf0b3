"""Definitions of openness: one TOML file each, read strictly, judged by `evaluate`.

`shipped()` are the files beside this one and those of a folder that `use` named. The keys of a file are
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
    "use",
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


_added: list[Path] = []  # the folder of the operator's own definitions, or none


def use(folder: Path | None) -> None:
    """Add the definitions of this folder to those of this release; None takes an earlier one away.

    Raises DefinitionError for a file that cannot be used, and OSError for a folder that cannot be read.
    """
    before = _added[:]
    _added[:] = [folder] if folder else []
    shipped.cache_clear()
    try:
        shipped()
    except (DefinitionError, OSError):
        _added[:] = before
        shipped.cache_clear()
        raise


@cache
def shipped() -> Mapping[str, Definition]:
    """The definitions in use, by id, in order: those of this release and those of the operator's folder."""
    found = load()
    for folder in _added:
        if not folder.is_dir():
            raise NotADirectoryError(f"{folder} is no folder")
        for name, definition in load(folder).items():
            if name in found:
                raise DefinitionError(f"{name}.toml", "id", "a definition of this id is shipped")
            found[name] = definition
    _check_versions(found)
    return MappingProxyType({definition.id: definition for definition in ordered(found.values())})


def _check_versions(found: Mapping[str, Definition]) -> None:
    for definition in found.values():
        for key in ("supersedes", "superseded_by"):
            other = getattr(definition, key)
            if other and other not in found:
                raise DefinitionError(f"{definition.id}.toml", key, f"there is no definition {other!r}")


def ordered(definitions: Iterable[Definition] | None = None) -> list[Definition]:
    """Headline definitions first, in their order, then the others by id."""
    listed = shipped().values() if definitions is None else definitions
    return sorted(listed, key=_place)


def _place(definition: Definition) -> tuple[int, str]:
    known = definition.id in HEADLINE_ORDER
    return (HEADLINE_ORDER.index(definition.id) if known else len(HEADLINE_ORDER), definition.id)

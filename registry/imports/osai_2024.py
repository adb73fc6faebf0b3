"""The European Open Source AI Index in its edition of October 2024, with fourteen dimensions.

Beside the twelve of today it rates whether there is a package and an API; both were dropped on 13 March 2026.
Its classes are quoted under their edition and replace nothing of the current one. Only the two dropped
dimensions give facts: what a class of them says is all there is to say of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from registry.imports import osai
from registry.imports.quotes import Quote
from registry.imports.records import Rating, Unreadable
from registry.openness import syntax
from registry.openness.facts import Facts, Origin, Proof, ReleaseFact

EDITION = "2024-10"
SOURCE = replace(osai.SOURCE, origin="osai-2024-10", same_as=osai.SOURCE.origin)
DROPPED = ("package", "api")
DIMENSIONS = (*osai.DIMENSIONS[:-1], *DROPPED, osai.DIMENSIONS[-1])
# What a class says of the release; `closed` means that the raters looked and found none.
FACTS = {
    "package": (
        "registry_package",
        {"open": "package", "partial": "interface_or_code", "closed": "none"},
    ),
    "api": ("public_api", {"open": "open", "partial": "commercial", "closed": "none"}),
}


def read(path: Path) -> list[Quote]:
    """The quote in this file. Raises Unreadable."""
    return [quote_of(_tree(path), path.name)]


def is_edition(files: Sequence[Path]) -> bool:
    """Whether these are files of this edition: the first that can be read rates package or API."""
    for file in files:
        try:
            return any(dimension in _tree(file) for dimension in DROPPED)
        except Unreadable:
            continue
    return False


def _tree(path: Path) -> Mapping[str, Any]:
    try:
        return syntax.tree(syntax.text_of(path), kind=".yaml", name=path.name)
    except syntax.DocumentError as error:
        raise Unreadable(error.expected) from error


def quote_of(tree: Mapping[str, Any], file: str) -> Quote:
    """The quote in this tree. Raises Unreadable when it names no system or none of the dimensions."""
    record = osai.record_of(tree, file)
    notes: list[str] = []
    ratings = osai.ratings_of(tree, DIMENSIONS, notes)
    total = Rating("score", f"{osai.score(ratings, DIMENSIONS):.3f}")
    facts = Facts.of((), _facts(ratings))
    return Quote(
        file=file,
        subject=record.subject,
        name=record.name,
        makers=(record.organization,) if record.organization else (),
        hub_ids=(record.hub_id,) if record.hub_id else (),
        edition=EDITION,
        facts=facts.with_origin(Origin.IMPORTED, SOURCE.origin),
        ratings=(*ratings, total),
        notes=tuple(notes),
    )


def _facts(ratings: Iterable[Rating]) -> Iterable[ReleaseFact]:
    for rating in ratings:
        key, values = FACTS.get(rating.dimension, ("", {}))
        if rating.value in values:
            proofs = tuple(Proof(link) for link in rating.links)
            yield ReleaseFact(key, values[rating.value], proofs)

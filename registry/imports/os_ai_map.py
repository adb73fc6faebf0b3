"""os-ai-map: a class of openness and a score from 0 to 5 for products, with the sources it cites.

Only products that are models are read, and of those the rating of openness; adoption and capability are no
concern here. Notes, and what a source is said to show, are texts of others and are not read.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from registry.catalog.paths import hub_id_in
from registry.imports.quotes import Quote
from registry.imports.records import Rating, Source, Unreadable
from registry.openness import syntax

SOURCE = Source(
    origin="os-ai-map",
    project="currentai-org/os-ai-map",
    url="https://github.com/currentai-org/os-ai-map",
    license="MIT",
    attribution=(
        "os-ai-map, Copyright (c) 2026 Current AI and os-ai-map contributors, MIT. Classes as published"
    ),
)
SUFFIXES = (".yaml",)
CLASSES = ("open_source", "open_weights", "restricted", "closed")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def read(path: Path) -> list[Quote]:
    """The quote in this file of `scores/`; none where the product is no model. Raises Unreadable."""
    scores = _tree(path)
    product = _text(scores, "product")
    if not product or not re.fullmatch(r"[A-Za-z0-9._-]{1,100}", product):
        raise Unreadable("expected the key product")
    described = _tree(path.parent.parent / "products" / f"{product}.yaml")
    openness = scores.get("openness")
    if _text(described, "type") != "model" or not isinstance(openness, Mapping):
        return []
    return [_quote(path, product, described, openness)]


def _quote(path: Path, product: str, described: Mapping[str, Any], openness: Mapping[str, Any]) -> Quote:
    name = _text(described, "display_name") or product
    kind, score = _text(openness, "class"), _text(openness, "score")
    if kind not in CLASSES or not re.fullmatch(r"[0-5]", score):
        raise Unreadable(f"expected one of {', '.join(CLASSES)} and a score from 0 to 5")
    cited = _cited(openness)
    links = tuple(dict.fromkeys(url for url, _ in cited))
    return Quote(
        file=f"scores/{path.name}",
        subject=name,
        name=name,
        makers=tuple(_makers(path.parent.parent / "organizations", product)),
        hub_ids=tuple(_hub_ids(described)),
        rated_on=max((day for _, day in cited), default=""),
        ratings=(Rating("class", kind, links), Rating("score", f"{score} of 5", links)),
    )


def _cited(openness: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(address, day it was read) of the sources a rating cites."""
    rows = openness.get("sources")
    found = []
    for row in rows if isinstance(rows, list) else ():
        url, day = _text(row, "url"), _text(row, "accessed")
        if re.fullmatch(r"https?://\S{1,1990}", url):
            found.append((url, day if _DAY.fullmatch(day) else ""))
    return found


def _hub_ids(described: Mapping[str, Any]) -> list[str]:
    rows = described.get("huggingface_model")
    found = [hub_id_in(_text(row, "url")) for row in (rows if isinstance(rows, list) else ())]
    return list(dict.fromkeys(hub_id for hub_id in found if hub_id))


def _makers(folder: Path, product: str) -> list[str]:
    """The organizations that list this product."""
    return [name for name, products in _organizations(folder) if product in products]


@cache
def _organizations(folder: Path) -> list[tuple[str, list[str]]]:
    found = []
    for file in sorted(folder.glob("*.yaml")):
        tree = _tree(file)
        products = tree.get("products")
        if isinstance(products, list):
            found.append((_text(tree, "display_name"), [str(name) for name in products]))
    return found


def _tree(path: Path) -> Mapping[str, Any]:
    try:
        return syntax.tree(syntax.text_of(path), kind=".yaml", name=path.name)
    except syntax.DocumentError as error:
        raise Unreadable(error.expected) from error


def _text(table: object, key: str) -> str:
    value = table.get(key) if isinstance(table, Mapping) else None
    return " ".join(str(value).split()) if value is not None and not isinstance(value, list | dict) else ""

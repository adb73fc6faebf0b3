"""Records as the Model Openness Tool keeps them: made for a case, or the published ones, facts only."""

import gzip
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from registry.openness import components, definitions
from registry.openness.facts import Fact, Facts
from registry.openness.mof_record import COMPONENTS, FRAMEWORK
from tests.build import released, withheld

TOOL = definitions.shipped()["mof-1.0"]
STRICT = definitions.shipped()["mof-1.0-strict"]
NAMES: dict[int, str] = {row["number"]: row["name"] for row in TOOL.table["component"]}


def record(
    numbers: Iterable[int] = tuple(NAMES),
    *,
    licenses: Mapping[int, object] | None = None,
    **globals: str,
) -> dict[str, Any]:
    """A record listing these components; `licenses` are their own, keywords those of the release."""
    own = licenses or {}
    rows = [{"name": NAMES[n]} | ({"license": own[n]} if n in own else {}) for n in numbers]
    stated = {scope: {"name": name, "path": ""} for scope, name in globals.items()}
    return as_record("Example-7B", rows, stated)


def without(*left_out: int) -> list[int]:
    return [number for number in NAMES if number not in left_out]


def as_record(name: str, rows: list[dict[str, Any]], stated: Mapping[str, Any]) -> dict[str, Any]:
    framework = dict(zip(("name", "version", "date"), FRAMEWORK, strict=True))
    return {"framework": framework, "release": {"name": name, "license": stated, "components": rows}}


def published() -> list[dict[str, Any]]:
    """The 273 published records, facts only (see make_mof_records.py)."""
    text = gzip.decompress(Path(__file__).with_name("mof_records.json.gz").read_bytes())
    return [_whole(row) for row in json.loads(text)]


def _whole(row: Mapping[str, Any]) -> dict[str, Any]:
    rows = [
        {"name": name}
        | ({"component_path": "https://example.org/"} if linked else {})
        | ({"license": license[0]} if license else {})
        for name, linked, *license in row["components"]
    ]
    return as_record(row["name"], rows, {scope: {"name": name} for scope, name in row["globals"].items()})


def complete(*instead: Fact) -> Facts:
    """Every component of the framework under a usual license, except that these facts replace some."""
    facts = {slug: released(slug, _usual(slug)) for slug, _ in COMPONENTS.values()}
    return Facts.of((facts | {fact.component: fact for fact in instead}).values())


def _usual(slug: str) -> str:
    component = components.ALL[slug]
    return "Apache-2.0" if component.kind == "code" or component.is_weights else "CC-BY-4.0"


def lacking(*slugs: str) -> Facts:
    """Everything but these, which are withheld."""
    return complete(*(withheld(slug) for slug in slugs))


def unassessed(*slugs: str) -> Facts:
    """Everything but these, which nobody has looked at."""
    return complete(*(Fact(slug) for slug in slugs))

"""License records: what each license permits and restricts, as `licenses.toml` lists them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType
from typing import Any

from registry.openness.facts import NOASSERTION, NONE


@dataclass(frozen=True, slots=True)
class License:
    """One row of `licenses.toml`; see the head of that file for the keys."""

    slug: str
    name: str
    spdx: str
    kind: str
    confidence: str  # high, medium or low
    record: str = "license"  # license, family or unresolved
    osi: str = "unknown"
    fsf: str = "unknown"
    dfsg: str = "unknown"
    open_data: str = "unknown"
    any_use: str = "unknown"
    commercial: str = "unknown"
    modify: str = "unknown"
    redistribute_verbatim: str = "unknown"
    redistribute_modified: str = "unknown"
    flags: frozenset[str] = frozenset()
    restrictions: str = ""
    notes: str = ""
    source: str = ""
    hub_tags: tuple[str, ...] = ()
    hub_names: tuple[str, ...] = ()
    members: tuple[str, ...] = ()  # of a family: patterns of the ids it may stand for

    @property
    def id(self) -> str:
        """How an expression names it: the SPDX id where the SPDX list has one, else the slug."""
        return self.spdx if self.is_listed else self.slug

    @property
    def is_listed(self) -> bool:
        """Whether `spdx` is one plain id of the SPDX list (or NONE)."""
        return " " not in self.spdx and self.spdx != NOASSERTION and not self.spdx.startswith("LicenseRef-")

    @property
    def alternatives(self) -> tuple[str, ...]:
        """The ids a tag stands for that does not say which, such as only or or-later; else empty."""
        return tuple(self.spdx.split(" OR ")) if " OR " in self.spdx else ()


def _load() -> dict[str, License]:
    text = resources.files("registry.openness").joinpath("licenses.toml").read_text("utf-8")
    return {row["slug"]: _record(row) for row in tomllib.loads(text)["license"]}


def _record(row: dict[str, Any]) -> License:
    lists = {key: tuple(row.get(key, ())) for key in ("hub_tags", "hub_names", "members")}
    return License(**{**row, **lists, "flags": frozenset(row.get("flags", ()))})


def _index() -> dict[str, License]:
    """Records by slug and by the ids in `spdx`, lower case; one with AND is found by its slug only."""
    found: dict[str, License] = {}
    for record in LICENSES.values():
        if record.spdx != NOASSERTION and " AND " not in record.spdx:
            for spdx in record.alternatives or (record.spdx,):
                found.setdefault(spdx.casefold(), record)
    return {**found, **LICENSES}


LICENSES: Mapping[str, License] = MappingProxyType(_load())
_BY_ID = _index()


def find(id: str) -> License | None:
    """The record of a slug or an SPDX id, in any case."""
    return _BY_ID.get(id.casefold())


NO_LICENSE = _BY_ID[NONE.casefold()]

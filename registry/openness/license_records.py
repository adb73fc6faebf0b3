"""License records: what each license permits and restricts, as `licenses.toml` lists them."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType
from typing import Any

from registry.openness import mof_table
from registry.openness.facts import NOASSERTION, NONE


@dataclass(frozen=True, slots=True)
class License:
    """One row of `licenses.toml`; see the head of that file for the keys."""

    slug: str
    name: str
    spdx: str
    kind: str
    confidence: str  # high, medium or low
    record: str = "license"  # license, family, unresolved; listed: known by the marks of the SPDX list alone
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


def _listed(id: str) -> License:
    """What the SPDX list says of an id whose text nobody has read for us.

    A license the OSI approved meets the Open Source Definition, so it gives the four freedoms. That it is not
    approved says nothing of them, and a license without the mark "free" may still be free.
    """
    approved = id in mof_table.OSI
    free = "yes" if approved else "unknown"
    return License(
        slug=id.casefold(),
        name=id,
        spdx=id,
        kind="listed",
        record="listed",
        confidence="medium",
        osi="yes" if approved else "no",
        fsf="yes" if id in mof_table.FSF else "unknown",
        any_use=free,
        commercial=free,
        modify=free,
        redistribute_verbatim=free,
        redistribute_modified=free,
        notes="Its text has not been read; only the marks of the list are known.",
        source="SPDX license list of 2024-05-21, marks isOsiApproved and isFsfLibre, "
        "by lfai/model_openness_tool@8b5d30e",
    )


LICENSES: Mapping[str, License] = MappingProxyType(_load())
_BY_ID = _index()
_LISTED = {id.casefold(): _listed(id) for id in mof_table.LISTED}
_VERSION = re.compile(r"-v?\d.*$")


def find(id: str) -> License | None:
    """The record of a slug or an SPDX id, in any case; one made of the list's marks where we keep none."""
    name = id.casefold()
    return _BY_ID.get(name) or _LISTED.get(name)


def versions(record: License) -> tuple[str, ...]:
    """The other versions of the same license that are on record or on the list, by id."""
    stem = _VERSION.sub("", record.id.casefold())
    ids = {each.id.casefold(): each.id for each in LICENSES.values() if each.record == "license"}
    named = {each.id.casefold(): each.id for each in _LISTED.values()} | ids
    alike = {id for name, id in named.items() if _VERSION.sub("", name) == stem}
    return tuple(sorted(alike - {record.id})) if stem != record.id.casefold() else ()


NO_LICENSE = _BY_ID[NONE.casefold()]

"""A repository that sources cite for parts of a model, as its hub showed it; the sibling of a Snapshot."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from registry.hubs.snapshot import digest_of


@dataclass(frozen=True, slots=True)
class Cited:
    """A component for which a source in force cites the repository and says that it is released.

    `for_license`: the citation leads to the whole repository and to no other, so that the license of the
    repository is that of the component. Deeper addresses and several repositories say nothing of the sort.
    """

    component: str
    qualifier: str = ""
    for_license: bool = False


@dataclass(frozen=True, slots=True)
class Repository:
    """What a hub said. Every text is capped and clean.

    `gated`: "" for none, "manual" where somebody lets readers in, "closed" where nobody gets the files now,
    "other" where it cannot be told. `license` is "" where the hub detects or declares none.
    """

    hub: str
    key: str  # the hub's own immutable id
    repo_id: str  # the current path
    page: str  # for people
    fetched_at: str  # ISO, when the asking began
    commit: str = ""
    modified_at: str = ""
    created_at: str = ""
    private: bool = False
    disabled: bool = False
    archived: bool = False
    gated: str = ""
    license: str = ""
    license_source: str = ""  # in words: where the hub has the license from
    has_code: bool = False
    has_files: bool = False
    files: tuple[tuple[str, str], ...] = ()  # kinds of files that mean something: first name of each
    doi: str = ""
    cited: tuple[Cited, ...] = ()
    marks: tuple[str, ...] = ()

    def relevant(self) -> dict[str, Any]:
        """What facts are derived from, and what they cite: JSON, stored with each observation."""
        values = {name: value for name, value in asdict(self).items() if name != "modified_at"}
        return dict(json.loads(json.dumps(values)))

    @property
    def digest(self) -> str:
        """Over what facts are derived from, its name, and whether it is archived."""
        return digest_of({name: value for name, value in self.relevant().items() if name not in _CITING})


# Needed to cite an observation, no part of what was said.
_CITING = frozenset({"page", "commit", "fetched_at", "created_at", "doi", "license_source"})


def from_relevant(said: Mapping[str, Any]) -> Repository:
    """The repository of a stored observation; keys of older or newer versions are ignored."""
    known = {field.name for field in fields(Repository)}
    values = {name: value for name, value in said.items() if name in known}
    values["cited"] = tuple(Cited(**row) for row in values.get("cited", ()))
    values["files"] = tuple((kind, name) for kind, name in values.get("files", ()))
    values["marks"] = tuple(values.get("marks", ()))
    return Repository(**values)

"""What a hub said of one repository, as a frozen value, and the ways in which asking can fail."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any

from registry.hubs.file_kinds import MOST_FILES


class HubError(Exception):
    """Asking a hub failed; its text is one sentence for people."""


class RateLimited(HubError):
    """Too many requests. `retry_after` is the wait in seconds the hub stated, or None."""

    def __init__(self, sentence: str, *, retry_after: float | None = None) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after


class Unavailable(HubError):
    """No usable answer: time-out, reset, 5xx, not JSON. Never to be read as "gone".

    `status` is the one answered, 408 where we gave up waiting, or 0.
    """

    def __init__(self, sentence: str, *, status: int = 0) -> None:
        super().__init__(sentence)
        self.status = status


class NotVisible(HubError):
    """Missing, private or deleted: these look alike from outside."""


class Gated(HubError):
    """It exists, and what was asked for lies behind its gate."""


class Disabled(HubError):
    """The hub has disabled access to it."""


class Unauthorized(HubError):
    """Our own token is refused. Says nothing about any repository."""


class Malformed(HubError):
    """This one item cannot be read: not a repository name, or an answer that makes no sense."""


@dataclass(frozen=True, slots=True)
class Base:
    """A parent named by the card; `relation` is "" where only the name is given.

    `stated`: the card states the relation; else the hub inferred it.
    """

    repo_id: str
    relation: str = ""
    stated: bool = False


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One repository as the hub showed it. Every text is capped and clean; every list is capped.

    `license` is kept as declared: a text, a list of texts, or "" for nothing declared.
    `license_digest` is that of the text in `license_file`, both "" where none was read: a list shows no text.
    `files` maps the kinds of files that mean something (observed.py) to the first name of each kind.
    `marks` names what was odd about the answer, such as "card-unreadable"; none of it stops the rest.
    """

    hub: str
    key: str  # the hub's own immutable id
    repo_id: str  # the current path
    page: str  # address of the repository's page
    commit: str
    fetched_at: str  # ISO, when the asking began
    modified_at: str = ""
    created_at: str = ""
    private: bool = False
    disabled: bool = False
    gated: str = ""  # auto, manual or ""
    license: str | tuple[str, ...] = ""
    license_name: str = ""
    license_link: str = ""
    library: str = ""
    pipeline: str = ""
    custom_code: bool = False
    eu_excluded: bool = False
    has_evaluation: bool = False
    parameters: int = 0
    bases: tuple[Base, ...] = ()
    datasets: tuple[str, ...] = ()
    arxiv: tuple[str, ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    file_count: int = 0
    marks: tuple[str, ...] = ()
    downloads: int = 0
    likes: int = 0
    license_file: str = ""
    license_digest: str = ""
    card_commit: str = ""  # the commit at which the card was read as well; "" for what a list shows

    @property
    def has_weight_files(self) -> bool:
        """Whether weights lie there in any form, if only in a folder of one step."""
        return not {"weights", "checkpoint"}.isdisjoint(dict(self.files)) or self.parameters > 0

    @property
    def lists_every_file(self) -> bool:
        """Whether what `files` lacks is not in the repository: no list, or a cut one, does not say so."""
        return 0 < self.file_count <= MOST_FILES

    def relevant(self) -> dict[str, Any]:
        """What facts are derived from, and what they cite: JSON, stored with each observation."""
        said = dict(zip(_KEPT, _kept(self), strict=True))
        for name in _LISTS:
            said[name] = list(said[name])
        said["bases"] = [_base(base) for base in self.bases]
        said["files"] = [list(pair) for pair in self.files]
        said["license"] = self.license if isinstance(self.license, str) else list(self.license)
        return said

    @property
    def digest(self) -> str:
        """Over what facts are derived from. A new commit or path alone does not change it."""
        said = self.relevant()
        facts = {name: said[name] for name in _SAID}
        for name in _LATER:
            if not facts[name]:
                del facts[name]
        return digest_of(facts)

    @property
    def shape(self) -> tuple[Any, ...]:
        """Equal for snapshots whose facts differ at most in what they cite (observed.py)."""
        kinds = tuple(kind for kind, _ in self.files)
        return (kinds, bool(self.arxiv), self.parameters > 0, *_same_facts(self))


def digest_of(said: Mapping[str, Any]) -> str:
    """One hash over what was said, whatever the order it was said in."""
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _base(base: Base) -> dict[str, Any]:
    return {"repo_id": base.repo_id, "relation": base.relation, "stated": base.stated}


# Changes with the day: never stored with an observation.
_PASSING = frozenset({"downloads", "likes", "modified_at", "card_commit"})
# Needed to cite an observation, no part of what was said.
_CITED = frozenset({"repo_id", "page", "commit", "fetched_at", "created_at", "file_count", "license_file"})
# Not known to the first versions: left out while empty, so that what they kept is not taken for changed.
_LATER = frozenset({"license_digest"})
# Named by others or about the model only: no fact is drawn from them. Of these three it matters whether there
# are any, or of which kind.
_UNREAD = frozenset({"key", "datasets", "bases", "marks", "pipeline", "eu_excluded"})
_OF_A_KIND = frozenset({"files", "arxiv", "parameters"})
_KNOWN = frozenset(field.name for field in fields(Snapshot))
_LISTS = ("datasets", "arxiv", "marks")
_KEPT = tuple(field.name for field in fields(Snapshot) if field.name not in _PASSING)
_SAID = tuple(name for name in _KEPT if name not in _CITED)
_kept = attrgetter(*_KEPT)
_same_facts = attrgetter(*(name for name in _SAID if name not in _UNREAD | _OF_A_KIND))


def from_relevant(said: Mapping[str, Any]) -> Snapshot:
    """The snapshot of a stored observation; keys of older or newer versions are ignored."""
    values = {name: value for name, value in said.items() if name in _KNOWN}
    for name in ("datasets", "arxiv", "marks"):
        values[name] = tuple(values.get(name, ()))
    values["bases"] = tuple(Base(**base) for base in values.get("bases", ()))
    values["files"] = tuple((kind, name) for kind, name in values.get("files", ()))
    if isinstance(values.get("license"), list):
        values["license"] = tuple(values["license"])
    return Snapshot(**values)

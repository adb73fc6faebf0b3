"""The hubs that are known, by name and by the host of an address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from urllib.parse import unquote, urlsplit

from registry.hubs import huggingface
from registry.hubs.github import GitHub
from registry.hubs.hub import DEADLINE, Hub, Place, Read
from registry.hubs.modelscope import ModelScope
from registry.hubs.rate_limits import Meter
from registry.hubs.repository import Repository
from registry.hubs.snapshot import Snapshot
from registry.hubs.software_heritage import SoftwareHeritage
from registry.hubs.untrusted import repo_id
from registry.hubs.zenodo import Zenodo


@dataclass(frozen=True, slots=True)
class HuggingFace:
    """The hub of models, behind the same protocol. Its own client names us in its User-Agent."""

    endpoint: str = "https://huggingface.co"
    token: str = ""
    meter: Meter | None = None
    name: ClassVar[str] = huggingface.HUB
    hosts: ClassVar[frozenset[str]] = frozenset(
        {"huggingface.co", "www.huggingface.co", "hf.co", "www.hf.co"}
    )

    def place(self, host: str, parts: Sequence[str]) -> Place | None:
        kind = f"{parts[0]}/" if parts and parts[0] in ("datasets", "spaces") else ""
        named = parts[1:] if kind else parts
        name = repo_id("/".join(named[:2])) if len(named) > 1 else ""
        return Place(self.name, kind + name, at_root=len(named) == 2) if name else None

    def fetch(
        self, address: str, *, now: datetime, deadline: float = DEADLINE, etag: str = ""
    ) -> Read[Snapshot]:
        seen = huggingface.fetch(
            address, endpoint=self.endpoint, token=self.token, now=now, deadline=deadline
        )
        return Read(seen)


# Whose repositories are cited for parts of models.
CITED: Mapping[str, type[GitHub] | type[ModelScope] | type[Zenodo]] = {
    hub.name: hub for hub in (GitHub, ModelScope, Zenodo)
}
NAMES = (HuggingFace.name, *CITED, SoftwareHeritage.name)
_BY_HOST: Mapping[str, Hub[Snapshot | Repository]] = {
    host: hub for hub in (HuggingFace(), GitHub(), ModelScope(), Zenodo()) for host in hub.hosts
}


def place(url: str) -> Place | None:
    """The repository to which an address leads; None where it leads to none that is known."""
    try:
        split = urlsplit((url.split() or [""])[0])
        host = (split.hostname or "").lower()
    except ValueError:
        return None
    hub = _BY_HOST.get(host)
    if hub is None or split.scheme not in ("http", "https"):
        return None
    return hub.place(host, [part for part in unquote(split.path).split("/") if part])

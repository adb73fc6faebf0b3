"""The Software Heritage archive: whether it holds a copy of a repository, and asking it to make one.

Shapes: archive.softwareheritage.org/api/1/, "origin visit latest" and "save code now".
"""

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import quote, urlsplit

from registry.hubs.asking import USER_AGENT, Answer, Asker
from registry.hubs.hub import DEADLINE, Place, Read
from registry.hubs.rate_limits import Meter
from registry.hubs.snapshot import Disabled, HubError, Malformed, NotVisible, Unavailable
from registry.hubs.untrusted import listing, mapping, moment, text

LONGEST_ADDRESS = 1000
_HASH = re.compile(r"[0-9a-f]{40}", re.ASCII)
_REQUESTS = frozenset({"accepted", "pending", "rejected"})
_TASKS = frozenset({"not created", "pending", "scheduled", "running", "succeeded", "failed"})


@dataclass(frozen=True, slots=True)
class Archived:
    """A copy of a repository in the archive: its permanent id, the day it was made, and where to see it."""

    address: str
    swhid: str  # swh:1:snp:...
    visited_at: str  # ISO
    is_full: bool  # the whole repository; else what could be read of it
    page: str


@dataclass(frozen=True, slots=True)
class SaveState:
    """How far a wish to archive has come: `request` accepted, pending or rejected; `task` up to succeeded."""

    request: str
    task: str

    @property
    def is_settled(self) -> bool:
        return self.request == "rejected" or self.task in ("succeeded", "failed")


@dataclass(frozen=True, slots=True)
class SoftwareHeritage:
    endpoint: str = "https://archive.softwareheritage.org"
    token: str = ""
    agent: str = USER_AGENT
    meter: Meter | None = None
    name: ClassVar[str] = "swh"
    hosts: ClassVar[frozenset[str]] = frozenset({"archive.softwareheritage.org"})

    def place(self, host: str, parts: Sequence[str]) -> Place | None:
        """Its pages are copies, never the repository that a source means."""
        return None

    def fetch(
        self, address: str, *, now: datetime, deadline: float = DEADLINE, etag: str = ""
    ) -> Read[Archived]:
        """The newest copy of what stands at an address. Raises NotVisible when there is none."""
        asker = self._asker(deadline)
        path = f"/api/1/origin/{_origin(address)}/visit/latest/?require_snapshot=true"
        answer = asker.get(path)
        if answer.status != 200:
            raise _refused(asker, answer, now)
        return Read(_archived(asker.json(answer), address))

    def archived(self, address: str, *, now: datetime, deadline: float = DEADLINE) -> Archived | None:
        """The newest copy, or None. Raises the errors of snapshot.py other than NotVisible."""
        try:
            return self.fetch(address, now=now, deadline=deadline).seen
        except NotVisible:
            return None

    def save(self, address: str, *, now: datetime, deadline: float = DEADLINE) -> SaveState:
        """Ask for a copy of a git repository. Raises the errors of snapshot.py; Disabled where it refuses."""
        asker = self._asker(deadline)
        answer = asker.post(_save_path(address))
        if answer.status not in (200, 201):
            raise _refused(asker, answer, now)
        return _state(asker.json(answer))

    def saving(self, address: str, *, now: datetime, deadline: float = DEADLINE) -> SaveState | None:
        """How far the newest wish for this address has come; None when nobody asked."""
        asker = self._asker(deadline)
        answer = asker.get(_save_path(address))
        if answer.status == 404:
            return None
        if answer.status != 200:
            raise _refused(asker, answer, now)
        wishes = [mapping(row) for row in listing(asker.any_json(answer))]
        newest = max(wishes, key=lambda row: moment(row.get("save_request_date")), default=None)
        return _state(newest) if newest else None

    def _asker(self, deadline: float) -> Asker:
        ends = time.monotonic() + deadline
        return Asker(
            self.endpoint, "Software Heritage", self.token, "SWH_TOKEN", self.agent, ends, self.meter
        )


def _origin(address: str) -> str:
    """The address as it stands in a path. Raises Malformed for what is no web address."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https") or len(address) > LONGEST_ADDRESS or "@" in address:
        raise Malformed("This is not an address that can be archived.")
    return quote(address, safe=":/%+")


def _save_path(address: str) -> str:
    return f"/api/1/origin/save/git/url/{_origin(address)}/"


def _refused(asker: Asker, answer: Answer, now: datetime) -> HubError:
    if answer.status == 403:
        return Disabled("Software Heritage does not archive this address.")
    return asker.refusal(answer, now=now)


def _archived(visit: Mapping[str, Any], address: str) -> Archived:
    snapshot, visited = text(visit.get("snapshot")), moment(visit.get("date"))
    if not _HASH.fullmatch(snapshot) or not visited:
        raise NotVisible("Software Heritage has visited this address and kept no copy.")
    swhid = f"swh:1:snp:{snapshot}"
    page = f"https://archive.softwareheritage.org/{swhid};origin={quote(address, safe=':/%')}"
    return Archived(address, swhid, visited, text(visit.get("status")) == "full", page)


def _state(said: Mapping[str, Any]) -> SaveState:
    request, task = text(said.get("save_request_status")), text(said.get("save_task_status"))
    if request not in _REQUESTS or task not in _TASKS:
        raise Unavailable("Software Heritage does not say how far the copy has come.")
    return SaveState(request, task)

"""One record of Zenodo: where corpora and code are archived under a DOI.

Shapes: developers.zenodo.org, "Records". The key is that of the concept, which all versions of a record
share: a citation of the concept leads to the newest version, one of a version to that version for ever.
"""

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from registry.hubs.asking import USER_AGENT, Asker
from registry.hubs.hub import DEADLINE, Place, Read
from registry.hubs.rate_limits import Meter
from registry.hubs.repository import Repository
from registry.hubs.snapshot import Malformed
from registry.hubs.untrusted import listing, mapping, moment, text

_NUMBER = re.compile(r"[1-9][0-9]{0,14}", re.ASCII)
_DOI = re.compile(r"zenodo\.([1-9][0-9]{0,14})", re.ASCII | re.IGNORECASE)
_RESOLVERS = frozenset({"doi.org", "dx.doi.org", "www.doi.org"})
# What a reader meets, by the record's access right.
_GATES = {"open": "", "restricted": "manual", "embargoed": "closed", "closed": "closed"}


@dataclass(frozen=True, slots=True)
class Zenodo:
    endpoint: str = "https://zenodo.org"
    token: str = ""
    agent: str = USER_AGENT
    meter: Meter | None = None
    name: ClassVar[str] = "zenodo"
    hosts: ClassVar[frozenset[str]] = frozenset({"zenodo.org", "www.zenodo.org"}) | _RESOLVERS

    def place(self, host: str, parts: Sequence[str]) -> Place | None:
        """A record, by its page or its DOI. Its license covers all of its files, so any address will do."""
        match list(parts):
            case ["10.5281", suffix] if host in _RESOLVERS:
                return self._numbered(_DOI.fullmatch(suffix))
            case ["doi", "10.5281", suffix] if host not in _RESOLVERS:
                return self._numbered(_DOI.fullmatch(suffix))
            case ["record" | "records", number, *_] if host not in _RESOLVERS and _NUMBER.fullmatch(number):
                return Place(self.name, number)
        return None

    def _numbered(self, found: re.Match[str] | None) -> Place | None:
        return Place(self.name, found[1]) if found else None

    def fetch(
        self, address: str, *, now: datetime, deadline: float = DEADLINE, etag: str = ""
    ) -> Read[Repository]:
        """Read the record with this number. Raises the errors of snapshot.py and no others."""
        if not _NUMBER.fullmatch(address):
            raise Malformed(f"{address[:120]!r} is not the number of a record on Zenodo.")
        ends = time.monotonic() + deadline
        asker = Asker(self.endpoint, "Zenodo", self.token, "ZENODO_TOKEN", self.agent, ends, self.meter)
        answer = asker.get(f"/api/records/{address}", {"If-None-Match": etag} if etag else {})
        if answer.status == 304 and etag:
            return Read(None, etag)
        if answer.status != 200:
            raise asker.refusal(answer, now=now)
        return Read(_repository(asker.json(answer), now), answer.etag)


def _repository(info: Mapping[str, Any], now: datetime) -> Repository:
    number = text(info.get("id"))
    key = text(info.get("conceptrecid")) or number
    if not _NUMBER.fullmatch(number) or not _NUMBER.fullmatch(key):
        raise Malformed("Zenodo's answer does not say which record it is about.")
    said = mapping(info.get("metadata"))
    right = text(said.get("access_right")).lower()
    license = text(mapping(said.get("license")).get("id"))
    return Repository(
        hub=Zenodo.name,
        key=key,
        repo_id=number,
        page=f"https://zenodo.org/records/{number}",
        fetched_at=now.isoformat(),
        modified_at=moment(info.get("modified") or info.get("updated")),
        created_at=moment(info.get("created")),
        gated=_GATES.get(right, "other"),
        license=license,
        license_source=f"declared at Zenodo: {license}" if license else "",
        has_files=any(mapping(file).get("key") for file in listing(info.get("files"))),
        doi=text(info.get("doi")),
        marks=() if right in _GATES else ("access-right-odd",),
    )

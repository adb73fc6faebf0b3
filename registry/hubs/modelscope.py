"""One model of ModelScope, where weights are mirrored or published first.

Shapes: as the hub's own client reads them (modelscope 1.x, `hub/info.py`, `hub/errors.py`). Failures come as
status 200 as well, with `Success` false and a number; the branch is `master`; texts may be Chinese.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar
from urllib.parse import quote

from registry.hubs import file_kinds
from registry.hubs.asking import USER_AGENT, Answer, Asker
from registry.hubs.hub import DEADLINE, Place, Read
from registry.hubs.rate_limits import Meter
from registry.hubs.repository import Repository
from registry.hubs.snapshot import HubError, Malformed, NotVisible, Unavailable
from registry.hubs.untrusted import listing, mapping, repo_id, text, whole

_ABSENT = frozenset({10010101004, 10010205001})  # not permitted to see it; no such model
_ABSENT_WORDS = ("not found", "not exist", "unauthorized", "permission", "不存在", "无权限", "没有权限")
_WHOLE = frozenset({"", "summary", "files", "overview"})
_PUBLIC = 5  # of Visibility: 1 private, 3 for who is logged in
_UNPROTECTED = 2


@dataclass(frozen=True, slots=True)
class ModelScope:
    endpoint: str = "https://modelscope.cn"
    token: str = ""
    agent: str = USER_AGENT
    meter: Meter | None = None
    name: ClassVar[str] = "modelscope"
    hosts: ClassVar[frozenset[str]] = frozenset({"modelscope.cn", "www.modelscope.cn"})

    def place(self, host: str, parts: Sequence[str]) -> Place | None:
        if len(parts) < 3 or parts[0] != "models":
            return None
        name = repo_id("/".join(parts[1:3]))
        inside = parts[3] if len(parts) > 3 else ""
        return Place(self.name, name, at_root=len(parts) < 5 and inside in _WHOLE) if name else None

    def fetch(
        self, address: str, *, now: datetime, deadline: float = DEADLINE, etag: str = ""
    ) -> Read[Repository]:
        """Read `namespace/name`: the model, and the names of its files. Its answers carry no etag."""
        name = repo_id(address)
        if name != address or "/" not in name:
            raise Malformed(f"{address[:120]!r} is not the name of a model on ModelScope.")
        ends = time.monotonic() + deadline
        asker = Asker(self.endpoint, "ModelScope", agent=self.agent, ends=ends, meter=self.meter)
        path = f"/api/v1/models/{quote(name)}"
        info = _data(asker, path, now)
        files = _data(asker, f"{path}/repo/files?Revision=master&Recursive=true", now)
        return Read(_repository(info, files, name, now))


def _data(asker: Asker, path: str, now: datetime) -> Mapping[str, Any]:
    answer = asker.get(path)
    if answer.status not in (200, 403):
        raise asker.refusal(answer, now=now)
    body = asker.json(answer)
    if body.get("Success") is not True or body.get("Code") != 200 or answer.status != 200:
        raise _failure(asker, body, answer)
    return mapping(body.get("Data"))


def _failure(asker: Asker, body: Mapping[str, Any], answer: Answer) -> HubError:
    said = text(body.get("Message"))
    if body.get("Code") in _ABSENT or any(words in said.lower() for words in _ABSENT_WORDS):
        return NotVisible("ModelScope does not show this model: it is missing, private or deleted.")
    return Unavailable(f"ModelScope answered with status {answer.status} and code {text(body.get('Code'))}.")


def _repository(info: Mapping[str, Any], files: Mapping[str, Any], name: str, now: datetime) -> Repository:
    key = whole(info.get("Id"))
    if not key:
        raise Malformed("ModelScope's answer does not say which model it is about.")
    current = repo_id(f"{text(info.get('Path'))}/{text(info.get('Name'))}") or name
    license = text(info.get("License"))
    rows = [mapping(row) for row in listing(files.get("Files"))]
    visibility = info.get("Visibility")
    return Repository(
        hub=ModelScope.name,
        key=str(key),
        repo_id=current,
        page=f"https://modelscope.cn/models/{current}",
        fetched_at=now.isoformat(),
        modified_at=_moment(info.get("LastUpdatedTime")),
        created_at=_moment(info.get("CreatedTime")),
        private=visibility not in (None, _PUBLIC),
        gated=_gated(info),
        license=license,
        license_source=f"declared at ModelScope: {license}" if license else "",
        has_files=bool(rows),
        files=file_kinds.found(row.get("Path") for row in rows if row.get("Type") != "tree"),
    )


def _gated(info: Mapping[str, Any]) -> str:
    """None where the model is not marked in any way; what the marks mean is documented nowhere."""
    free = info.get("ApprovalMode") in (None, 0, "")
    return "" if free and info.get("ProtectedMode") in (None, 0, _UNPROTECTED) else "other"


def _moment(seconds: object) -> str:
    given = whole(seconds)
    return datetime.fromtimestamp(given, UTC).isoformat() if 0 < given < 2**33 else ""

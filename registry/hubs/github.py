"""One repository of GitHub: where training and evaluation code is published, and under which license.

Shapes: docs.github.com/en/rest/repos/repos, version 2022-11-28. One request per repository; with a token, an
answer "not modified" costs nothing of the limit.
"""

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from registry.hubs.asking import USER_AGENT, Answer, Asker
from registry.hubs.hub import DEADLINE, Place, Read
from registry.hubs.rate_limits import Meter
from registry.hubs.repository import Repository
from registry.hubs.snapshot import Disabled, HubError, Malformed
from registry.hubs.untrusted import flag, mapping, moment, text, whole

_OWNER = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,38})", re.ASCII)
_NAME = re.compile(r"(?!\.{1,2}$)[\w.-]{1,100}", re.ASCII)
# First parts of addresses that belong to the site and not to an account.
_PAGES = frozenset(
    {"about", "apps", "collections", "contact", "customer-stories", "enterprise", "events", "explore"}
    | {"features", "issues", "login", "marketplace", "notifications", "orgs", "pricing", "pulls", "search"}
    | {"security", "settings", "signup", "site", "sponsors", "team", "topics", "trending", "users"}
)
_MAIN = frozenset({"main", "master"})
_LICENSE_FILE = re.compile(r"(licen[sc]e|copying)([._-].*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class GitHub:
    endpoint: str = "https://api.github.com"
    token: str = ""
    agent: str = USER_AGENT
    meter: Meter | None = None
    name: ClassVar[str] = "github"
    hosts: ClassVar[frozenset[str]] = frozenset({"github.com", "www.github.com", "raw.githubusercontent.com"})

    def place(self, host: str, parts: Sequence[str]) -> Place | None:
        """`owner/name`, with or without something inside; its default branch and license are the whole."""
        if len(parts) < 2 or parts[0].lower() in _PAGES:
            return None
        owner, name = parts[0], parts[1].removesuffix(".git")
        if not _OWNER.fullmatch(owner) or not _NAME.fullmatch(name):
            return None
        whole = host != "raw.githubusercontent.com" and _is_whole(parts[2:])
        return Place(self.name, f"{owner}/{name}", at_root=whole)

    def fetch(
        self, address: str, *, now: datetime, deadline: float = DEADLINE, etag: str = ""
    ) -> Read[Repository]:
        """Read `owner/name`. Raises the errors of snapshot.py and no others."""
        owner, _, name = address.partition("/")
        if not _OWNER.fullmatch(owner) or not _NAME.fullmatch(name):
            raise Malformed(f"{address[:120]!r} is not the name of a repository on GitHub.")
        ends = time.monotonic() + deadline
        asker = Asker(self.endpoint, "GitHub", self.token, "GITHUB_TOKEN", self.agent, ends, self.meter)
        sent = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}
        answer = asker.get(f"/repos/{owner}/{name}", sent | ({"If-None-Match": etag} if etag else {}))
        if answer.status == 304 and etag:
            return Read(None, etag)
        if answer.status != 200:
            raise _refused(asker, answer, now)
        return Read(_repository(asker.json(answer), now), answer.etag)


def _is_whole(rest: Sequence[str]) -> bool:
    match [part for part in rest if part]:
        case []:
            return True
        case ["tree", branch]:
            return branch in _MAIN
        case ["blob", branch, file]:
            return branch in _MAIN and bool(_LICENSE_FILE.fullmatch(file))
    return False


def _refused(asker: Asker, answer: Answer, now: datetime) -> HubError:
    """403 has three meanings here: a limit, a blocked repository, and no."""
    if answer.status != 403:
        return asker.refusal(answer, now=now)
    said = answer.content[:4000].decode("utf-8", "replace").lower()
    spent = answer.headers.get("X-RateLimit-Remaining", "").strip() == "0"
    if spent or answer.headers.get("Retry-After") or "rate limit" in said or "abuse detection" in said:
        return asker.too_many(answer, now=now)
    if "access blocked" in said:
        return Disabled("GitHub has disabled access to this repository.")
    return asker.refusal(answer, now=now)


def _repository(info: Mapping[str, Any], now: datetime) -> Repository:
    key, name = whole(info.get("id")), text(info.get("full_name"))
    owner, _, last = name.partition("/")
    if not key or not _OWNER.fullmatch(owner) or not _NAME.fullmatch(last):
        raise Malformed("GitHub's answer does not say which repository it is about.")
    license = _license(info.get("license"))
    return Repository(
        hub=GitHub.name,
        key=str(key),
        repo_id=name,
        page=f"https://github.com/{name}",
        fetched_at=now.isoformat(),
        modified_at=moment(info.get("pushed_at")),
        created_at=moment(info.get("created_at")),
        private=flag(info.get("private")) or text(info.get("visibility")) not in ("", "public"),
        disabled=flag(info.get("disabled")),
        archived=flag(info.get("archived")),
        license=license,
        license_source=f"license file as detected by GitHub: {license}" if license else "",
        # A language is only named where files of a programming language were counted.
        has_code=bool(whole(info.get("size")) and text(info.get("language"))),
        has_files=bool(whole(info.get("size"))),
        marks=("license-not-recognized",) if info.get("license") and not license else (),
    )


def _license(value: object) -> str:
    """The SPDX id; "" where GitHub sees no license file, or does not recognize the one it sees."""
    detected = text(mapping(value).get("spdx_id"))
    return "" if detected.upper() in ("", "NOASSERTION", "NONE") else detected

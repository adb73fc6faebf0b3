"""A small file that an organization puts into one of its repositories to show that somebody speaks for it.

Only what everybody sees on the main branch counts: our own token is not sent, and a repository that is
private, gated, renamed into another organization, or that answers for another one, proves nothing.
"""

import json
import time
from collections.abc import Mapping
from functools import partial
from typing import Any

import httpx2

from registry.hubs.huggingface_wire import checked, get
from registry.hubs.rate_limits import Meter
from registry.hubs.snapshot import Malformed, NotVisible, Unavailable
from registry.hubs.untrusted import flag, mapping, repo_id, text

HUB = "huggingface"
MOST_INFO = 1024 * 1024  # bytes of what the hub says of the repository
MOST_BYTES = 512  # of the file
DEADLINE = 20.0  # seconds for both questions
_HEX = frozenset("0123456789abcdef")


def file_name(code: str) -> str:
    """The name of the file for a claim with this code: one for each, so that several people can claim."""
    return f"sourceform-{code}.txt"


def read(
    repository: str, file: str, *, endpoint: str, meter: Meter | None = None, deadline: float = DEADLINE
) -> str:
    """What the file says, without the line break at its end.

    Raises NotVisible when not everybody can see it there, Malformed when it is too large or no plain text,
    and the other errors of snapshot.py.
    """
    asked = checked(repository)
    ends = time.monotonic() + deadline
    ask = partial(get, endpoint=endpoint, token="", meter=meter, ends=ends)
    info = _object(ask(f"{endpoint}/api/models/{asked}", most_bytes=MOST_INFO))
    name, commit = _public(info, asked)
    answer = ask(f"{endpoint}/{name}/resolve/{commit}/{file}", most_bytes=MOST_BYTES)
    if answer.url.path not in _own_places(name, commit, file):
        raise NotVisible("The hub gives this file from another place.")
    return _line(answer.content)


def _public(info: Mapping[str, Any], asked: str) -> tuple[str, str]:
    """The repository's name as the hub spells it, and the commit its main branch is at."""
    name, commit = repo_id(info.get("id")), text(info.get("sha")).lower()
    if name.lower() != asked.lower():
        raise NotVisible("The hub answers for another repository, so this one proves nothing.")
    if flag(info.get("private")) or flag(info.get("disabled")) or info.get("gated"):
        raise NotVisible("The repository is not open to everybody.")
    if not commit or len(commit) > 64 or not set(commit) <= _HEX:
        raise NotVisible("The repository has no commit yet.")
    return name, commit


def _own_places(name: str, commit: str, file: str) -> tuple[str, str]:
    """Where the file of exactly this repository and commit is given from; no redirect leads elsewhere."""
    return f"/{name}/resolve/{commit}/{file}", f"/api/resolve-cache/models/{name}/{commit}/{file}"


def _line(content: bytes) -> str:
    try:
        return content.decode("ascii").removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError as error:
        raise Malformed("The file is no plain text.") from error


def _object(answer: httpx2.Response) -> Mapping[str, Any]:
    try:
        return mapping(json.loads(answer.content))
    except (ValueError, RecursionError) as error:
        raise Unavailable("The hub answered with something that is not about a model.") from error

"""One model of the Hugging Face hub: network in, Snapshot out."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any
from urllib.parse import quote

import httpx2

from registry.hubs import huggingface_info, license_file, model_card, untrusted
from registry.hubs.huggingface_wire import checked, get
from registry.hubs.model_card import Card
from registry.hubs.rate_limits import Meter
from registry.hubs.snapshot import Disabled, Gated, Malformed, NotVisible, Snapshot, Unavailable

HUB = huggingface_info.HUB
MOST_INFO = 1024 * 1024  # bytes of one API answer; results of many benchmarks take several hundred thousand
DEADLINE = 30.0  # seconds for everything asked about one model

Ask = Callable[..., httpx2.Response]


def fetch(
    repo_id: str,
    *,
    endpoint: str,
    token: str = "",
    meter: Meter | None = None,
    now: datetime | None = None,
    deadline: float = DEADLINE,
) -> Snapshot:
    """Read one model: one API call, its README.md and its license file if it has them.

    Seconds: `deadline` covers all of it. Raises the errors of snapshot.py and no others.
    """
    began = now or datetime.now(UTC)
    ask = partial(get, endpoint=endpoint, token=token, meter=meter, ends=time.monotonic() + deadline)
    info = _info(ask, endpoint, repo_id)
    card = _card(ask, endpoint, info, may_pass_gates=bool(token))
    seen = huggingface_info.snapshot(info, card, endpoint=endpoint, at=began)
    seen = _with_license_file(seen, ask, endpoint, info, may_pass_gates=bool(token))
    return replace(seen, card_commit=seen.commit)


def look_up(
    repo_id: str,
    *,
    endpoint: str,
    token: str = "",
    meter: Meter | None = None,
    now: datetime | None = None,
    deadline: float = DEADLINE,
) -> Snapshot:
    """Read one model as a list page would show it, without its README.md: one API call."""
    began = now or datetime.now(UTC)
    ask = partial(get, endpoint=endpoint, token=token, meter=meter, ends=time.monotonic() + deadline)
    return huggingface_info.snapshot(_info(ask, endpoint, repo_id), Card(), endpoint=endpoint, at=began)


def _info(ask: Ask, endpoint: str, repo_id: str) -> Mapping[str, Any]:
    return _json(ask(f"{endpoint}/api/models/{checked(repo_id)}", most_bytes=MOST_INFO))


def _card(ask: Ask, endpoint: str, info: Mapping[str, Any], *, may_pass_gates: bool) -> Card:
    """The card as of the commit the API named; empty where there is none or it lies behind the gate."""
    address = _address(endpoint, info, "README.md", may_pass_gates=may_pass_gates)
    if not address or not huggingface_info.has_readme(info):
        return Card()
    try:
        answer = ask(address, most_bytes=model_card.MOST_BYTES)
    except (Gated, NotVisible, Disabled):
        return Card(marks=("card-not-readable",))
    except Malformed:
        return Card(marks=("card-too-large",))
    return model_card.read(answer.content)


def _with_license_file(
    seen: Snapshot, ask: Ask, endpoint: str, info: Mapping[str, Any], *, may_pass_gates: bool
) -> Snapshot:
    """The same with what the license file says; without it where there is none or it cannot be read."""
    file = license_file.name_in(info)
    address = _address(endpoint, info, file, may_pass_gates=may_pass_gates) if file else ""
    if not address:
        return seen
    try:
        answer = ask(address, most_bytes=license_file.MOST_BYTES)
    except (Gated, NotVisible, Disabled, Malformed):
        return seen
    return replace(seen, license_file=file, license_digest=license_file.digest(answer.content))


def _address(endpoint: str, info: Mapping[str, Any], file: str, *, may_pass_gates: bool) -> str:
    """Where a file stands as of the commit the API named; "" where nobody may read it."""
    commit, name = info.get("sha"), untrusted.repo_id(info.get("id"))
    closed = info.get("disabled") is True or (info.get("gated") and not may_pass_gates)
    if closed or not name or not isinstance(commit, str) or not commit.isascii():
        return ""
    return f"{endpoint}/{name}/resolve/{quote(commit, safe='')}/{quote(file)}"


def _json(answer: httpx2.Response) -> Mapping[str, Any]:
    """The object in a body. Not JSON at all means something else answered; that is an outage."""
    try:
        body = json.loads(answer.content, parse_constant=lambda _: None)
    except RecursionError as error:
        raise Malformed("The hub's answer is nested too deeply to be read.") from error
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise Unavailable("The hub answered with something that is not JSON.") from error
    except ValueError as error:
        raise Malformed("The hub's answer has a number too long to be read.") from error
    if not isinstance(body, dict):
        raise Unavailable("The hub answered with JSON that is not about a model.")
    return body

"""One model of the Hugging Face hub: network in, Snapshot out. The only importer of huggingface_hub.

Its session, headers, name checks and error classes are used; its retries (unbounded sleep in a worker), its
`ModelInfo` (one odd value raises) and its file cache (grows without bound) are not.
"""

import json
import os
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, NoReturn
from urllib.parse import quote

# Read by the client when it is imported: no telemetry, and no login of whoever runs this.
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
os.environ["HF_HUB_DISABLE_IMPLICIT_TOKEN"] = "1"


import httpx2
from huggingface_hub import get_session, set_client_factory
from huggingface_hub.errors import (
    DisabledRepoError,
    EntryNotFoundError,
    GatedRepoError,
    HfHubHTTPError,
    HFValidationError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)
from huggingface_hub.utils import (  # type: ignore[attr-defined] # loaded lazily, which hides the names
    build_hf_headers,
    hf_raise_for_status,
    parse_ratelimit_headers,
    validate_repo_id,
)

from registry.hubs import huggingface_info, model_card, transport, untrusted
from registry.hubs.model_card import Card
from registry.hubs.snapshot import (
    Disabled,
    Gated,
    HubError,
    Malformed,
    NotVisible,
    RateLimited,
    Snapshot,
    Unauthorized,
    Unavailable,
)

HUB = huggingface_info.HUB
MOST_INFO = 256 * 1024  # bytes of one API answer
DEADLINE = 30.0  # seconds for everything asked about one model
VERSION = "0.1.0"


def _client() -> httpx2.Client:
    return httpx2.Client(
        transport=transport.BoundedTransport(), follow_redirects=True, max_redirects=5, trust_env=False
    )


set_client_factory(_client)


def fetch(
    repo_id: str, *, endpoint: str, token: str = "", now: datetime | None = None, deadline: float = DEADLINE
) -> Snapshot:
    """Read one model: one API call, and its README.md if it has one.

    Seconds: `deadline` covers all of it. Raises the errors of snapshot.py and no others.
    """
    began = now or datetime.now(UTC)
    ends = time.monotonic() + deadline
    name = _checked(repo_id)
    address = f"{endpoint}/api/models/{name}"
    info = _json(_get(address, endpoint, token, ends=ends, most_bytes=MOST_INFO))
    card = _card(info, endpoint, token, ends=ends)
    return huggingface_info.snapshot(info, card, endpoint=endpoint, at=began)


def _checked(repo_id: str) -> str:
    """Raises Malformed for what cannot be a repository, before anybody is asked."""
    try:
        validate_repo_id(repo_id)
    except HFValidationError as error:
        raise Malformed(f"{repo_id[:120]!r} is not the name of a repository on the hub.") from error
    return repo_id


def _card(info: Mapping[str, Any], endpoint: str, token: str, *, ends: float) -> Card:
    """The card as of the commit the API named; empty where there is none or it lies behind the gate."""
    commit, name = info.get("sha"), untrusted.repo_id(info.get("id"))
    closed = info.get("disabled") is True or (info.get("gated") and not token)
    if closed or not name or not huggingface_info.has_readme(info):
        return Card()
    if not isinstance(commit, str) or not commit.isascii():
        return Card()
    address = f"{endpoint}/{name}/resolve/{quote(commit, safe='')}/README.md"
    try:
        answer = _get(address, endpoint, token, ends=ends, most_bytes=model_card.MOST_BYTES)
    except (Gated, NotVisible, Disabled):
        return Card(marks=("card-not-readable",))
    except Malformed:
        return Card(marks=("card-too-large",))
    return model_card.read(answer.content)


def _get(address: str, endpoint: str, token: str, *, ends: float, most_bytes: int) -> httpx2.Response:
    """One GET under all limits, its errors in our words."""
    headers = build_hf_headers(token=token or False, library_name="sourceform", library_version=VERSION)
    try:
        with transport.limited(endpoint, seconds=ends - time.monotonic(), most_bytes=most_bytes):
            answer = get_session().get(address, headers=headers)
        hf_raise_for_status(answer)
    except HfHubHTTPError as error:
        _translate(error, has_token=bool(token))
    except transport.TooLarge as error:
        raise Malformed(f"The hub's answer cannot be read: {error}.") from error
    except httpx2.TimeoutException as error:
        raise Unavailable("The hub did not answer in time.") from error
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise Unavailable(
            f"The hub could not be read: {str(error)[:200] or type(error).__name__}."
        ) from error
    except ValueError as error:  # the client takes any number of digits in a header for a number
        raise Unavailable("The hub's answer has headers that cannot be read.") from error
    if answer.status_code != 200:
        raise Unavailable(f"The hub answered with status {answer.status_code}.")
    return answer


def _json(answer: httpx2.Response) -> Mapping[str, Any]:
    """The object in a body. Not JSON at all means something else answered; that is an outage."""
    try:
        body = json.loads(answer.content, parse_constant=lambda _: None)
    except RecursionError as error:
        raise Malformed("The hub's answer is nested too deeply to be read.") from error
    except ValueError as error:
        raise Unavailable("The hub answered with something that is not JSON.") from error
    if not isinstance(body, dict):
        raise Unavailable("The hub answered with JSON that is not about a model.")
    return body


def _translate(error: HfHubHTTPError, *, has_token: bool) -> NoReturn:
    raise _translated(error, error.response, has_token=has_token) from error


def _translated(error: HfHubHTTPError, answer: httpx2.Response, *, has_token: bool) -> HubError:
    status = answer.status_code
    match error:
        case GatedRepoError():  # before RepositoryNotFoundError, whose subclass it is
            return Gated("The repository is gated, and this file lies behind the gate.")
        case DisabledRepoError():
            return Disabled("The hub has disabled access to this repository.")
        case RevisionNotFoundError() | EntryNotFoundError():
            return NotVisible("The hub does not show this file.")
    if status == 429:
        return RateLimited("The hub asks us to wait: too many requests.", retry_after=_stated_wait(answer))
    if status == 401 and (has_token or "Invalid credentials" in answer.headers.get("X-Error-Message", "")):
        # A refused token must never read as "every model is gone".
        return Unauthorized("The hub refuses our token (HF_TOKEN).")
    if status in (401, 404) or isinstance(error, RepositoryNotFoundError):
        return NotVisible("The hub does not show this repository: it is missing, private or deleted.")
    if status == 400:
        return Malformed("The hub does not understand the question.")
    return Unavailable(f"The hub answered with status {status}.")


def _stated_wait(answer: httpx2.Response) -> float | None:
    """Seconds, from the RateLimit header or Retry-After (a number or a date); None when neither says so."""
    limit = parse_ratelimit_headers(answer.headers)
    if limit is not None:
        return float(limit.reset_in_seconds)
    stated = answer.headers.get("Retry-After", "").strip()
    if stated.isascii() and stated.isdigit():
        return float(stated[:9])
    try:
        until = parsedate_to_datetime(stated)
        return max((until - datetime.now(until.tzinfo or UTC)).total_seconds(), 0.0)
    except (ValueError, TypeError, OverflowError):
        return None

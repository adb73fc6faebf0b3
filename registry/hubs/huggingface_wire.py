"""The wire to the Hugging Face hub: one GET, its errors in our words. The only importer of huggingface_hub.

Its session, headers, name checks and error classes are used; its retries (unbounded sleep in a worker), its
`ModelInfo` (one odd value raises) and its file cache (grows without bound) are not.
"""

import os
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NoReturn

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
    validate_repo_id,
)

from registry.hubs import rate_limits, transport
from registry.hubs.rate_limits import Meter
from registry.hubs.snapshot import (
    Disabled,
    Gated,
    HubError,
    Malformed,
    NotVisible,
    RateLimited,
    Unauthorized,
    Unavailable,
)

VERSION = "0.1.0"


class Oversized(Malformed):
    """The answer is larger than such an answer may be; what its headers say is known."""

    def __init__(self, sentence: str, *, headers: Mapping[str, str]) -> None:
        super().__init__(sentence)
        self.headers = headers


def bucket_of(path: str) -> str:
    """Which of the hub's budgets a request is counted in: api, resolvers (files) or pages."""
    if "/resolve/" in path or path.startswith("/api/resolve-cache/"):
        return "resolvers"
    return "api" if path.startswith("/api/") else "pages"


def _client() -> httpx2.Client:
    return httpx2.Client(
        transport=transport.BoundedTransport(), follow_redirects=True, max_redirects=5, trust_env=False
    )


set_client_factory(_client)


def checked(repo_id: str) -> str:
    """Raises Malformed for what cannot be a repository, before anybody is asked."""
    try:
        validate_repo_id(repo_id)
    except HFValidationError as error:
        raise Malformed(f"{repo_id[:120]!r} is not the name of a repository on the hub.") from error
    return repo_id


def get(
    address: str, endpoint: str, token: str, *, ends: float, most_bytes: int, meter: Meter | None = None
) -> httpx2.Response:
    """One GET under all limits. Raises the errors of snapshot.py and no others.

    `ends` is a time of time.monotonic().
    """
    headers = build_hf_headers(token=token or False, library_name="sourceform", library_version=VERSION)
    try:
        seconds = ends - time.monotonic()
        with transport.limited(endpoint, seconds=seconds, most_bytes=most_bytes, meter=meter):
            answer = get_session().get(address, headers=headers)
        hf_raise_for_status(answer)
    except HfHubHTTPError as error:
        _translate(error, has_token=bool(token))
    except transport.TooLarge as error:
        raise Oversized(f"The hub's answer cannot be read: {error}.", headers=error.headers) from error
    except httpx2.TimeoutException as error:
        raise Unavailable("The hub did not answer in time.", status=408) from error
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise Unavailable(
            f"The hub could not be read: {str(error)[:200] or type(error).__name__}."
        ) from error
    except ValueError as error:  # the client takes any number of digits in a header for a number
        raise Unavailable("The hub's answer has headers that cannot be read.") from error
    if answer.status_code != 200:
        raise Unavailable(f"The hub answered with status {answer.status_code}.", status=answer.status_code)
    return answer


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
        wait = rate_limits.stated_wait(answer.headers, now=datetime.now(UTC))
        return RateLimited("The hub asks us to wait: too many requests.", retry_after=wait)
    if status == 401 and (has_token or "Invalid credentials" in answer.headers.get("X-Error-Message", "")):
        # A refused token must never read as "every model is gone".
        return Unauthorized("The hub refuses our token (HF_TOKEN).")
    if status in (401, 404) or isinstance(error, RepositoryNotFoundError):
        return NotVisible("The hub does not show this repository: it is missing, private or deleted.")
    if status == 400:
        return Malformed("The hub does not understand the question.")
    return Unavailable(f"The hub answered with status {status}.", status=status)

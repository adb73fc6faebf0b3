"""A look at an address that somebody is about to cite: does it answer, what is it, under which license.

A worker looks, one address of a host at a time; whoever asked sees what came of it on the next page. Nothing
follows from it for any fact.
"""

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from registry.hubs import huggingface, known
from registry.hubs.fetch import Fetched, FetchError, Refused
from registry.hubs.hub import Place
from registry.hubs.snapshot import HubError, Snapshot
from registry.jobs.queue import enqueue
from registry.openness import licenses
from registry.openness.facts import NOASSERTION
from registry.refresh import hub_state, hubs
from registry.refresh.link_rows import copies
from registry.refresh.links import host_of, open_page
from registry.refresh.models import Look
from registry.refresh.outcome import Writing
from registry.refresh.refresh import fetch_public

BETWEEN = 2.0  # seconds between two looks at one host
FRESH = timedelta(hours=1)  # a look is believed for so long
LONGEST = 2000  # characters of an address
State = Look.State


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look showed. `license` is an expression, "" where nothing is stated; `files` None if unknown."""

    url: str
    state: str
    status: int | None
    reason: str
    title: str
    license: str
    files: int | None
    looked_at: datetime | None
    copy_url: str = ""  # of a copy that an archive keeps of it
    copy_at: datetime | None = None

    @property
    def is_waiting(self) -> bool:
        return self.state == State.WAITING

    @property
    def is_missing(self) -> bool:
        """Whether the page says that it is not there."""
        return self.status in (404, 410)

    @property
    def answers(self) -> bool:
        return self.status is not None and self.status < 400


def is_fresh(url: str, *, now: datetime) -> bool:
    """Whether somebody looked lately, or is about to."""
    return Look.objects.filter(digest=_digest(url), asked_at__gt=now - FRESH).exists()


def ask(url: str, *, now: datetime) -> None:
    """Have a worker look at an address, unless one did lately. Part of the caller's transaction."""
    if not url or len(url) > LONGEST or is_fresh(url, now=now):
        return
    host = host_of(url)
    waiting = {"state": State.WAITING, "asked_at": now}
    Look.objects.update_or_create(
        digest=_digest(url), defaults=waiting, create_defaults={**waiting, "url": url, "host": host}
    )
    enqueue("look", f"look:{host[:190]}", {"host": host}, queue="fetch", priority=1)


def seen(urls: Collection[str]) -> dict[str, Looked]:
    """What was seen of these addresses, and which of them somebody is about to look at; two queries."""
    digests = [_digest(url) for url in urls if url]
    rows = Look.objects.filter(digest__in=digests)
    kept = copies(urls) if digests else {}
    return {
        row.url: Looked(
            row.url,
            row.state,
            row.status,
            row.reason,
            row.title,
            row.license,
            row.files,
            row.looked_at,
            *kept.get(row.url, ("", None)),
        )
        for row in rows
    }


def next_of(host: str) -> Look | None:
    """The address of this host that has waited the longest."""
    return Look.objects.filter(host=host, state=State.WAITING).order_by("asked_at", "pk").first()


def look(
    row: Look, *, now: datetime, writing: Writing, opening: Callable[[str], Fetched] | None = None
) -> None:
    """Open an address and keep what came of it. Network first, transaction last."""
    outcome = _opened(row.url, opening or open_page)
    found = _changes(outcome)
    license, files = _stated(row.url, now) if found["state"] == State.ANSWERED else ("", None)
    with writing():
        Look.objects.filter(pk=row.pk, asked_at=row.asked_at).update(
            **found, license=license[:1000], files=files, looked_at=now
        )


def _opened(url: str, opening: Callable[[str], Fetched]) -> Fetched | FetchError:
    try:
        return opening(url)
    except FetchError as error:
        return error


def _changes(outcome: Fetched | FetchError) -> dict[str, object]:
    match outcome:
        case Fetched():
            return {"state": State.ANSWERED, "status": outcome.status, "reason": "", "title": outcome.title}
        case Refused():
            state = State.REFUSED
        case _:
            state = State.SILENT
    return {"state": state, "status": None, "reason": str(outcome)[:300], "title": ""}


def _stated(url: str, now: datetime) -> tuple[str, int | None]:
    """The license that a known hub states for the repository an address leads to, and how many files it has.

    Trouble with the hub is no trouble with the page: then nothing is stated.
    """
    place = known.place(url)
    try:
        if place is None or place.repo_id.startswith(("datasets/", "spaces/")):
            return "", None
        return _of_model(place, now) if place.hub == huggingface.HUB else _of_repository(place, now)
    except HubError:
        return "", None


def _of_model(place: Place, now: datetime) -> tuple[str, int | None]:
    seen = fetch_public(place.repo_id, now, with_card=False)
    declared = licenses.from_hub(seen.license, seen.license_name, seen.license_link)
    return _said(declared.expression), _files(seen)


def _files(seen: Snapshot) -> int | None:
    return seen.file_count or None


def _of_repository(place: Place, now: datetime) -> tuple[str, int | None]:
    hub = hubs.cited_hub(place.hub, now=now)
    if hub is None:
        return "", None
    with hub_state.asking(hub.name, token=hub.token, now=now):
        answer = hub.fetch(place.repo_id, now=now)
    return (_said(licenses.normalize(answer.seen.license)) if answer.seen else ""), None


def _said(expression: str) -> str:
    return "" if expression == NOASSERTION else expression


def _digest(url: str) -> str:
    return hashlib.sha256(url.encode("utf-8", "replace")).hexdigest()

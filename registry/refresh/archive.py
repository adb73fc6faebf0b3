"""Copies of cited pages in public archives, asked for only where an operator wants them (ARCHIVE_LINKS).

Code goes to Software Heritage, all else to the Wayback Machine. First we look whether there is a copy; if not
we ask for one, and look again on the next day. After three days without one we let it be.
"""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.utils.dateparse import parse_datetime

from registry.hubs.fetch import FetchError
from registry.hubs.snapshot import HubError, RateLimited
from registry.hubs.software_heritage import SoftwareHeritage
from registry.hubs.untrusted import mapping, text
from registry.jobs.queue import enqueue
from registry.refresh import hub_state, links
from registry.refresh.hubs import software_heritage
from registry.refresh.links import Opening, Writing
from registry.refresh.models import LinkCheck

AGAIN = timedelta(days=1)
MOST_TRIES = 3
BETWEEN = 30.0  # seconds between two wishes
LOOK = "https://archive.org/wayback/available?url="
SAVE = "https://web.archive.org/save/"
SHOW = "https://web.archive.org/web/"
_TWO_PARTS = frozenset({"github.com", "codeberg.org", "bitbucket.org"})
_STAMP = re.compile(r"\d{14}", re.ASCII)

Copy = tuple[str, datetime]  # where it is shown, and of when it is


def ask(*, now: datetime) -> int:
    """Let a worker see to copies of the pages that answer and have none; how many wait for one."""
    answering = LinkCheck.objects.filter(state__in=(LinkCheck.State.ALIVE, LinkCheck.State.CHANGED))
    answering.filter(archived_url="", archive_due_at=None, archive_tries=0, due_at__isnull=False).update(
        archive_due_at=now
    )
    waiting = LinkCheck.objects.filter(archive_due_at__lte=now).count()
    if waiting:
        enqueue("archive-links", "archive-links", {}, queue="fetch")
    return waiting


def next_due(*, now: datetime) -> LinkCheck | None:
    return LinkCheck.objects.filter(archive_due_at__lte=now).order_by("archive_due_at", "pk").first()


def see_to(link: LinkCheck, *, now: datetime, writing: Writing, opening: Opening | None = None) -> bool:
    """Look for a copy of one page, and ask for one where there is none; whether there is one.

    Raises RateLimited when an archive wants us to wait; nothing is noted then.
    """
    code = repository(link.url)
    try:
        found = _of_code(code, now) if code else _of_page(link.url, opening or links.open_page)
    except RateLimited:
        raise
    except (HubError, FetchError):
        found = None  # the archive did not answer: another day
    with writing():
        LinkCheck.objects.filter(pk=link.pk).update(**_noted(link, found, now))
    return found is not None


def _noted(link: LinkCheck, found: Copy | None, now: datetime) -> dict[str, Any]:
    tries = link.archive_tries + 1
    if found:
        return {
            "archived_url": found[0],
            "archived_at": found[1],
            "archive_due_at": None,
            "archive_tries": tries,
        }
    return {"archive_due_at": now + AGAIN if tries < MOST_TRIES else None, "archive_tries": tries}


def repository(url: str) -> str:
    """The repository of code that an address lies in, or "" for any other address."""
    parts = urlsplit(url)
    names = [name for name in parts.path.partition("/-/")[0].split("/") if name]
    if len(names) >= 2 and parts.hostname in _TWO_PARTS:
        return f"https://{parts.hostname}/{names[0]}/{names[1]}"
    if len(names) >= 2 and parts.hostname == "gitlab.com":
        return f"https://gitlab.com/{'/'.join(names)}"
    return ""


def _of_code(address: str, now: datetime) -> Copy | None:
    archive = software_heritage(now=now)
    if archive is None:
        return None
    with hub_state.asking(SoftwareHeritage.name, token=settings.SWH_TOKEN, now=now):
        found = archive.archived(address, now=now)
        if found is None:
            archive.save(address, now=now)
            return None
    visited = parse_datetime(found.visited_at)
    return (found.page, visited) if visited else None


def _of_page(url: str, opening: Opening) -> Copy | None:
    """The newest copy in the Wayback Machine. Its address is written by us, whatever the answer says."""
    answer = opening(LOOK + quote(url, safe=""))
    if answer.status == 429:
        raise RateLimited("The Wayback Machine asks us to wait.", retry_after=answer.retry_after)
    stamp = _stamp(answer.text) if answer.status == 200 else ""
    if stamp:
        return f"{SHOW}{stamp}/{url}", datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    opening(SAVE + url)
    return None


def _stamp(body: str) -> str:
    """The time of the closest copy, as the archive writes it; "" when it names none that can be read."""
    try:
        said = mapping(json.loads(body))
        closest = mapping(mapping(said.get("archived_snapshots")).get("closest"))
        stamp = text(closest.get("timestamp"))
        datetime.strptime(stamp, "%Y%m%d%H%M%S")
    except (ValueError, RecursionError):
        return ""
    return stamp if _STAMP.fullmatch(stamp) else ""

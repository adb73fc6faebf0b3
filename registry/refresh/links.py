"""The addresses that evidence cites, looked at again and again: one at a time of each host, never in a hurry.

Collected from the evidence in force; looked at when due, by a job per host that takes one address each time
and then waits in the table of jobs. Nothing is fetched unasked: CHECK_LINKS has to be on, or a person runs
`manage.py links check`.
"""

import hashlib
import random
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from registry.hubs import passages
from registry.hubs.fetch import Fetched, FetchError, NoSuchHost, Unreachable, fetch
from registry.jobs.models import Job
from registry.jobs.queue import OPEN, enqueue
from registry.refresh import link_states, quotable, stale
from registry.refresh.models import LinkCheck
from registry.scorecards.models import Citation

BETWEEN = 10.0  # seconds between two requests to one host
AFTER_TROUBLE = 60.0  # seconds, when a host did not answer at all
LONGEST_WAIT = 3600.0
AT_ONCE = 2000  # rows written together
MOST_HOSTS = 500  # asked for by one slot; the next takes others
HELD = timedelta(minutes=10)  # nobody else takes a link while somebody looks at it
LATELY = timedelta(hours=1)
NO_NAMES = "No name of a host could be looked up from here."
_BUSY = (429, 503)

Writing = Callable[[], AbstractContextManager[None]]
Opening = Callable[[str], Fetched]


@dataclass(frozen=True, slots=True)
class Collected:
    """What collecting found: addresses new, cited again, and cited no more."""

    new: int = 0
    again: int = 0
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class Checked:
    """One look: at what, what it found before and now, and how many seconds its host is left alone."""

    url: str
    before: str
    state: str
    wait: float
    marked: int = 0


def open_page(url: str) -> Fetched:
    """Fetch a cited page. Raises FetchError."""
    return fetch(url, site=settings.SITE_URL)


def collect(*, now: datetime) -> Collected:
    """Let the table hold the addresses that evidence in force cites: new ones due, others left alone."""
    cited = {digest_of(url): url for url in _cited()}
    known = dict(LinkCheck.objects.values_list("digest", "due_at"))
    new = [_row(digest, url, now) for digest, url in cited.items() if digest not in known]
    again = [digest for digest, due in known.items() if due is None and digest in cited]
    dropped = [digest for digest, due in known.items() if due is not None and digest not in cited]
    with transaction.atomic():
        LinkCheck.objects.bulk_create(new, batch_size=AT_ONCE, ignore_conflicts=True)
        _set_due(again, now)
        _set_due(dropped, None)
    return Collected(len(new), len(again), len(dropped))


def _cited() -> Collection[str]:
    in_force = Citation.objects.filter(evidence__retired__isnull=True)
    return in_force.order_by("url").values_list("url", flat=True).distinct()


def digest_of(url: str) -> str:
    return hashlib.sha256(url.encode("utf-8", "replace")).hexdigest()


def _row(digest: str, url: str, now: datetime) -> LinkCheck:
    return LinkCheck(digest=digest, url=url, host=host_of(url), due_at=now)


def host_of(url: str) -> str:
    """The host of an address, or "" for an address that has none."""
    try:
        return (urlsplit(url).hostname or "")[:255]
    except ValueError:
        return ""


def _set_due(digests: list[str], due: datetime | None) -> None:
    for start in range(0, len(digests), AT_ONCE):
        LinkCheck.objects.filter(digest__in=digests[start : start + AT_ONCE]).update(due_at=due)


def ask_hosts(*, now: datetime) -> int:
    """Have the due links looked at by workers, one job per host; how many hosts were asked for."""
    busy = set(Job.objects.filter(kind="check-links", state__in=OPEN).values_list("payload__host", flat=True))
    due = LinkCheck.objects.filter(due_at__lte=now).order_by("host").values_list("host", flat=True).distinct()
    hosts = [host for host in due if host not in busy][:MOST_HOSTS]
    for host in hosts:
        enqueue("check-links", f"links:{host[:190]}", {"host": host}, queue="fetch")
    return len(hosts)


def next_due(*, now: datetime, host: str | None = None, leave: Collection[str] = ()) -> LinkCheck | None:
    """The link that has been due the longest: of this host, or of any but those to leave alone."""
    due = LinkCheck.objects.filter(due_at__lte=now).exclude(host__in=leave)
    return (due if host is None else due.filter(host=host)).order_by("due_at", "pk").first()


def make_due(*, host: str = "", now: datetime) -> int:
    """Let all cited links, or those of a host, be looked at now; how many."""
    cited = LinkCheck.objects.filter(due_at__gt=now)
    return (cited.filter(host=host) if host else cited).update(due_at=now)


def round_of(
    *, host: str = "", limit: int = 0, pause: Callable[[float], None], opening: Opening | None = None
) -> Iterator[Checked]:
    """Look at what is due, from host to host, pausing only when every host has to be left alone."""
    alone: dict[str, datetime] = {}
    done = 0
    while not limit or done < limit:
        now = timezone.now()
        alone = {name: until for name, until in alone.items() if until > now}
        link = next_due(now=now, host=host or None, leave=alone)
        if link is None:
            if not next_due(now=now, host=host or None):
                return
            pause(max((min(alone.values()) - now).total_seconds(), 0.1))
            continue
        checked = check(link, now=now, opening=opening)
        alone[link.host] = now + timedelta(seconds=checked.wait if checked else BETWEEN)
        if checked:
            done += 1
            yield checked


def check(
    link: LinkCheck,
    *,
    now: datetime,
    opening: Opening | None = None,
    writing: Writing = transaction.atomic,
) -> Checked | None:
    """Look at one link and keep what came of it; None when somebody else is looking at it.

    Network first, transaction last. Facts that lose or regain a proof are marked in the same transaction.
    """
    if not LinkCheck.objects.filter(pk=link.pk, due_at=link.due_at).update(due_at=now + HELD):
        return None
    outcome = _look(link, opening or open_page, now)
    quotes = _quotes(link.url)
    changes = link_states.after(link, outcome, quotes, now=now, jitter=random.uniform(0.8, 1.2))
    if isinstance(outcome, Fetched) and changes["failures"] == 0:
        changes |= _passage(outcome, quotes)
    with writing():
        LinkCheck.objects.filter(pk=link.pk).update(**changes)
        marked = stale.restate(now=now) if _matters(link, changes) else 0
    return Checked(link.url, link.state, changes["state"], _wait(outcome), marked)


def _look(link: LinkCheck, opening: Opening, now: datetime) -> Fetched | FetchError:
    """What came of opening it. That a name does not exist is believed only while other names do."""
    try:
        return opening(link.url)
    except NoSuchHost as error:
        return error if _others_answer(link.host, opening, now) else Unreachable(NO_NAMES)
    except FetchError as error:
        return error


def _others_answer(host: str, opening: Opening, now: datetime) -> bool:
    """Whether another host answered within the hour or, asked for that, answers now."""
    others = LinkCheck.objects.exclude(host=host).filter(alive_at__isnull=False).order_by("-alive_at")
    latest = others.first()
    if latest is None or latest.alive_at is None:
        return False
    if latest.alive_at > now - LATELY:
        return True
    try:
        return opening(latest.url).status < 400
    except FetchError:
        return False


def _quotes(url: str) -> dict[str, str]:
    """What evidence in force quotes from this address, by digest."""
    cited = Citation.objects.filter(url=url, evidence__retired__isnull=True).exclude(quote="")
    return dict(cited.order_by("pk").values_list("digest", "quote"))


def _passage(page: Fetched, quotes: dict[str, str]) -> dict[str, str]:
    """The words around the first quote, where the license allows it; what was kept before stays otherwise."""
    around = next((text for quote in quotes.values() if (text := passages.passage(quote, page.text))), "")
    license = quotable.license_of(page.final_url, page.license) if around else ""
    return {"passage": around, "passage_license": license} if license else {}


def _matters(link: LinkCheck, changes: dict[str, object]) -> bool:
    """Whether a proof may have been lost or come back."""
    gone = LinkCheck.State.GONE
    quotes = changes.get("quotes", link.quotes)
    return quotes != link.quotes or (link.state == gone) != (changes["state"] == gone)


def _wait(outcome: Fetched | FetchError) -> float:
    if isinstance(outcome, Unreachable):
        return AFTER_TROUBLE
    if isinstance(outcome, Fetched) and outcome.status in _BUSY:
        return min(max(outcome.retry_after or AFTER_TROUBLE, BETWEEN), LONGEST_WAIT)
    return BETWEEN

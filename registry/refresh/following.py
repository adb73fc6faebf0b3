"""Jobs that follow the hubs by themselves: two loops over their lists, what the lists lost, and the cards.

A job never sleeps: it works a little, writes how far it has come, and waits in the table for its next turn.
"""

import time

from django.conf import settings
from django.utils import timezone

from registry.hubs.snapshot import HubError, RateLimited, Unauthorized
from registry.jobs.claims import Claim
from registry.jobs.handlers import NotNow, handler
from registry.jobs.models import Job
from registry.jobs.queue import enqueue
from registry.refresh import cards, crawl, gone, hub_state
from registry.refresh.models import Crawl

UNSTATED_WAIT = 60.0  # seconds, where a hub says "too many" and not for how long; the budget knows better
SLICE = 45.0  # seconds that a job follows a list before others get their turn


@handler("tail")
def start_tails(held: Claim) -> None:
    _start(held, Crawl.Kind.TAIL)


@handler("sweep")
def start_sweeps(held: Claim) -> None:
    _start(held, Crawl.Kind.SWEEP)


def _start(held: Claim, kind: str) -> None:
    """One job for each hub that is followed, unless it is at it already."""
    with held.finishing():
        for hub in settings.CRAWL:
            key = f"crawl:{hub}:{kind}"
            if not Job.objects.filter(key=key, state__in=["waiting", "running"]).exists():
                enqueue("crawl", key, {"hub": hub, "kind": kind}, queue="bulk")


@handler("crawl")
def follow_list(held: Claim) -> None:
    """Some pages of the pass under way; the job comes back until the pass is over."""
    hub, kind = held.payload["hub"], held.payload["kind"]
    if hub not in settings.CRAWL:
        return
    ends = time.monotonic() + SLICE
    try:
        at = crawl.begin(hub, kind, now=timezone.now())
        while at.state == Crawl.State.RUNNING and time.monotonic() < ends:
            at = crawl.step(at, now=timezone.now(), writing=held.writing)
    except HubError as error:
        raise waiting(error, hub) from error
    except crawl.Taken as error:
        raise NotNow(str(error), after=UNSTATED_WAIT) from error
    if at.state == Crawl.State.RUNNING:
        with held.finishing():
            enqueue(held.kind, held.key, held.payload)  # asked for once more while it runs: it comes back


@handler("look-for-gone")
def start_looking(held: Claim) -> None:
    with held.finishing():
        for hub in settings.CRAWL:
            _look_on(hub, 0)


@handler("confirm-gone")
def look_for_gone(held: Claim) -> None:
    """One batch; the next one is another job."""
    hub = held.payload["hub"]
    try:
        last = gone.look_for(hub, after=held.payload["after"], now=timezone.now(), writing=held.writing)
    except HubError as error:
        raise waiting(error, hub) from error
    with held.finishing():
        if last is not None:
            _look_on(hub, last)


def _look_on(hub: str, after: int) -> None:
    payload = {"hub": hub, "after": after}
    enqueue("confirm-gone", f"confirm-gone:{hub}:{after}", payload, queue="bulk")


@handler("read-cards")
def ask_for_cards(held: Claim) -> None:
    with held.finishing():
        for hub in settings.CRAWL:
            cards.ask_for_due(hub, now=timezone.now())


def waiting(error: HubError, hub: str = "") -> NotNow:
    """A matter of ours and the hub's, for which no job is parked."""
    match error:
        case RateLimited():
            after = error.retry_after or UNSTATED_WAIT
        case Unauthorized():
            after = hub_state.PROBE_EVERY.total_seconds()
        case _:
            after = hub_state.patience(hub)
    return NotNow(str(error), after=after)

"""One pass over a hub's list, a page at a time: what changed lately (tail), or everything (sweep).

Network first, transaction last: the rows of a page and the cursor to the next are written together, so a pass
that is cut anywhere resumes where it was. Two processes may follow the same pass; each page is written once.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max

from registry.hubs.huggingface_list import Astray, Page, Sort, read_page
from registry.hubs.huggingface_wire import Oversized, bucket_of
from registry.hubs.snapshot import HubError, Unavailable
from registry.refresh import hub_state, missing, set_aside
from registry.refresh.budget import Metered
from registry.refresh.models import Crawl
from registry.refresh.set_aside import write_apart

HUBS = ("huggingface",)  # those that show a list of models
LARGEST = 1000  # models a page
OVERLAP = timedelta(minutes=10)  # a list by change is a moving target: each tail looks a little further back
FIRST_TAIL = timedelta(days=1)
KEPT = timedelta(days=90)  # for people to look at; the next pass needs only the last one
TOO_SLOW = (408, 504)  # answers to which a smaller page may help
SORTS = {Crawl.Kind.SWEEP: Sort.CREATED, Crawl.Kind.TAIL: Sort.MODIFIED}
State = Crawl.State
Writing = Callable[[], AbstractContextManager[None]]


class Taken(Exception):
    """Another process follows this pass and was first to write the page."""


def begin(hub: str, kind: str, *, now: datetime) -> Crawl:
    """The pass that is under way, or a new one. Part of no other transaction."""
    with transaction.atomic():
        under_way = Crawl.objects.filter(hub=hub, kind=kind, state=State.RUNNING).first()
        if under_way:
            return under_way
        number = (Crawl.objects.filter(hub=hub).aggregate(last=Max("number"))["last"] or 0) + 1
        return Crawl.objects.create(
            hub=hub, kind=kind, number=number, started_at=now, updated_at=now, page_size=LARGEST
        )


def stop(crawl: Crawl, *, now: datetime) -> None:
    """A person ends a pass; the next one begins anew. What it did not see means nothing."""
    Crawl.objects.filter(pk=crawl.pk, state=State.RUNNING).update(
        state=State.STOPPED, finished_at=now, updated_at=now
    )


def step(crawl: Crawl, *, now: datetime, most: int = LARGEST, writing: Writing = transaction.atomic) -> Crawl:
    """Read and write the next page, of `most` models at most; the pass as it stands after it.

    `writing` is the transaction of the page. Raises Taken, and the errors of hubs.snapshot, after which the
    same step can be tried again: a page that was too slow or too large is asked for in half the size.
    """
    limit = min(crawl.page_size, most)
    try:
        page = _read(crawl, limit, now)
    except Astray as error:
        with writing():
            return _finish(crawl, State.FAILED, str(error), now=now)
    except HubError as error:
        _note_trouble(crawl, error, limit, now)
        raise
    with writing():
        return _write(crawl, page, now=now)


def _read(crawl: Crawl, limit: int, now: datetime) -> Page:
    token = settings.HF_TOKEN
    with hub_state.asking(crawl.hub, token=token, now=now):
        return read_page(
            crawl.cursor,
            sort=SORTS[Crawl.Kind(crawl.kind)],
            limit=limit,
            endpoint=settings.HF_ENDPOINT,
            token=token,
            meter=Metered(crawl.hub, bucket_of, token, now),
            now=now,
        )


def _note_trouble(crawl: Crawl, error: HubError, limit: int, now: datetime) -> None:
    """Count the request, and halve the page where that may help. The cursor stays."""
    if isinstance(error, hub_state.Resting):
        return
    too_slow = isinstance(error, Unavailable) and error.status in TOO_SLOW
    size = max(limit // 2, 1) if too_slow or isinstance(error, Oversized) else crawl.page_size
    crawl.page_size, crawl.requests = size, crawl.requests + 1
    Crawl.objects.filter(pk=crawl.pk).update(page_size=size, requests=F("requests") + 1, updated_at=now)


def _write(crawl: Crawl, page: Page, *, now: datetime) -> Crawl:
    """The page, what could not be read of it, and how far the pass has come, in the caller's transaction."""
    if crawl.low_water and page.oldest and page.oldest > crawl.low_water:
        return _finish(crawl, State.FAILED, "The hub's list leads back to where it was before.", now=now)
    written, refused = write_apart(page.seen, sweep=_stamp(crawl), now=now)
    bad = [*page.unread, *refused, *(set_aside.of_apart(apart) for apart in written.apart)]
    set_aside.note(crawl.hub, bad, now=now)
    after = _advance(
        crawl,
        cursor=page.cursor,
        # Grown slowly: where a large page was too slow, the next one probably is as well.
        page_size=min(crawl.page_size + crawl.page_size // 4 + 1, LARGEST),
        high_water=max(filter(None, (crawl.high_water, page.newest)), default=None),
        low_water=page.oldest or crawl.low_water,
        pages=F("pages") + 1,
        requests=F("requests") + 1,
        seen=F("seen") + len(page.seen) + len(page.unread),
        new=F("new") + written.new,
        changed=F("changed") + written.changed,
        set_aside=F("set_aside") + len(bad),
        updated_at=now,
    )
    return after if after.cursor and not _is_back(after) else _complete(after, now=now)


def _stamp(crawl: Crawl) -> int:
    """Only a sweep says what it has seen: what it has not is missing."""
    return crawl.number if crawl.kind == Crawl.Kind.SWEEP else 0


def _is_back(crawl: Crawl) -> bool:
    """Whether a tail has come to where the last whole one began."""
    if crawl.kind != Crawl.Kind.TAIL or crawl.low_water is None:
        return False
    mark = _mark(crawl.hub)
    return crawl.low_water <= (mark - OVERLAP if mark else crawl.started_at - FIRST_TAIL)


def _mark(hub: str) -> datetime | None:
    """The newest change that a whole tail saw."""
    whole = Crawl.objects.filter(hub=hub, kind=Crawl.Kind.TAIL, state=State.COMPLETE)
    mark: datetime | None = whole.aggregate(mark=Max("high_water"))["mark"]
    return mark


def _complete(crawl: Crawl, *, now: datetime) -> Crawl:
    """The end of the list, or as far as a tail goes. A sweep is believed only if it is plausible."""
    Crawl.objects.filter(hub=crawl.hub, kind=crawl.kind, finished_at__lt=now - KEPT).delete()
    if crawl.kind == Crawl.Kind.TAIL:
        return _finish(crawl, State.COMPLETE, now=now)
    doubt = missing.doubt(crawl)
    hub_state.warn(crawl.hub, doubt, now=now)
    if doubt:
        return _finish(crawl, State.FAILED, doubt, now=now)
    set_aside.forget(crawl.hub, before=crawl.started_at)
    return _finish(crawl, State.COMPLETE, now=now)


def _finish(crawl: Crawl, state: str, error: str = "", *, now: datetime) -> Crawl:
    return _advance(crawl, state=state, error=error[:500], finished_at=now, updated_at=now)


def _advance(crawl: Crawl, **changes: Any) -> Crawl:
    """The pass as it is now. Raises Taken when another process has written the page meanwhile."""
    same = Crawl.objects.filter(pk=crawl.pk, state=State.RUNNING, pages=crawl.pages)
    if not same.update(**changes):
        raise Taken(f"{crawl} is followed by another process.")
    return Crawl.objects.get(pk=crawl.pk)

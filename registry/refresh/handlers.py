"""Jobs of this floor: read one hub entry; look after what evidence cites, on other hubs and elsewhere."""

from django.conf import settings
from django.utils import timezone

from registry.catalog.models import OF_MODELS, HubEntry
from registry.hubs.snapshot import HubError, RateLimited, Unauthorized
from registry.jobs.claims import Claim
from registry.jobs.handlers import GiveUp, Later, NotNow, handler
from registry.refresh import archive, cited, due, links, lookalikes, looks, stale, wanted
from registry.refresh.following import waiting  # and with it the jobs that follow the hubs
from registry.refresh.refresh import refresh


@handler("refresh")
def refresh_entry(held: Claim) -> None:
    try:
        refresh(held.payload["entry"], now=timezone.now(), writing=held.finishing, noting=held.writing)
    except HubEntry.DoesNotExist as error:
        raise GiveUp("The hub entry is not listed any more.") from error
    except (Unauthorized, RateLimited) as error:
        raise waiting(error) from error
    except HubError as error:
        raise Later(str(error)) from error


@handler("find-cited")
def find_cited(held: Claim) -> None:
    with held.finishing():
        cited.list_entries(settings.CITED_HUBS)


@handler("refresh-cited")
def refresh_cited(held: Claim) -> None:
    with held.finishing():
        due.enqueue_due(now=timezone.now())


@handler("links")
def look_after_links(held: Claim) -> None:
    """Once an hour: what is cited now, what is stale for it and, if asked for, who has to look."""
    now = timezone.now()
    links.collect(now=now)
    with held.finishing():
        stale.restate(now=now)
        if settings.CHECK_LINKS:
            links.ask_hosts(now=now)
        if settings.CHECK_LINKS and settings.ARCHIVE_LINKS:
            archive.ask(now=now)


@handler("check-links")
def check_links(held: Claim) -> None:
    """One address of one host; the next waits in the table of jobs."""
    now, host = timezone.now(), held.payload["host"]
    link = links.next_due(host=host, now=now) if settings.CHECK_LINKS else None
    if link is None:
        return
    checked = links.check(link, now=now, writing=held.writing)
    if links.next_due(host=host, now=timezone.now()):
        raise NotNow(f"More is due at {host}.", after=checked.wait if checked else links.BETWEEN)


@handler("archive-links")
def archive_links(held: Claim) -> None:
    """One wish at an archive; the next waits in the table of jobs."""
    now = timezone.now()
    link = archive.next_due(now=now) if settings.ARCHIVE_LINKS else None
    if link is None:
        return
    try:
        archive.see_to(link, now=now, writing=held.writing)
    except RateLimited as error:
        raise waiting(error) from error
    if archive.next_due(now=now):
        raise NotNow("More copies are to be asked for.", after=archive.BETWEEN)


@handler("lookalikes")
def look_for_lookalikes(held: Claim) -> None:
    with held.finishing():
        lookalikes.restate()


@handler("look")
def look_at(held: Claim) -> None:
    """One address of one host that somebody is about to cite; the next waits in the table of jobs."""
    host = held.payload["host"]
    row = looks.next_of(host)
    if row is None:
        return
    looks.look(row, now=timezone.now(), writing=held.writing)
    if looks.next_of(host):
        raise NotNow(f"Somebody waits for more of {host}.", after=looks.BETWEEN)


@handler("draft")
def draft(held: Claim) -> None:
    """A model that somebody wants listed."""
    try:
        wanted.answer(held.payload["wanted"], now=timezone.now(), writing=held.finishing)
    except HubError as error:
        raise waiting(error, OF_MODELS) from error

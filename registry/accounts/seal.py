"""A chain of digests over all events: who changes what was written is found out.

A job seals what came since the last time, as one batch; each seal holds the digest of the one before. The
newest is also said in the log, so that cutting off the end shows against what was logged.
"""

import json
import logging
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from registry.accounts.events import digest_of
from registry.accounts.models import Event, Seal

BATCH = 1000  # events under one seal

log = logging.getLogger(__name__)


def seal_all(*, now: datetime) -> int:
    """Seal all events that are not sealed yet; how many."""
    done = 0
    while row := seal_batch(now=now):
        done += row.count
    return done


def seal_batch(*, now: datetime) -> Seal | None:
    """Seal the oldest events that are not sealed yet; None when there are none.

    Of two that do so at once the number of the seal lets only one through.
    """
    with transaction.atomic():
        events = list(Event.objects.filter(seal__isnull=True).order_by("pk")[:BATCH])
        if not events:
            return None
        last = Seal.objects.order_by("-number").first()
        row = Seal.objects.create(
            number=last.number + 1 if last else 1,
            count=len(events),
            prev_sha=last.sha if last else "",
            sha=digest(last.sha if last else "", events),
            at=now,
        )
        Event.objects.filter(pk__in=[event.pk for event in events]).update(seal=row)
    log.info("seal %s over %s events: %s", row.number, row.count, row.sha)
    return row


def digest(prev_sha: str, events: Iterable[Event]) -> str:
    """The digest of these events, in the order of their numbers, after a seal with this digest."""
    made = sha256(prev_sha.encode())
    for event in events:
        made.update(b"\n" + canonical(event))
    return made.hexdigest()


def canonical(event: Event) -> bytes:
    """An event as it is sealed: all of it, but of its text in words only the digest."""
    said: dict[str, Any] = {
        "id": event.pk,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": event.actor_id,
        "about": event.about_id,
        "role": event.role,
        "verb": event.verb,
        "target": event.target,
        "before": event.before,
        "after": event.after,
        "details": event.details,
        "because": event.because_sha,
        "via": event.via,
        "request": event.request_id,
    }
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return unicodedata.normalize("NFC", text).encode()


def verify() -> Iterator[str]:
    """What is wrong with the chain, in words for an operator; nothing while all is as it was sealed."""
    prev_number, prev_sha = 0, ""
    for row in Seal.objects.order_by("number").iterator():
        if row.number != prev_number + 1:
            yield f"seal {prev_number + 1} is missing before seal {row.number}"
        elif row.prev_sha != prev_sha:
            yield f"seal {row.number} does not follow seal {prev_number}"
        yield from _wrong_under(row)
        prev_number, prev_sha = row.number, row.sha


def _wrong_under(row: Seal) -> Iterator[str]:
    events = list(Event.objects.filter(seal=row).order_by("pk"))
    if len(events) != row.count:
        yield f"seal {row.number} was over {row.count} events and is over {len(events)}"
    elif digest(row.prev_sha, events) != row.sha:
        yield f"an event under seal {row.number} ({events[0].pk} to {events[-1].pk}) is not as it was sealed"
    for event in events:
        if event.because and digest_of(event.because) != event.because_sha:
            yield f"the reason given in event {event.pk} is not as it was sealed"

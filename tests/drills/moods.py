"""The moods a hub can be in, and the wait that each must cause."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.utils import format_datetime

import pytest
from django.utils import timezone

from registry.hubs import huggingface, huggingface_list, transport
from registry.jobs.models import Job
from registry.refresh.models import Budget, HubState
from tests.hubs import stand_in
from tests.hubs.stand_in import Fault, Handler

HTML = b"<!DOCTYPE html><html><body>Just a moment...</body></html>"


def moved(handler: Handler) -> None:
    handler.answer(307, b"", {"Location": "http://localhost:9/api/models/acme/model-000"})


def packed_badly(handler: Handler) -> None:
    handler.answer(200, b"\x1f\x8b nothing of the kind", {"Content-Encoding": "gzip"})


def in_an_hour(handler: Handler) -> None:
    handler.answer(429, b"", {"Retry-After": format_datetime(timezone.now() + timedelta(minutes=30))})


# What it answers, and the wait in seconds that must come of it, at least and at most.
UNSTATED = (10, 40)  # 20 s after a first failure; of a reading, times 0.5 to 1.5
TROUBLE: dict[str, tuple[Fault, tuple[float, float]]] = {
    "429 with RateLimit": (stand_in.status(429, {"RateLimit": '"api";r=0;t=290'}), (289, 320)),
    "429 with Retry-After": (stand_in.status(429, {"RateLimit": "", "Retry-After": "120"}), (119, 135)),
    "429 until a date": (in_an_hour, (1700, 2000)),
    "429 for a day": (stand_in.status(429, {"RateLimit": "", "Retry-After": "86400"}), (3500, 4000)),
    "429 and no word of when": (stand_in.status(429, {"RateLimit": ""}), (10, 400)),
    "500": (stand_in.status(500), UNSTATED),
    "502 with a page": (stand_in.status(502, {"Content-Type": "text/html"}, HTML), UNSTATED),
    "503 with Retry-After": (stand_in.status(503, {"Retry-After": "20"}), UNSTATED),
    "504": (stand_in.status(504), UNSTATED),
    "a reset connection": (stand_in.reset, UNSTATED),
    "a body that breaks off": (stand_in.truncated, UNSTATED),
    "an empty body": (stand_in.body(b""), UNSTATED),
    "a page with 200": (stand_in.body(HTML, "text/html"), UNSTATED),
    "a page called JSON": (stand_in.body(HTML), UNSTATED),
    "a picture": (stand_in.body(b"\x89PNG\r\n\x1a\n" + bytes(200), "image/png"), UNSTATED),
    "JSON about something else": (stand_in.body(b"[1, 2]"), UNSTATED),
    "gzip that is none": (packed_badly, UNSTATED),
    "a redirect to another host": (moved, UNSTATED),
    "no answer at all": (stand_in.held(threading.Event()), UNSTATED),
    "one byte at a time": (stand_in.dripped({"_id": "1" * 24}, every=0.1), UNSTATED),
}


# A card is any text, so these cannot be told from a card that somebody broke.
ANY_TEXT = (
    "an empty body",
    "a page with 200",
    "a page called JSON",
    "a picture",
    "JSON about something else",
)


@contextmanager
def impatience() -> Iterator[None]:
    """So that no drill takes half a minute: the times themselves are what they are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transport, "READ_TIMEOUT", 0.5)
        patch.setitem(huggingface.fetch.__kwdefaults__, "deadline", 1.0)
        patch.setattr(huggingface_list, "DEADLINE", 1.0)
        yield


def time_passes() -> None:
    """As if everybody had waited as long as they were told."""
    Job.objects.update(run_after=timezone.now())
    Budget.objects.all().delete()
    HubState.objects.update(retry_at=None)

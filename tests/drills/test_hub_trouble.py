"""The hub in all its moods: whatever it answers, no fact changes, and all is well once the hub is."""

import threading
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime

import pytest
from django.utils import timezone

from registry.catalog.models import HubEntry
from registry.hubs import huggingface, transport
from registry.jobs import tasks
from registry.jobs.models import Job
from registry.refresh.models import Budget, HubState
from registry.refresh.refresh import ask, refresh
from tests.build import NOON
from tests.drills import ledger
from tests.drills.ledger import Account
from tests.hubs import stand_in
from tests.hubs.stand_in import Fault, Handler, Hub

NAMELESS = "The hub's answer does not say which repository it is about."
HTML = b"<!DOCTYPE html><html><body>Just a moment...</body></html>"


def moved(handler: Handler) -> None:
    handler.answer(307, b"", {"Location": "http://localhost:9/api/models/acme/model-000"})


def packed_badly(handler: Handler) -> None:
    handler.answer(200, b"\x1f\x8b nothing of the kind", {"Content-Encoding": "gzip"})


def in_an_hour(handler: Handler) -> None:
    handler.answer(429, b"", {"Retry-After": format_datetime(timezone.now() + timedelta(minutes=30))})


# What it answers, and the wait in seconds that must come of it, at least and at most.
UNSTATED = (10, 40)  # the first try failed: 20 s, times 0.5 to 1.5
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


ANY_TEXT = (
    "an empty body",
    "a page with 200",
    "a page called JSON",
    "a picture",
    "JSON about something else",
)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that no drill takes half a minute; the times themselves are what they are."""
    monkeypatch.setattr(transport, "READ_TIMEOUT", 0.5)
    monkeypatch.setitem(huggingface.fetch.__kwdefaults__, "deadline", 1.0)


@pytest.fixture
def entry(hub: Hub) -> HubEntry:
    """Read once, when all was well."""
    listed = ledger.listed(hub, 1)[0]
    refresh(listed.pk, now=NOON)
    return listed


@pytest.mark.parametrize("trouble", TROUBLE)
def test_no_answer_of_a_hub_in_trouble_changes_a_fact(trouble, entry, hub):
    assert_waited_for(trouble, entry, hub, where="api")


@pytest.mark.parametrize("trouble", [name for name in TROUBLE if name not in ANY_TEXT])
def test_nor_does_trouble_with_the_card(trouble, entry, hub):
    assert_waited_for(trouble, entry, hub, where="readme")


@pytest.mark.parametrize("trouble", ANY_TEXT)
def test_something_else_in_place_of_a_card_costs_the_card_only(trouble, entry, hub):
    """Any bytes are a card, so this cannot be told from a card that somebody broke."""
    before = ledger.account(entry)
    hub.break_with(TROUBLE[trouble][0], on="readme")
    assert worked(entry).state == "done"
    after = ledger.account(entry)
    assert {license for _, license in after.observations} == {"mit"}
    assert replace(after, observations=before.observations) == before


def test_an_answer_about_nothing_is_noted_and_nothing_else(entry, hub):
    before = ledger.account(entry)
    hub.break_with(stand_in.body(b'{"error": "Internal error"}'))
    assert worked(entry).state == "done"
    assert (without_failure(entry), ledger.account(entry).entry[-1]) == (before, NAMELESS)


def test_a_refused_token_is_a_matter_of_ours_and_of_no_model(hub, settings):
    """Never "two and a half million models have vanished": one request, and everything waits."""
    entries = ledger.listed(hub, 5)
    settings.HF_TOKEN = hub.token = "hf_good"
    for one in entries:
        assert worked(one).state == "done"
    before = [ledger.account(one) for one in entries]
    hub.token, asked = "hf_another", len(hub.asked)
    jobs = [worked(one) for one in entries]
    assert {(job.state, job.attempts) for job in jobs} == {("waiting", 0)}
    assert len(hub.asked) - asked == 1
    assert HubState.objects.get().state == "unauthorized"
    assert [ledger.account(one) for one in entries] == before
    hub.token = "hf_good"
    time_passes()
    assert {worked(one).state for one in entries} == {"done"}
    assert HubState.objects.get().state == "ok"
    assert [ledger.account(one) for one in entries] == before


def test_another_token_is_tried_at_once(entry, hub, settings):
    settings.HF_TOKEN, hub.token = "hf_old", "hf_new"
    assert worked(entry).state == "waiting"
    settings.HF_TOKEN = "hf_new"
    Job.objects.update(run_after=timezone.now())
    assert worked(entry).state == "done"


def test_a_hub_that_fails_and_fails_is_left_alone_and_then_tried_by_one(hub):
    entries = ledger.listed(hub, 30)
    hub.break_with(stand_in.status(503))
    jobs = [worked(one) for one in entries]
    assert len(hub.asked) == 20
    assert {job.state for job in jobs} == {"waiting"}
    assert sorted(job.attempts for job in jobs) == [0] * 10 + [1] * 20  # not to be asked is no attempt
    time_passes()
    jobs = [worked(one) for one in entries]
    assert len(hub.asked) == 21
    hub.mend()
    time_passes()
    assert {worked(one).state for one in entries} == {"done"}
    assert HubState.objects.get().state == "ok"


def assert_waited_for(trouble: str, entry: HubEntry, hub: Hub, *, where: str) -> None:
    before = ledger.account(entry)
    fault, (least, most) = TROUBLE[trouble]
    hub.break_with(fault, on=where)
    asked_at = timezone.now()
    job = worked(entry)
    assert (job.state, without_failure(entry)) == ("waiting", before)
    assert least <= (job.run_after - asked_at).total_seconds() <= most
    hub.mend()
    time_passes()
    assert worked(entry).state == "done"
    assert ledger.account(entry) == before


def worked(entry: HubEntry) -> Job:
    job = ask(entry)
    tasks.work(job.pk)
    return Job.objects.get(pk=job.pk)


def without_failure(entry: HubEntry) -> Account:
    """An entry may say that it could not be read; nothing else may be different."""
    found = ledger.account(entry)
    return replace(found, entry=(*found.entry[:-1], ""))


def time_passes() -> None:
    """As if everybody had waited as long as they were told."""
    Job.objects.update(run_after=timezone.now())
    Budget.objects.all().delete()
    HubState.objects.update(retry_at=None)

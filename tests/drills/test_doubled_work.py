"""Two schedulers, messages that come twice or in another order, and two who read the same thing at once."""

import random
import threading
from datetime import timedelta

import pytest
from django.utils import timezone

from registry.catalog.models import HubEntry
from registry.celery import app
from registry.jobs.models import Job
from registry.refresh.refresh import ask, refresh
from registry.scorecards.models import Observation
from tests.drills import ledger
from tests.drills.processes import Program, until
from tests.hubs import stand_in
from tests.hubs.stand_in import model

SLOT = "tidy-jobs"
NEWER = {"sha": "b" * 40, "lastModified": "2026-10-05T08:00:00.000Z"}


def test_two_schedulers_cause_each_slot_once(hub, worker, measured):
    both = [worker(name, app="tests.drills.often") for name in ("one", "two")]
    began = timezone.now()
    for program in both:
        program.start()
    seconds = until(
        lambda: all(ticks(program) >= 6 for program in both), within=60, what="both schedulers tick"
    )
    until(lambda: not ledger.open_jobs(SLOT), within=30, what="every slot is done")
    minutes = (timezone.now() - began) // timedelta(minutes=1) + 2
    slots = list(Job.objects.filter(kind=SLOT).values_list("key", flat=True))
    assert 1 <= len(slots) <= minutes
    assert len(set(slots)) == len(slots)
    assert set(Job.objects.filter(kind=SLOT).values_list("state", "token")) == {("done", 1)}
    measured(
        f"two schedulers, {sum(map(ticks, both))} ticks: {len(slots)} slots, each done once",
        seconds,
        allowed=60,
    )


def ticks(program: Program) -> int:
    """How often the scheduler of a program came by."""
    return program.said().count("the scheduler has come")


def test_messages_that_come_thrice_and_out_of_order_have_one_effect(hub, broker, worker, measured):
    expected = ledger.undisturbed(hub)
    entries = ledger.listed(hub, 30)
    asked = len(hub.asked)
    messages = [job for entry in entries for job in [ask(entry).pk] * 2]
    random.shuffle(messages)
    for job in messages:
        app.send_task("work", args=[job], queue="refresh", retry=False)
    assert broker.rings("refresh") == 90
    for name in ("one", "two"):
        worker(name).start()
    seconds = until(
        lambda: not ledger.open_jobs() and not broker.rings("refresh"), within=90, what="all are read"
    )
    ledger.assert_all_done(30)
    ledger.assert_like(expected, entries)
    assert set(Job.objects.filter(kind="refresh").values_list("token", flat=True)) == {1}
    assert (
        len(hub.asked) - asked == 30 * 4
    )  # a reading asks for the model, its card in two steps and its license
    measured("90 messages for 30 jobs, out of order, two workers", seconds, allowed=60)


@pytest.mark.parametrize("commit", [NEWER, {}], ids=["by another commit", "by a setting"])
def test_an_answer_that_was_overtaken_by_a_newer_one_is_not_taken_over(commit, hub, worker, measured):
    """The worker has read the older state and hangs on the card; meanwhile somebody reads by hand."""
    entry = ledger.listed(hub, 1)[0]
    gate = threading.Event()
    hub.break_with(stand_in.held(gate), on="readme")
    at_work = worker()
    at_work.start()
    job = ask(entry)
    until(
        lambda: any("/resolve/" in path for path in hub.paths()), within=30, what="the worker reads the card"
    )
    hub.mend()
    hub.shows(newer(entry, commit))
    refresh(entry.pk, now=timezone.now())
    gate.set()
    seconds = until(lambda: not ledger.open_jobs(), within=30, what="the worker is done")
    assert Job.objects.get(pk=job.pk).state == "done"
    assert HubEntry.objects.get().commit == commit.get("sha", stand_in.COMMIT)
    assert Observation.objects.get().said["license"] == "gemma"
    measured("an overtaken answer is put aside", seconds, allowed=30)


def newer(entry: HubEntry, commit: dict[str, str] = NEWER) -> dict[str, object]:
    """The same model, which now says another license."""
    return model(entry.repo_id, _id=ledger.hub_id(entry.model_id), cardData={"license": "gemma"}, **commit)

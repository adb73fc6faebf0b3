"""A worker that hears nothing any more ends itself, and the next one does what was due."""

import os

from registry.celery import app
from registry.jobs import watchdog
from registry.refresh.refresh import ask
from tests.drills import ledger
from tests.drills.processes import until

PATIENCE = 4.0  # of tests/drills/impatient.py, in place of watchdog.PATIENCE


def test_a_deaf_worker_ends_with_70_and_its_successor_does_the_work(hub, worker, measured):
    """Celery lost its consumer after reconnects (#8030, #10205); here it is taken from it."""
    expected = ledger.undisturbed(hub)
    entries = ledger.listed(hub, 3)
    deaf = worker("deaf", app="tests.drills.impatient", DJANGO_SETTINGS_MODULE="registry.settings")
    deaf.start()
    ask(entries[0])
    until(lambda: ledger.done_jobs() >= 1, within=60, what="it hears and works")
    until(lambda: app.control.cancel_consumer("refresh", reply=True), within=30, what="it is told to be deaf")
    for entry in entries[1:]:
        ask(entry)
    seconds = until(lambda: deaf.ended() is not None, within=60, what="the deaf worker ends")
    assert deaf.ended() == os.EX_SOFTWARE
    assert "the worker ends" in deaf.said()
    assert ledger.open_jobs() == 2
    measured("a deaf worker ends", seconds + watchdog.PATIENCE - PATIENCE, allowed=watchdog.PATIENCE + 30)
    worker("next").start()
    seconds = until(lambda: not ledger.open_jobs(), within=90, what="all are read")
    ledger.assert_like(expected, entries)
    measured("the successor of a deaf worker: both readings done", seconds, allowed=45)

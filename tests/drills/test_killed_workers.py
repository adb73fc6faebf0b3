"""kill -9 of the whole worker group, three times, in the middle of its work."""

import time
from collections.abc import Iterable
from functools import partial

from registry.jobs.models import Job
from registry.refresh.refresh import ask
from tests.drills import ledger
from tests.drills.processes import until
from tests.hubs import stand_in

KILLS = 3
BATCH = 24  # few, so that what was cut need not wait behind the others
RESUMED = 30.0  # seconds: a lease of 20, a sweep every 5, and the work itself


def test_three_kills_amid_a_batch_of_readings_lose_and_double_nothing(hub, worker, measured):
    expected = ledger.undisturbed(hub)
    entries = ledger.listed(hub, BATCH)
    hub.break_with(stand_in.slow(0.2))
    for entry in entries:
        ask(entry)
    cut: set[int] = set()
    at_work = worker()
    at_work.start()
    for _ in range(KILLS):
        until(partial(ledger.has_done, ledger.done_jobs() + 4), within=60, what="four more are read")
        until(partial(running, beside=cut), within=30, what="another is being read", every=0.01)
        at_work.kill()
        killed = time.monotonic()
        cut |= running(beside=cut)
        at_work.start()
    until(lambda: not ledger.open_jobs(), within=90, what="all are read")
    seconds = time.monotonic() - killed
    ledger.assert_all_done(BATCH)
    ledger.assert_like(expected, entries)
    assert Job.objects.filter(pk__in=cut, token__gt=1).exists(), "no kill hit a job at work"
    measured(f"three kills -9 amid {BATCH} readings: all done after the last", seconds, allowed=RESUMED)


def running(*, beside: Iterable[int] = ()) -> set[int]:
    at_work = Job.objects.filter(state=Job.State.RUNNING, kind="refresh").exclude(pk__in=list(beside))
    return set(at_work.values_list("pk", flat=True))

"""A worker that sleeps through its lease: another takes over, and the sleeper can write nothing."""

import signal
import threading
import time

from registry.catalog.models import HubEntry
from registry.jobs.models import Job
from registry.refresh.refresh import ask
from registry.scorecards.models import Observation
from tests.drills import ledger
from tests.drills.processes import until
from tests.drills.sleepers import wake
from tests.drills.test_doubled_work import newer
from tests.hubs import stand_in

TAKEN_OVER = 30.0  # seconds: a lease of 20, a sweep every 5, and the work itself


def test_a_worker_that_wakes_after_its_lease_writes_nothing(hub, worker, measured):
    entry = ledger.listed(hub, 1)[0]
    gate = threading.Event()
    hub.break_with(stand_in.held(gate), on="readme")
    sleeper, other = worker("sleeper"), worker("other")
    sleeper.start()
    job = ask(entry)
    until(
        lambda: any("/resolve/" in path for path in hub.paths()), within=30, what="the worker reads the card"
    )
    sleeper.signal(signal.SIGSTOP)
    frozen = time.monotonic()
    hub.mend()
    hub.shows(newer(entry))
    other.start()
    until(lambda: Job.objects.get(pk=job.pk).state == "done", within=60, what="another worker does it")
    seconds = time.monotonic() - frozen
    before = everything()
    gate.set()
    wake(sleeper, instead_of=other)
    assert "is no longer held under token 1" in sleeper.said()
    assert everything() == before
    assert Job.objects.get(pk=job.pk).token == 2
    assert Observation.objects.get().said["license"] == "gemma"
    measured("a job of a frozen worker is done by another", seconds, allowed=TAKEN_OVER)


def everything() -> list[object]:
    return [
        *HubEntry.objects.values(),
        *Observation.objects.values(),
        *Job.objects.filter(kind="refresh").values(),
    ]

"""A worker at full work while its hub falls over for some seconds, in every way it knows."""

import itertools
import time
from functools import partial

from registry.refresh.models import Crawl, SetAside
from registry.refresh.refresh import ask
from tests.drills import ledger, mirror
from tests.drills.processes import until
from tests.drills.test_crawls import FOLLOWS, ask_for_sweep, has_read, is_over
from tests.hubs import stand_in
from tests.hubs.stand_in import Fault, Handler

OUTAGE = 6.0  # seconds
READ_ON = 60.0


def test_an_outage_of_seconds_costs_seconds_and_changes_nothing(hub, worker, measured):
    mirror.fill(hub, 300)
    expected = ledger.undisturbed(hub)
    entries = ledger.listed(hub, 10)
    for kind in ("api", "list"):
        hub.break_with(stand_in.slow(0.2), on=kind)
    at_work = worker(**FOLLOWS)
    at_work.start()
    ask_for_sweep()
    until(partial(has_read, 2), within=60, what="two pages are read")
    for kind in ("api", "list", "readme"):
        hub.break_with(all_at_once(), on=kind)
    for entry in entries:
        ask(entry)
    time.sleep(OUTAGE)
    assert not ledger.done_jobs()
    hub.mend()
    began = time.monotonic()
    until(lambda: not ledger.open_jobs(), within=120, what="all are read")
    seconds = time.monotonic() - began
    until(is_over, within=120, what="the sweep is over")
    ledger.assert_all_done(10)
    ledger.assert_like(expected, entries)
    assert Crawl.objects.get(kind="sweep").state == "complete"
    assert SetAside.objects.count() == 1
    measured("an outage of the hub of 6 s: all 10 readings done", seconds, allowed=READ_ON)
    measured("and the sweep is over", time.monotonic() - began, allowed=READ_ON)


def all_at_once() -> Fault:
    """One trouble after the other."""
    troubles = itertools.cycle(
        [stand_in.status(500), stand_in.reset, stand_in.truncated, stand_in.status(504)]
    )

    def answer(handler: Handler) -> None:
        next(troubles)(handler)

    return answer

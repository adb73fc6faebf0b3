"""A pass over a list, killed, frozen and doubled: the database is what the hub shows, all the same."""

import signal
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from registry.catalog.models import HubEntry
from registry.jobs.models import Job
from registry.jobs.queue import enqueue
from registry.refresh.models import Crawl
from registry.scorecards.models import Observation
from tests.drills import mirror
from tests.drills.processes import Program, until
from tests.drills.sleepers import wake
from tests.hubs import stand_in

MODELS = 600
PAGES = MODELS // mirror.A_PAGE + 1  # the item that cannot be read stands on the last
RESUMED = 30.0  # seconds: a lease of 20, a sweep every 5, and the work itself
FOLLOWS = {"CRAWL": "huggingface", "CARDS_READ": "0"}


@pytest.fixture
def full_hub(hub):
    mirror.fill(hub, MODELS)
    hub.break_with(stand_in.slow(0.2), on="list")
    return hub


@pytest.fixture
def by_hand(tmp_path: Path, environment: dict[str, str], programs: list[Program]) -> Callable[[str], Program]:
    """Makes sweeps that somebody starts at the command line."""

    def make(name: str) -> Program:
        command = [sys.executable, "manage.py", "crawl", "huggingface", "--sweep"]
        made = Program(command, environment, tmp_path / f"{name}.log")
        programs.append(made)
        return made

    return make


def test_three_kills_amid_a_sweep_leave_the_database_as_the_hub(full_hub, worker, measured):
    ask_for_sweep()
    at_work = worker(**FOLLOWS)
    at_work.start()
    until(partial(has_read, 3), within=60, what="three pages are read")
    waits = []
    for _ in range(3):
        at_work.kill()
        killed, pages = time.monotonic(), sweep().pages
        at_work.start()
        until(partial(has_read, pages + 1), within=90, what="the sweep goes on")
        waits.append(time.monotonic() - killed)
        until(partial(has_read, pages + 3), within=30, what="three more are read")
    full_hub.mend()
    until(is_over, within=60, what="the sweep is over")
    assert_one_whole_sweep(full_hub)
    for seconds in waits:
        measured("a sweep cut by kill -9 of its worker reads on", seconds, allowed=RESUMED)


def test_three_kills_amid_a_sweep_by_hand_leave_the_database_as_the_hub(full_hub, by_hand, measured):
    command = by_hand("command")
    for pages in (3, 6, 9):
        command.start()
        until(partial(has_read, pages), within=60, what="three more pages are read")
        command.kill()
    killed, full_hub.faults = time.monotonic(), {}
    command.start()
    assert command.wait(within=60) == 0
    measured(
        "a sweep by hand, killed three times: the last run was over", time.monotonic() - killed, allowed=60
    )
    assert_one_whole_sweep(full_hub)
    before = everything()
    again = by_hand("again")
    again.start()
    assert again.wait(within=60) == 0
    assert everything() == before, "a sweep over a hub that did not change writes nothing of it"


def test_two_who_sweep_at_once_write_each_page_once(full_hub, worker, by_hand, measured):
    full_hub.break_with(stand_in.slow(1.0), on="list")
    ask_for_sweep()
    worker(**FOLLOWS).start()
    until(partial(has_read, 2), within=60, what="two pages are read")
    by_hand("command").start()
    until(lambda: len(set(asked(full_hub))) < len(asked(full_hub)), within=60, what="both ask for one page")
    began = time.monotonic()
    full_hub.mend()
    until(is_over, within=90, what="the sweep is over")
    assert_one_whole_sweep(full_hub)
    measured("two sweeps at once: all was read", time.monotonic() - began, allowed=90)


def test_a_worker_frozen_amid_a_sweep_writes_nothing_when_it_wakes(full_hub, worker, measured):
    gate = threading.Event()
    ask_for_sweep()
    sleeper, other = worker("sleeper", **FOLLOWS), worker("other", **FOLLOWS)
    sleeper.start()
    until(partial(has_read, 2), within=60, what="two pages are read")
    full_hub.break_with(stand_in.held(gate), on="list")
    before = len(full_hub.asked)
    until(lambda: len(full_hub.asked) > before, within=30, what="the worker asks for another page")
    sleeper.signal(signal.SIGSTOP)
    frozen, pages = time.monotonic(), sweep().pages
    full_hub.mend()
    other.start()
    until(partial(has_read, pages + 1), within=90, what="another worker reads on")
    seconds = time.monotonic() - frozen
    until(is_over, within=60, what="it ends the sweep")
    before = everything()
    gate.set()
    wake(sleeper, instead_of=other)
    assert everything() == before
    assert_one_whole_sweep(full_hub)
    measured("another worker reads on in the sweep of a frozen one", seconds, allowed=RESUMED)


def ask_for_sweep() -> None:
    enqueue("crawl", "crawl:huggingface:sweep", {"hub": "huggingface", "kind": "sweep"}, queue="bulk")


def sweep() -> Crawl:
    """The first one."""
    return Crawl.objects.filter(kind="sweep").order_by("number")[0]


def has_read(pages: int) -> bool:
    return Crawl.objects.filter(kind="sweep", pages__gte=pages).exists()


def is_over() -> bool:
    return Crawl.objects.filter(kind="sweep").exclude(state="running").exists()


def assert_one_whole_sweep(hub: stand_in.Hub) -> None:
    """Every page was written once, and not many were asked for twice."""
    found = sweep()
    assert (found.state, found.error) == ("complete", "")
    assert (found.pages, found.seen, found.new, found.set_aside) == (PAGES, MODELS + 1, MODELS, 1)
    assert PAGES <= len(asked(hub)) < 2 * PAGES
    mirror.assert_mirrors(hub)


def asked(hub: stand_in.Hub) -> list[str]:
    """The pages of sweeps that were asked for."""
    return [path for path in hub.paths() if "sort=createdAt" in path]


def everything() -> list[object]:
    """What a sweep could write of a hub, but the number of the last one and the time of looking."""
    passing = {"seen_in", "checked_at"}
    entries = [
        {k: v for k, v in row.items() if k not in passing} for row in HubEntry.objects.order_by("pk").values()
    ]
    return [
        *entries,
        *Observation.objects.order_by("pk").values(),
        Job.objects.filter(kind="refresh").count(),
    ]

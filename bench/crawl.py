"""How a sweep of a hub's list is written: speed, memory, and what a second one writes; one line of JSON.

    .venv/bin/python -m bench.crawl [--models 100000]

Works on a database of its own (SQLite in a temporary folder, or DATABASE_URL, which must be empty). The hub
is the stand-in of the tests in a process of its own, with items made up on the way (bench/hub_items.py); what
sweeps is the code of `manage.py crawl`. `models_per_cpu_second` is by the processor time of this process
alone, answers read and parsed included. Afterwards every row is compared with what was served (`equal`), the
list is swept again as it was, and once more after downloads moved on two models in five. Jobs that sweeps ask
for (derivatives whose base was listed after them) are done in between, and timed apart.
"""

import argparse
import json
import logging
import multiprocessing
import os
import resource
import tempfile
import time
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from typing import Any

import django

from bench import hub_items

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--models", type=int, default=100_000)
    count = parser.parse_args().models
    with tempfile.TemporaryDirectory(prefix="sf-crawl-") as folder:
        ours, theirs = multiprocessing.get_context("spawn").Pipe()
        hub = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs, count), daemon=True)
        hub.start()
        os.environ |= {
            "DATA_DIR": folder,
            "HF_ENDPOINT": ours.recv(),
            "DJANGO_SETTINGS_MODULE": "registry.settings",
        }
        django.setup()
        logging.disable(logging.WARNING)  # there is no broker to ring at, and jobs are taken directly
        print(json.dumps(measure(count, ours)))
        hub.terminate()


class MadeUp:
    """What is listed, made up when it is asked for; `turn` counts the days since the first look."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.turn = 0

    def page(self, sort: str, after: tuple[str, str] | None, limit: int) -> tuple[list[Any], Any]:
        first = int(after[0]) if after else self.count
        numbers = range(first - 1, max(first - 1 - limit, -1), -1)
        rows = [hub_items.item(number, self.count, turn=self.turn) for number in numbers]
        return rows, (str(numbers[-1]), "") if numbers and numbers[-1] > 0 else None


def serve(theirs: Connection, count: int) -> None:
    """The hub, in a process of its own: says its address, then counts a day for each word it hears."""
    from tests.hubs import stand_in  # noqa: PLC0415 - only this process needs it

    with stand_in.running() as hub:
        hub.limits = {}
        made_up = MadeUp(count)
        hub.listing = made_up  # type: ignore[assignment] # anything with its `page`
        theirs.send(hub.url)
        while True:
            made_up.turn = theirs.recv()
            hub.asked.clear()
            theirs.send("ready")


def measure(count: int, hub: Connection) -> dict[str, object]:
    """Sweep, compare, sweep again."""
    from django.core.management import call_command  # noqa: PLC0415 - needs the settings set above
    from django.db import connection  # noqa: PLC0415

    from bench import crawl_checks as checks  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    found: dict[str, object] = {"database": connection.vendor, "models": count}
    found |= sweep("first", now=NOW)
    jobs, seconds, cpu = checks.do_jobs()
    found |= {"jobs": jobs, "jobs_seconds": seconds, "jobs_cpu_seconds": cpu}
    found["equal"] = checks.compare_all(count)
    before = checks.history()
    found |= sweep("second", now=NOW + timedelta(days=1))
    found["second_rows_written"] = checks.difference(before, checks.history()) + checks.do_jobs()[0]
    hub.send(1)
    hub.recv()
    found |= sweep("third", now=NOW + timedelta(days=2))
    found["third_rows_written"] = checks.difference(before, checks.history()) + checks.do_jobs()[0]
    return found | {"database_mb": checks.database_mb(), "profiles": checks.profiles()}


def sweep(name: str, *, now: datetime) -> dict[str, object]:
    """One whole pass; memory is the most this process ever held, in MB."""
    from registry.hubs.snapshot import RateLimited  # noqa: PLC0415 - needs the settings set above
    from registry.refresh import crawl  # noqa: PLC0415
    from registry.refresh.models import Crawl  # noqa: PLC0415

    began, computing, early, windows = time.monotonic(), time.process_time(), 0, 1
    under_way = crawl.begin("huggingface", Crawl.Kind.SWEEP, now=now)
    while under_way.state == Crawl.State.RUNNING:
        try:
            under_way = crawl.step(under_way, now=now)
        except RateLimited as limited:  # a job would be put off for so long; here the clock is put forward
            now, windows = now + timedelta(seconds=limited.retry_after or 0), windows + 1
        early = early or (megabytes() if under_way.pages >= 10 else 0)
    seconds, cpu = time.monotonic() - began, time.process_time() - computing
    assert under_way.state == Crawl.State.COMPLETE, under_way.error
    return {
        f"{name}_seconds": round(seconds, 1),
        f"{name}_cpu_seconds": round(cpu, 1),
        f"{name}_models_per_second": round(under_way.seen / seconds),
        f"{name}_models_per_cpu_second": round(under_way.seen / cpu),
        f"{name}_requests": under_way.requests,
        f"{name}_windows_of_the_hub": windows,
        f"{name}_new": under_way.new,
        f"{name}_changed": under_way.changed,
        f"{name}_set_aside": under_way.set_aside,
        f"{name}_mb_after_10_pages": early,
        f"{name}_mb": megabytes(),
    }


def megabytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()

"""Ends a worker that hears no bell any more, so that its supervisor starts a new one.

Celery has lost its consumer after a reconnect more than once (#8030, #10205): such a worker lives, waits and
does nothing. What it does not do stands in the database, so it can be told from one that has nothing to do.
"""

import logging
import os
import signal
import threading
import time
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from billiard import active_children
from celery.worker import state
from django.db import connection
from django.db.models import Q
from django.db.models.functions import Now

from registry.celery import app
from registry.jobs.broker import reachable
from registry.jobs.models import Job

PATIENCE = 120.0  # seconds without any job finished, while some are due
PAUSE = 10.0  # seconds between two looks

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Look:
    """What the worker and the database show at one moment."""

    busy: bool  # a job is in the hands of this worker
    heard: int  # bells heard by this worker since it began
    due: bool  # jobs are due in the queues it listens to
    finished: datetime | None  # when any worker finished a job last
    broker: bool  # a worker without a broker cannot hear, and a new one could not either


@dataclass
class Vigil:
    """Since when nothing has moved although something should."""

    since: float | None = None
    before: Look | None = None

    def is_over(self, seen: Look, *, now: float) -> bool:
        """Whether the patience is at its end; `now` in seconds of any steady clock."""
        before, self.before = self.before, seen
        moved = before is None or (seen.heard, seen.finished) != (before.heard, before.finished)
        if moved or seen.busy or not seen.due or not seen.broker:
            self.since = None
            return False
        self.since = now if self.since is None else self.since
        return now - self.since >= PATIENCE


@dataclass
class Watchdog:
    """The thread that looks, in the process that hears for all others of a worker."""

    queues: Collection[str]
    vigil: Vigil = field(default_factory=Vigil)

    def watch(self) -> None:
        while True:
            time.sleep(PAUSE)
            try:
                over = self.vigil.is_over(look(self.queues), now=time.monotonic())
            except Exception:  # the database is down: nothing can be said
                log.warning("the watchdog could not look", exc_info=True)
                continue
            finally:
                connection.close()  # a child forked later must not share it
            if over:
                end()


def look(queues: Collection[str]) -> Look:
    due = Job.objects.filter(
        Q(state=Job.State.WAITING) | Q(state=Job.State.RUNNING, lease__lt=Now()),
        queue__in=queues,
        run_after__lte=Now(),
    )
    finished = Job.objects.filter(state=Job.State.DONE).order_by("-finished_at")
    return Look(
        busy=any(request.name == "work" for request in list(state.active_requests)),
        heard=state.total_count["work"],
        due=due.exists(),
        finished=finished.values_list("finished_at", flat=True).first(),
        broker=reachable(),
    )


def end() -> None:
    """Leave at once: this worker holds no job, and what is due is safe in the database."""
    log.critical("no job was finished for %d s although some are due: the worker ends", PATIENCE)
    for pid in [child.pid for child in active_children() if child.pid]:
        os.kill(pid, signal.SIGKILL)
    os._exit(os.EX_SOFTWARE)


def start() -> None:
    """Watch this worker from now on."""
    watchdog = Watchdog(tuple(app.amqp.queues.consume_from))
    threading.Thread(target=watchdog.watch, name="watchdog", daemon=True).start()

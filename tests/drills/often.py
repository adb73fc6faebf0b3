"""The worker of `make run`, with a slot every minute and a scheduler that comes every second, and says so."""

from datetime import timedelta

from celery.signals import before_task_publish

import registry.celery  # noqa: F401 - says where the settings are
from registry.jobs import schedule

SLOT = "tidy-jobs"
TICK = "the scheduler has come"
schedule.SLOTS = (schedule.Slot(SLOT, every=timedelta(minutes=1)),)
schedule.SCHEDULE["sweep"]["schedule"] = 1.0

from registry.run.worker import app  # noqa: E402 - reads the schedule

__all__ = ["SLOT", "TICK", "app"]


@before_task_publish.connect(sender="sweep")
def tell(**told: object) -> None:
    print(TICK, flush=True)

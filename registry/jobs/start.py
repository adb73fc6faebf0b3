"""What has to be known before any work: the queues, the times, and who does which kind of job."""

from typing import Any

from celery.signals import worker_ready
from django.apps import apps
from kombu import Queue as Listening

from registry.celery import app
from registry.jobs import checks, handlers, tasks
from registry.jobs.models import Queue
from registry.jobs.schedule import SCHEDULE

__all__ = ["checks", "start", "tasks"]  # importing the first and the last registers them


def start() -> None:
    app.conf.update(
        task_queues=[Listening(name) for name in Queue.values],
        task_default_queue=Queue.DEFAULT.value,
        beat_schedule=SCHEDULE,
    )
    worker_ready.connect(watch)
    ours = [config.name for config in apps.get_app_configs() if config.name.startswith("registry.")]
    handlers.discover(ours)


def watch(**told: Any) -> None:
    from registry.jobs import watchdog  # noqa: PLC0415 - loads Celery's worker, which only a worker needs

    watchdog.start()

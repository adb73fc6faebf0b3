"""The Celery app as `make run` works with it: no process of a killed worker goes on alone."""

from typing import Any

from celery.signals import beat_embedded_init, worker_process_init

from registry.celery import app
from registry.run.tied import end_with_command

__all__ = ["app"]


@beat_embedded_init.connect
@worker_process_init.connect
def tie(**told: Any) -> None:
    end_with_command()

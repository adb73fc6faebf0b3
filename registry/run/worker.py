"""The Celery app as `make run` works with it: no process of a killed worker goes on alone."""

import gc
from typing import Any

from celery.signals import beat_embedded_init, worker_before_create_process, worker_process_init

from registry.celery import app
from registry.run.tied import end_with_command

__all__ = ["app"]


@worker_before_create_process.connect
def freeze(**told: Any) -> None:
    """What is loaded stays: a collector that walked it would part the memory that copies share."""
    gc.collect()
    gc.freeze()


@beat_embedded_init.connect
@worker_process_init.connect
def tie(**told: Any) -> None:
    end_with_command()

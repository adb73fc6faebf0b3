"""The worker of `make run`, whose watchdog loses patience after seconds."""

import django

django.setup()

from registry.jobs import watchdog  # noqa: E402 - reads models
from registry.run.worker import app  # noqa: E402

PATIENCE = 4.0
watchdog.PATIENCE = PATIENCE
watchdog.PAUSE = 0.5

__all__ = ["PATIENCE", "app"]

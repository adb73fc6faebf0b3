"""The worker of `make run`, with a scheduler that says the same slot every second."""

from registry.jobs.schedule import SCHEDULE
from registry.run.worker import app

SLOT = "tidy-jobs"
SCHEDULE["often"] = {"task": "slot", "args": [SLOT], "schedule": 1.0}

__all__ = ["SLOT", "app"]

"""What happens by the clock. Everything but the sweep becomes a job, one per slot (see tasks.slot)."""

from celery.schedules import crontab

SCHEDULE = {
    "sweep": {"task": "sweep", "schedule": 5.0, "options": {"expires": 10.0}},
    "tidy": {"task": "slot", "args": ["tidy-jobs"], "schedule": crontab(minute="7")},
}

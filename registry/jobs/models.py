"""Work that must not be lost, as rows: what is due, who works on it, what is done."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Queue(models.TextChoices):
    """Where a job's doorbell is rung; a worker may listen to some of them only."""

    DEFAULT = "default"
    REFRESH = "refresh"
    FETCH = "fetch"
    MAIL = "mail"
    BULK = "bulk"


class Job(models.Model):
    """One piece of work. The broker only says "look at job 4711"; this row decides what happens.

    `token` grows with every claim and is never reused: whoever holds an older one can write nothing.
    `key` says what the work is about; there is never more than one open job per key.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        PARKED = "parked", "parked: gave up, waits for a person"
        CANCELED = "canceled"

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    payload = models.JSONField(default=dict, blank=True)  # ids only
    queue = models.CharField(max_length=20, choices=Queue, default=Queue.DEFAULT)
    priority = models.SmallIntegerField(default=0)
    run_after = models.DateTimeField(db_default=Now())
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=6)
    token = models.BigIntegerField(default=0)
    lease = models.DateTimeField(null=True, blank=True)
    again = models.BooleanField(default=False, help_text="Asked for once more while it was running.")
    rung_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=2000, blank=True)
    error_class = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True, blank=True)
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(state__in=["waiting", "running"]), name="job_one_open_per_key"
            ),
            models.UniqueConstraint(
                fields=["key"], condition=Q(key__startswith="slot:"), name="job_one_per_slot_ever"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running", "done", "parked", "canceled"]),
                name="job_state_listed",
            ),
            models.CheckConstraint(
                condition=Q(state="running", lease__isnull=False)
                | (~Q(state="running") & Q(lease__isnull=True)),
                name="job_lease_while_running",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running"], finished_at__isnull=True)
                | Q(state__in=["done", "parked", "canceled"], finished_at__isnull=False),
                name="job_finished_has_a_time",
            ),
            models.CheckConstraint(condition=~Q(kind="") & ~Q(key=""), name="job_is_named"),
            models.CheckConstraint(
                condition=~Q(state="parked") | ~Q(error=""), name="job_parked_with_a_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["run_after"], condition=Q(state__in=["waiting", "running"]), name="job_due"),
            models.Index(fields=["state", "finished_at"], name="job_state_finished"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} ({self.state})"

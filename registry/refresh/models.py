"""How the hubs are followed: crawls, budgets, what could not be read, and how each hub answers."""

from django.db import models
from django.db.models import Q


class Crawl(models.Model):
    """One pass over a hub's list. Its cursor is saved with the rows of each page, so it resumes there.

    `number` grows over all crawls of a hub: an entry stamped with a smaller one was not seen by this sweep.
    """

    class Kind(models.TextChoices):
        SWEEP = "sweep", "sweep: everything, by creation"
        TAIL = "tail", "tail: what changed lately"

    class State(models.TextChoices):
        RUNNING = "running", "running, or to be resumed"
        COMPLETE = "complete"
        STOPPED = "stopped", "stopped by a person"
        FAILED = "failed", "failed: what it saw is kept, what it did not see means nothing"

    hub = models.CharField(max_length=20)
    kind = models.CharField(max_length=10, choices=Kind)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    cursor = models.TextField(blank=True, help_text="The hub's own, opaque; empty on the first page.")
    page_size = models.PositiveIntegerField(default=1000)
    high_water = models.DateTimeField(null=True, blank=True, help_text="The newest change it saw.")
    low_water = models.DateTimeField(null=True, blank=True, help_text="How far back it has come.")
    started_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    pages = models.PositiveIntegerField(default=0)
    requests = models.PositiveIntegerField(default=0)
    seen = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    set_aside = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hub", "number"], name="crawl_number_once"),
            models.UniqueConstraint(
                fields=["hub", "kind"], condition=Q(state="running"), name="crawl_one_running_per_kind"
            ),
            models.CheckConstraint(
                condition=Q(state="running", finished_at__isnull=True)
                | (~Q(state="running") & Q(finished_at__isnull=False)),
                name="crawl_finished_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(error=""), name="crawl_failed_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number} of {self.hub} ({self.state})"


class Budget(models.Model):
    """What a hub still allows one account in the window under way. All workers share the row."""

    hub = models.CharField(max_length=20)
    account = models.CharField(max_length=12, help_text="Of the token, a part of its hash; or anonymous.")
    bucket = models.CharField(max_length=20)
    limit = models.PositiveIntegerField(help_text="Requests per window.")
    window = models.PositiveIntegerField(help_text="Seconds.")
    remaining = models.IntegerField()
    resets_at = models.DateTimeField()
    blocked_until = models.DateTimeField(null=True, blank=True, help_text="Told to wait until then.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hub", "account", "bucket"], name="budget_once"),
        ]

    def __str__(self) -> str:
        return f"{self.hub} {self.bucket} of {self.account}: {self.remaining} of {self.limit}"


class SetAside(models.Model):
    """An item of a hub's list that could not be read. It never stops the rest, and names no model.

    `digest` is of its key and the reason where it has a key, else of the raw text: the same item is one row.
    """

    hub = models.CharField(max_length=20)
    key = models.CharField(max_length=100, blank=True, help_text="The hub's id, if it could be read.")
    repo_id = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)
    raw = models.TextField(blank=True, help_text="As it came, cut to 8 KB.")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "set aside"
        constraints = [
            models.UniqueConstraint(fields=["hub", "digest"], name="setaside_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="setaside_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.hub} {self.repo_id or self.key or self.digest[:12]}: {self.reason}"


class HubState(models.Model):
    """How a hub answers. Nobody asks before `retry_at`; then one does, and all others wait for its answer."""

    class State(models.TextChoices):
        OK = "ok"
        UNREACHABLE = "unreachable"
        UNAUTHORIZED = "unauthorized", "unauthorized: our token is refused"
        NOT_CONFIGURED = "not_configured", "not configured"
        LIMITED = "limited", "limited: we were told to wait"

    hub = models.CharField(max_length=20, primary_key=True)
    state = models.CharField(max_length=20, choices=State, default=State.OK)
    reason = models.CharField(max_length=300, blank=True)
    warning = models.CharField(
        max_length=300, blank=True, help_text="What a person should look at, such as a sweep not believed."
    )
    account = models.CharField(max_length=12, blank=True, help_text="Whose token was refused.")
    since = models.DateTimeField(help_text="In this state.")
    last_ok_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0, help_text="In a row.")
    minute_failures = models.PositiveIntegerField(default=0, help_text="Since minute_began.")
    minute_began = models.DateTimeField(null=True, blank=True)
    retry_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.hub}: {self.state}"

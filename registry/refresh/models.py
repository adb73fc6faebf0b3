"""How the hubs are followed: crawls, budgets, what was set aside, how each hub answers; and cited links."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower


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


class LinkCheck(models.Model):
    """An address that evidence cites, and what became of it: one row, however many facts cite it.

    Kept of the page are its title and digests of its plain text; a passage only where the license of the page
    allows it to be quoted (quotable.py). It changes no fact: a lost proof marks its facts (stale.py).
    """

    class State(models.TextChoices):
        UNCHECKED = "unchecked", "not checked yet"
        ALIVE = "alive", "answers with the text it had"
        CHANGED = "changed", "answers with another text"
        GONE = "gone", "gone: not found on several days"
        UNREACHABLE = "unreachable", "no usable answer, which says nothing of the page"
        REFUSED = "refused", "not an address that is opened from here"

    digest = models.CharField(max_length=64, unique=True, help_text="sha256 of the address.")
    url = models.CharField(max_length=2000)
    host = models.CharField(max_length=255)
    state = models.CharField(max_length=12, choices=State, default=State.UNCHECKED)
    status = models.PositiveSmallIntegerField(null=True, blank=True, help_text="HTTP status, if any came.")
    reason = models.CharField(max_length=300, blank=True, help_text="Why there was no answer, a sentence.")
    title = models.CharField(max_length=300, blank=True)
    first_text = models.CharField(max_length=64, blank=True, help_text="sha256 of the text as first read.")
    last_text = models.CharField(max_length=64, blank=True, help_text="The same, as last read.")
    quotes = models.JSONField(
        default=dict, blank=True, help_text="By digest of the quote: found, lost (was found), or not_found."
    )
    quote_found = models.BooleanField(null=True, blank=True, help_text="All of them; null: cannot be told.")
    passage = models.TextField(blank=True, help_text="What surrounds the first quote, cut to 2,000.")
    passage_license = models.CharField(max_length=150, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    alive_at = models.DateTimeField(null=True, blank=True, help_text="Last time it answered.")
    due_at = models.DateTimeField(null=True, blank=True, help_text="Null: not cited any more.")
    failures = models.PositiveIntegerField(default=0, help_text="In a row.")
    first_failed_at = models.DateTimeField(null=True, blank=True)
    missing_days = models.PositiveSmallIntegerField(default=0, help_text="Days on which it was not found.")
    missing_on = models.DateField(null=True, blank=True, help_text="The last of them.")
    archived_url = models.CharField(max_length=2200, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True, help_text="Of when the copy is.")
    archive_due_at = models.DateTimeField(null=True, blank=True, help_text="Null: nothing to ask for.")
    archive_tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(url__startswith="https://") | Q(url__startswith="http://"),
                name="linkcheck_is_http",
            ),
            models.CheckConstraint(
                condition=Q(failures=0, first_failed_at__isnull=True)
                | (Q(failures__gt=0) & Q(first_failed_at__isnull=False)),
                name="linkcheck_failing_since",
            ),
            models.CheckConstraint(
                condition=~Q(state="gone") | Q(missing_days__gte=2), name="linkcheck_gone_on_several_days"
            ),
            models.CheckConstraint(
                condition=Q(passage="") | ~Q(passage_license=""), name="linkcheck_passage_may_be_quoted"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="linkcheck_due", condition=Q(due_at__isnull=False)),
            models.Index(fields=["state", "id"], name="linkcheck_state"),
            models.Index(
                fields=["archive_due_at"], name="linkcheck_archive", condition=Q(archive_due_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.url} ({self.state})"


class Look(models.Model):
    """What opening an address showed that somebody is about to cite: one row, however many ask.

    It changes no fact and proves nothing: people see at once whether the page answers.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "not looked at yet"
        ANSWERED = "answered"
        SILENT = "silent", "no answer, which says nothing of the page"
        REFUSED = "refused", "not an address that is opened from here"

    digest = models.CharField(max_length=64, unique=True, help_text="sha256 of the address.")
    url = models.CharField(max_length=2000)
    host = models.CharField(max_length=255)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    status = models.PositiveSmallIntegerField(null=True, blank=True, help_text="HTTP status, if any came.")
    reason = models.CharField(max_length=300, blank=True, help_text="Why there was no answer, a sentence.")
    title = models.CharField(max_length=300, blank=True)
    license = models.CharField(max_length=1000, blank=True, help_text="Expression; what a known hub states.")
    files = models.PositiveIntegerField(null=True, blank=True, help_text="In a repository of a known hub.")
    asked_at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["host", "asked_at"], condition=Q(state="waiting"), name="look_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.url} ({self.state})"


class Wanted(models.Model):
    """A repository on a hub that somebody wants drafted, and what came of it."""

    class State(models.TextChoices):
        WAITING = "waiting", "the hub was not read yet"
        DRAFTED = "drafted"
        NOT_VISIBLE = "not_visible", "not found, or not shown to everybody"
        REFUSED = "refused", "it cannot be drafted, for the reason given"

    hub = models.CharField(max_length=20)
    repo_id = models.CharField(max_length=200, help_text="As first asked for.")
    path = models.CharField(max_length=300, help_text="Under which it is listed once it is drafted.")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "wanted"
        constraints = [models.UniqueConstraint(F("hub"), Lower("repo_id"), name="wanted_once")]

    def __str__(self) -> str:
        return f"{self.hub}:{self.repo_id} ({self.state})"

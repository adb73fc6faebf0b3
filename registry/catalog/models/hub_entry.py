"""Where models live on the hubs, and what became of them there."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from registry.catalog.models.model import AIModel

OF_MODELS = "huggingface"  # the hub whose repositories are models


class HubEntry(models.Model):
    """A model's page on one hub, known by the hub's own immutable key once it has been read.

    On the hub of models a repository is one model. Elsewhere it is what a source cites for a model: several
    models may cite it, each with an entry of its own (`cited_as`); `repo_id` stays the name that is cited.
    """

    class State(models.TextChoices):
        CLAIMED = "claimed", "claimed by a source, not read yet"
        PUBLIC = "public"
        GATED = "gated"
        ARCHIVED = "archived", "archived: open to read, closed to changes"
        CLOSED = "closed", "closed or under embargo: no file can be downloaded"
        DISABLED = "disabled"
        NOT_VISIBLE = "not_visible", "not visible: missing, private or deleted"
        GONE = "gone", "gone: not shown on two days"

    # There, or no longer there, and nobody can read it: what it showed before supports no fact now.
    SHUT = frozenset({State.DISABLED, State.NOT_VISIBLE, State.GONE})

    hub = models.CharField(max_length=20)
    repo_id = models.CharField(max_length=200)
    hub_key = models.CharField(max_length=100, blank=True)
    model = models.ForeignKey(AIModel, models.CASCADE, related_name="hub_entries")
    cited_as = models.CharField(max_length=240, blank=True)  # whose citation, on hubs of other things
    state = models.CharField(max_length=20, choices=State, default=State.CLAIMED)
    commit = models.CharField(max_length=64, blank=True)
    downloads = models.BigIntegerField(default=0)
    likes = models.BigIntegerField(default=0)
    hub_modified_at = models.DateTimeField(null=True, blank=True)
    etag = models.CharField(max_length=200, blank=True)  # of the answer it was last read from
    checked_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=300, blank=True)
    seen_in = models.PositiveIntegerField(default=0)  # number of the sweep that last saw it
    missing_since = models.DateField(null=True, blank=True)  # the hub showed it before this day
    card_commit = models.CharField(max_length=64, blank=True)  # the commit at which its card was read
    weights = models.BooleanField(null=True, blank=True)  # whether it had weight files; None: nobody said

    class Meta:
        verbose_name_plural = "hub entries"
        constraints = [
            models.UniqueConstraint(
                fields=["hub", "hub_key", "cited_as"], condition=~Q(hub_key=""), name="hubentry_hub_key_once"
            ),
            models.UniqueConstraint(F("hub"), Lower("repo_id"), F("cited_as"), name="hubentry_repo_id_once"),
            models.CheckConstraint(
                condition=Q(hub=OF_MODELS, cited_as="") | (~Q(hub=OF_MODELS) & ~Q(cited_as="")),
                name="hubentry_cited_elsewhere",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hub}:{self.repo_id}"

    @property
    def is_shut(self) -> bool:
        return self.state in self.SHUT

    @property
    def is_cited(self) -> bool:
        """Whether its repository is no model, but cited for one."""
        return self.hub != OF_MODELS


def citation_key(model_id: int, repo_id: str) -> str:
    """What tells the entries of one repository apart: `cited_as`."""
    return f"{model_id}:{repo_id.lower()}"


class EntryEvent(models.Model):
    """What happened to a hub entry as a whole, with the day it was seen; never changed, never deleted.

    Values of single facts are not here: observations hold them, the first of which is the day it was listed.
    Absence is told as what it is: `missing` after one look, `gone` after a second on another day.
    """

    class Kind(models.TextChoices):
        RENAMED = "renamed"
        GATED = "gated"
        UNGATED = "ungated"
        PRIVATE = "private"
        VISIBLE = "visible", "visible again"
        DISABLED = "disabled", "disabled by the hub"
        ENABLED = "enabled", "enabled again"
        WEIGHTS_REMOVED = "weights_removed", "weight files removed"
        WEIGHTS_RETURNED = "weights_returned", "weight files added"
        MISSING = "missing", "not shown any more"
        GONE = "gone", "not shown on a second day"
        RETURNED = "returned", "shown again"
        REPLACED = "replaced", "another repository stands at its path"

    entry = models.ForeignKey(HubEntry, models.CASCADE, related_name="events")
    at = models.DateTimeField()
    kind = models.CharField(max_length=20, choices=Kind)
    before = models.CharField(max_length=200, blank=True)
    after = models.CharField(max_length=200, blank=True)
    commit = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["entry", "-at", "-pk"]
        indexes = [models.Index(fields=["entry", "-at"], name="entryevent_entry_at")]

    def __str__(self) -> str:
        return f"{self.kind} on {self.at:%Y-%m-%d}"

"""What hubs said, where they contradict the record, and marks that change no value."""

from django.db import models
from django.db.models import Q

from registry.catalog.models import AIModel, HubEntry


class Observation(models.Model):
    """The fact-relevant part of what a hub said, kept each time it changed; facts are derived from it."""

    entry = models.ForeignKey(HubEntry, models.CASCADE, related_name="observations")
    sequence = models.PositiveIntegerField()
    commit = models.CharField(max_length=64, blank=True)
    fetched_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    said = models.JSONField()  # hubs.snapshot.Snapshot.relevant()
    # Weight files were there in an earlier observation and are not in this complete list of files.
    weights_removed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "sequence"], name="observation_sequence_once"),
        ]
        ordering = ["entry", "-sequence"]

    def __str__(self) -> str:
        return f"{self.entry_id} at {self.commit[:12]}"


class Drift(models.Model):
    """A hub contradicts a reviewed or imported fact; until closed, the less open of the two counts.

    `before` is the last observation that agreed with the record, and none if no hub ever confirmed it.
    """

    class State(models.TextChoices):
        OPEN = "open"
        GONE = "gone", "the hub says again what the record says"
        ACCEPTED = "accepted", "a review took the hub's value"
        KEPT = "kept", "a review kept the record"

    class Reason(models.TextChoices):
        """How the hub contradicts the record."""

        STATED = "stated", "the hub states another value"
        WEIGHTS_REMOVED = "weights_removed", "the weight files were removed"
        DISABLED = "disabled", "the hub disabled the repository"
        REPOSITORY_GONE = "repository_gone", "the repository is gone"

    model = models.ForeignKey(AIModel, models.CASCADE, related_name="drifts")
    component = models.CharField(max_length=40)
    qualifier = models.CharField(max_length=40, blank=True)
    facet = models.CharField(max_length=20)  # license, availability or gate
    recorded = models.CharField(max_length=1000)
    observed = models.CharField(max_length=1000)
    reason = models.CharField(max_length=20, choices=Reason, default=Reason.STATED)
    before = models.ForeignKey(Observation, models.PROTECT, null=True, blank=True, related_name="+")
    observation = models.ForeignKey(Observation, models.PROTECT, related_name="drifts")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    # A review answered this value of the hub: as long as the hub goes on saying it, no new drift opens.
    settles = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["model", "component", "qualifier", "facet"],
                condition=Q(state="open"),
                name="drift_one_open",
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True)
                | (~Q(state="open") & Q(closed_at__isnull=False)),
                name="drift_closed_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(settles=False) | Q(state="kept"), name="drift_settled_by_review"
            ),
        ]
        indexes = [models.Index(fields=["state", "-id"], name="drift_state_newest")]

    def __str__(self) -> str:
        return f"{self.component} {self.facet}: {self.recorded} -> {self.observed}"


class Mark(models.Model):
    """A mark on a finding that changes no value: contested or stale.

    `details` of a stale one: `links`, the proofs that are lost (marks.LostProof), at most ten.
    """

    class Kind(models.TextChoices):
        CONTESTED = "contested"
        STALE = "stale"

    model = models.ForeignKey(AIModel, models.CASCADE, related_name="marks")
    component = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.CharField(max_length=300, blank=True)
    details = models.JSONField(default=dict, blank=True)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["model", "component", "kind"], name="mark_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.component}"

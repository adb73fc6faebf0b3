"""What people and the machines did, kept as it happened."""

from django.db import models
from django.db.models import Q

from registry.accounts.models.user import User


class Seal(models.Model):
    """One link of the chain over all events: a digest of a batch of them and of the link before."""

    number = models.PositiveIntegerField(unique=True)
    count = models.PositiveIntegerField()
    prev_sha = models.CharField(max_length=64, blank=True)  # empty in the first only
    sha = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1, count__gte=1), name="seal_counts_from_one"),
            models.CheckConstraint(
                condition=Q(number=1, prev_sha="") | (Q(number__gt=1) & ~Q(prev_sha="")),
                name="seal_follows_another",
            ),
        ]

    def __str__(self) -> str:
        return f"seal {self.number} over {self.count}"


class Event(models.Model):
    """One act of a person, or one machine run: who did what to which thing, and when.

    Written once by `events.note`. Afterwards the database lets happen to it two things only: its batch is
    sealed, and `because`, the one text in words, is taken down; the seal is over the digest of that text.
    """

    at = models.DateTimeField()
    actor = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="events")
    about = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="events_about")
    role = models.CharField(max_length=12, blank=True)  # the role that allowed it
    verb = models.CharField(max_length=60)
    target = models.CharField(max_length=300, blank=True)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    details = models.JSONField(default=dict, blank=True)  # codes, ids and values; no name of a person
    because = models.TextField(blank=True)
    because_sha = models.CharField(max_length=64, blank=True)
    via = models.CharField(max_length=10, blank=True)  # page, api, command, system
    request_id = models.CharField(max_length=64, blank=True)
    seal = models.ForeignKey(Seal, models.PROTECT, null=True, blank=True, related_name="events")

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["verb", "-at"], name="event_verb_at"),
            models.Index(fields=["target", "-id"], name="event_target"),
            models.Index(fields=["id"], condition=Q(seal__isnull=True), name="event_unsealed"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.target}".strip()

"""What people tell the curators of, and words that were refused once."""

from django.db import models
from django.db.models import Q

from registry.accounts.models import User


class Report(models.Model):
    """Somebody says that something here should not stand. Kept after the thing itself has gone.

    `kind` and `key` name the thing, `address` is where it was seen. Who reported is known to curators only.
    """

    class Category(models.TextChoices):
        SPAM = "spam"
        ABUSE = "abuse"
        PERSONAL = "personal"
        COPYRIGHT = "copyright"
        WRONG = "wrong"
        OTHER = "other"

    class Outcome(models.TextChoices):
        KEPT = "kept"
        ACTED = "acted"

    kind = models.CharField(max_length=20)  # reports.KINDS
    key = models.CharField(max_length=300)
    address = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="reports")
    category = models.CharField(max_length=10, choices=Category)
    text = models.TextField(max_length=1000, blank=True)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key", "by"],
                condition=Q(settled_at__isnull=True, by__isnull=False),
                name="report_once_per_person",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "key"], name="report_of_thing"),
            models.Index(fields=["id"], condition=Q(settled_at__isnull=True), name="report_open"),
        ]

    def __str__(self) -> str:
        return f"{self.category}: {self.kind} {self.key}"


class RefusedText(models.Model):
    """The digest (wording.digest) of a text that was discarded or taken down: the same again is held."""

    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest[:12]

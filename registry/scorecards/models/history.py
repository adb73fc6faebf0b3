"""History: revisions chained by digest, and the sequence that readers follow."""

from django.db import models
from django.db.models import Q

from registry.accounts.models import User
from registry.catalog.models import AIModel, Dataset
from registry.scorecards.models.scorecard import Profile


class Revision(models.Model):
    """One step in the history of a model's scorecard or of a dataset, chained to the step before it.

    `digest` is over the previous digest and this revision's own content (history.py: seal), so that a
    changed or removed revision shows.
    """

    class Cause(models.TextChoices):
        HUB = "hub"
        BASE = "base"
        IMPORT = "import"
        REVIEW = "review"
        RULES = "rules"

    model = models.ForeignKey(AIModel, models.PROTECT, null=True, blank=True, related_name="revisions")
    dataset = models.ForeignKey(Dataset, models.PROTECT, null=True, blank=True, related_name="revisions")
    model_path = models.CharField(max_length=300)  # as it was then: a rename does not break the chain
    number = models.PositiveIntegerField()
    cause = models.CharField(max_length=10, choices=Cause)
    actor = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="revisions")
    at = models.DateTimeField()
    profile_before = models.ForeignKey(Profile, models.PROTECT, null=True, related_name="+")
    profile_after = models.ForeignKey(Profile, models.PROTECT, null=True, related_name="+")
    introduced_digest = models.CharField(max_length=64, blank=True)  # over the digests of evidence introduced
    retired_digest = models.CharField(max_length=64, blank=True)
    previous_digest = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["model", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["model", "number"], name="revision_number_once"),
            models.UniqueConstraint(fields=["dataset", "number"], name="revision_number_once_of_dataset"),
            models.CheckConstraint(
                condition=Q(model__isnull=False, dataset__isnull=True, profile_after__isnull=False)
                | Q(model__isnull=True, dataset__isnull=False, profile_after__isnull=True),
                name="revision_of_model_or_dataset",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="revision_number_from_1"),
            models.CheckConstraint(
                condition=Q(number=1, previous_digest="") | (Q(number__gt=1) & ~Q(previous_digest="")),
                name="revision_chained",
            ),
        ]

    def __str__(self) -> str:
        return f"r{self.number} of {self.model_path}"


class Acceptance(models.Model):
    """One person's approval of what a revision brought: who stands behind it beside its author."""

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="acceptances")
    reviewer = models.ForeignKey(User, models.PROTECT, related_name="acceptances")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["revision", "reviewer"], name="acceptance_once")]

    def __str__(self) -> str:
        return f"{self.revision_id} accepted by {self.reviewer_id}"


class Change(models.Model):
    """A growing sequence of "this model's badge may have changed", written with the change itself.

    No model: every badge may have changed (new rules were judged).
    """

    model = models.ForeignKey(AIModel, models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.pk}: {self.model_id}"

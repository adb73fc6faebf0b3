"""Findings that a curator alone set back at once, which a second person has to confirm."""

from django.db import models
from django.db.models import Q

from registry.accounts.models import User
from registry.assessments.models.assessment import Assessment
from registry.scorecards.models import Revision


class EmergencyRevert(models.Model):
    """What one assessment published was set back by one curator; undone unless confirmed by `due_at`."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="emergency_reverts")
    by = models.ForeignKey(User, models.PROTECT, related_name="emergency_reverts")
    at = models.DateTimeField()
    because = models.TextField(max_length=2000)
    findings = models.JSONField()  # the keys that were set back
    revision = models.OneToOneField(Revision, models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_revision = models.OneToOneField(Revision, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment"],
                condition=Q(confirmed_at__isnull=True, undone_at__isnull=True),
                name="emergencyrevert_one_open",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False, undone_at__isnull=True),
                name="emergencyrevert_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=models.F("by")),
                name="emergencyrevert_confirmed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} set back by {self.by_id}"

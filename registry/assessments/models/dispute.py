"""A challenge to one published finding, what was answered to it, and how it was decided."""

from django.db import models
from django.db.models import Q

from registry.accounts.models import User
from registry.assessments.ids import new_id
from registry.assessments.models.assessment import Assessment
from registry.catalog.models import AIModel
from registry.scorecards.models import Evidence

STANDING = ("open", "acknowledged", "in_response", "escalated")


class Dispute(models.Model):
    """Somebody holds that one finding is wrong. It marks the finding and changes no value.

    `evidence` is what the record said when it was opened. `respond_until`: maker and author may answer until
    then; `decidable_at`: when both had answered, or their time was up. `assessment`: what was opened because
    the challenge was upheld. A text that was taken down leaves its reason in `blanked_because`.
    """

    class State(models.TextChoices):
        OPEN = "open"
        ACKNOWLEDGED = "acknowledged"
        IN_RESPONSE = "in_response"
        ESCALATED = "escalated"
        UPHELD = "resolved_upheld"
        DISMISSED = "resolved_dismissed"
        WITHDRAWN = "withdrawn"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    model = models.ForeignKey(AIModel, models.PROTECT, related_name="disputes")
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="disputes")
    component = models.CharField(max_length=40)
    qualifier = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="disputes")
    reason = models.TextField(max_length=3000, blank=True)
    citations = models.JSONField(default=list)  # as in ProposedFact
    state = models.CharField(max_length=20, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    respond_until = models.DateTimeField(null=True, blank=True)
    decidable_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    because = models.TextField(max_length=3000, blank=True)  # of the decision
    assessment = models.ForeignKey(
        Assessment, models.PROTECT, null=True, blank=True, related_name="of_disputes"
    )
    blanked_because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["by", "model", "component", "qualifier"],
                condition=Q(state__in=STANDING),
                name="dispute_one_standing_per_finding",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[*STANDING, "withdrawn", "resolved_upheld", "resolved_dismissed"],
                ),
                name="dispute_state_listed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["resolved_upheld", "resolved_dismissed"], resolved_at__isnull=False)
                | ~Q(state__in=["resolved_upheld", "resolved_dismissed"]),
                name="dispute_resolved_has_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(state="resolved_upheld") | Q(assessment__isnull=False),
                name="dispute_upheld_opens_an_assessment",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "opened_at"], name="dispute_state"),
            models.Index(fields=["model", "state"], name="dispute_of_model"),
        ]

    def __str__(self) -> str:
        return f"{self.state} dispute of {self.component} of {self.model_id}"


class Answer(models.Model):
    """What an author of a disputed finding says to the challenge. The maker's answer is a Reply."""

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="answers")
    by = models.ForeignKey(User, models.PROTECT, related_name="answers")
    text = models.TextField(max_length=3000, blank=True)
    at = models.DateTimeField()
    blanked_because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["dispute", "by"], name="answer_once")]

    def __str__(self) -> str:
        return f"answer of {self.by_id} to {self.dispute_id}"


class Vote(models.Model):
    """What one curator holds of an escalated challenge; two of one mind decide."""

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="votes")
    curator = models.ForeignKey(User, models.PROTECT, related_name="dispute_votes")
    upheld = models.BooleanField()
    because = models.TextField(max_length=3000)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["dispute", "curator"], name="vote_once")]

    def __str__(self) -> str:
        return f"vote of {self.curator_id} on {self.dispute_id}"

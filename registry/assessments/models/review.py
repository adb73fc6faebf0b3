"""What a reviewer judged of an assessment, and what a look at its citations showed."""

from django.db import models
from django.db.models import Q

from registry.accounts.models import User
from registry.assessments.models.assessment import Assessment


class Review(models.Model):
    """One act of one reviewer about one content in one round. Kept as written, but for words taken down."""

    class Verdict(models.TextChoices):
        APPROVE = "approve"
        ASK = "ask"
        REJECT = "reject"

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(User, models.PROTECT, related_name="reviews")
    content_sha = models.CharField(max_length=64)
    round = models.PositiveIntegerField()
    verdict = models.CharField(max_length=10, choices=Verdict)
    text = models.TextField(max_length=5000, blank=True)
    coi_declared = models.BooleanField(default=False)
    marks = models.JSONField(default=dict, blank=True)  # {"final-weights": {"mark": "accept", "text": ""}}
    blanked_because = models.CharField(max_length=200, blank=True)  # why text and marks were taken down
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "reviewer", "content_sha", "round"],
                condition=Q(verdict="approve"),
                name="review_one_approval_per_reviewer",
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=["approve", "ask", "reject"]), name="review_verdict_listed"
            ),
            models.CheckConstraint(
                condition=~Q(verdict="approve") | Q(coi_declared=False),
                name="review_approved_without_conflict",
            ),
            models.CheckConstraint(
                condition=Q(verdict="approve") | ~Q(text="") | ~Q(blanked_because=""),
                name="review_says_why_not",
            ),
        ]
        indexes = [models.Index(fields=["reviewer", "-at"], name="review_of_reviewer")]

    def __str__(self) -> str:
        return f"{self.verdict} of {self.assessment_id} by {self.reviewer_id}"


class CitationSeen(models.Model):
    """What a look at one cited address showed. Rows are only added: the newest counts."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="citations_seen")
    url = models.CharField(max_length=2000)
    asked_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True, blank=True)  # null: no answer
    reason = models.CharField(max_length=300, blank=True)  # why there was none
    final_url = models.CharField(max_length=2000, blank=True)
    title = models.CharField(max_length=300, blank=True)
    digest = models.CharField(max_length=64, blank=True)  # of the text of the page
    is_text = models.BooleanField(default=False)
    quotes = models.JSONField(default=dict, blank=True)  # {sha256 of a quote: "found" or "not_found"}
    archived = models.BooleanField(default=False)  # the address is that of a citation's archived copy

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "citations seen"

    def __str__(self) -> str:
        return f"{self.status or 'no answer'} {self.url}"

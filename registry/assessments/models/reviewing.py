"""What helps a reviewer and decides nothing: marks of a review under way, the order of the queue, keys."""

from django.db import models
from django.db.models import Q

from registry.accounts.models import User
from registry.assessments.models.assessment import Assessment


class KeptMark(models.Model):
    """How one reviewer marked one finding of a review that is not handed in. Seen by nobody else.

    It counts for one content: what the author changes has to be looked at again.
    """

    reviewer = models.ForeignKey(User, models.CASCADE, related_name="kept_marks")
    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="kept_marks")
    key = models.CharField(max_length=90)  # final-weights, or final-weights[vae]
    content_sha = models.CharField(max_length=64)
    mark = models.CharField(max_length=10, blank=True)  # "": only a text was typed so far
    text = models.TextField(max_length=5000, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reviewer", "assessment", "key"], name="keptmark_once_per_finding"
            ),
            models.CheckConstraint(
                condition=Q(mark__in=["", "accept", "ask", "reject"]), name="keptmark_listed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mark} {self.key} by {self.reviewer_id}"


class Stakes(models.Model):
    """What would change if an assessment were accepted as it is: computed once for each content."""

    assessment = models.OneToOneField(Assessment, models.CASCADE, primary_key=True, related_name="stakes")
    content_sha = models.CharField(max_length=64)
    flips = models.PositiveSmallIntegerField()  # headline definitions whose outcome would be another
    changes = models.PositiveSmallIntegerField()  # definitions of any kind whose result would be another
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "stakes"

    def __str__(self) -> str:
        return f"{self.flips} of {self.assessment_id}"


class KeysOff(models.Model):
    """A person who wants no single-letter keys on the pages of reviews."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="keys_off")

    class Meta:
        verbose_name_plural = "keys off"

    def __str__(self) -> str:
        return f"no keys for {self.user_id}"

"""What somebody typed into the form and is no proposed fact: kept as it came, for them alone."""

from django.db import models

from registry.accounts.models import User
from registry.catalog.models import AIModel


class Typed(models.Model):
    """The fields of one step of the form as one person typed them. Nothing follows from them."""

    class Because(models.TextChoices):
        UNREAD = "unread", "something in it cannot be read yet"
        SKIPPED = "skipped", "the step was skipped"
        SIGNED_OUT = "signed_out", "it arrived after the session had ended"
        LATE = "late", "the assessment had changed meanwhile"

    user = models.ForeignKey(User, models.CASCADE, related_name="typed")
    model = models.ForeignKey(AIModel, models.CASCADE, related_name="+")
    step = models.CharField(max_length=40)
    because = models.CharField(max_length=12, choices=Because)
    fields = models.JSONField(default=dict)  # {"final-weights.url": "htp://…"}
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "typed"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "model", "step", "because"], name="typed_once_per_step_and_reason"
            )
        ]
        indexes = [models.Index(fields=["user", "-at"], name="typed_of_user")]

    def __str__(self) -> str:
        return f"{self.because} {self.step} of {self.user_id}"

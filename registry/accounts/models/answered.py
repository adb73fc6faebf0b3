"""What was answered to programs that may ask the same again because an answer got lost."""

from django.db import models

from registry.accounts.models.user import User


class Answered(models.Model):
    """A request that a person's program named with a key of its own, and what came of it.

    Nothing that was said is kept: a digest of the request, the status, and the id of what it made or changed.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    key = models.CharField(max_length=128)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)  # 0 only inside the transaction that sets it
    target = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "answered"
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="answered_once_per_key")]
        indexes = [models.Index(fields=["at"], name="answered_at")]

    def __str__(self) -> str:
        return f"{self.status} {self.target}"

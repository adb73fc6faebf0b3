"""People, and what they and the machines did."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A person. Our own model from the first migration, so that it can grow."""


class Event(models.Model):
    """One act of a person, or one machine run: who did what to which thing, and when."""

    at = models.DateTimeField()
    actor = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="events")
    verb = models.CharField(max_length=60)
    target = models.CharField(max_length=300, blank=True)
    details = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["verb", "-at"], name="event_verb_at")]

    def __str__(self) -> str:
        return f"{self.verb} {self.target}".strip()

"""Switches of the whole site."""

from django.db import models
from django.db.models import Q


class Switch(models.Model):
    """What an admin turned on or off for everybody, and why. A switch without a row is off."""

    class Name(models.TextChoices):
        READ_ONLY = "read_only"  # nothing is written by anybody
        DENY_LOGIN = "deny_login"  # read only, and nobody is signed in
        SIGNUPS_CLOSED = "signups_closed"

    name = models.CharField(max_length=20, choices=Name.choices, primary_key=True)
    on = models.BooleanField()
    because = models.CharField(max_length=500)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)  # it goes off by itself then

    class Meta:
        verbose_name_plural = "switches"
        constraints = [
            models.CheckConstraint(
                condition=Q(name__in=["read_only", "deny_login", "signups_closed"]), name="switch_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {'on' if self.on else 'off'}"

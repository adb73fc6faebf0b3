"""Log-ins and their like: the only place where addresses of computers stand, and for 90 days."""

from django.db import models

from registry.accounts.models.user import User


class SecurityEvent(models.Model):
    """Something about the safety of an account happened, from this address. Forgotten after 90 days."""

    user = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="security_events")
    at = models.DateTimeField()
    verb = models.CharField(max_length=60)  # login, login.failed, password.changed
    address = models.GenericIPAddressField(null=True, blank=True)
    agent = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["at"], name="security_event_at")]

    def __str__(self) -> str:
        return f"{self.verb} {self.at:%Y-%m-%d}"

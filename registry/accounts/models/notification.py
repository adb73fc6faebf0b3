"""What people are told."""

from django.db import models
from django.db.models import Q

from registry.accounts.models.user import User


class Notification(models.Model):
    """One message to one person. `key` names what happened, so that nobody is told the same thing twice.

    `details` holds codes and values, no sentence: pages and mails say it in the reader's language.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=40)  # drift_opened
    key = models.CharField(max_length=100)  # drift:4711:opened
    target = models.CharField(max_length=300, blank=True)  # path of the model it is about
    details = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="notification_told_once")]
        indexes = [
            models.Index(fields=["user"], condition=Q(read_at__isnull=True), name="notification_unread"),
            models.Index(fields=["at"], condition=Q(mailed_at__isnull=True), name="notification_to_mail"),
        ]

    def __str__(self) -> str:
        return f"{self.key} to {self.user_id}"

"""What people are told."""

from django.db import models
from django.db.models import Q

from registry.accounts.models.user import User


class Notification(models.Model):
    """One message to one person. `key` names what happened, so that nobody is told the same thing twice.

    `details` holds codes and values, no sentence: pages and mails say it in the reader's language.
    """

    class Channel(models.TextChoices):
        """How it is told besides the list on the site."""

        SITE = "site"  # not at all
        NOW = "now"  # by a mail of its own
        DIGEST = "digest"  # in the next daily mail

    user = models.ForeignKey(User, models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=40)  # drift_opened
    key = models.CharField(max_length=100)  # drift:4711:opened
    target = models.CharField(max_length=300, blank=True)  # path of the model it is about
    details = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField()
    must = models.BooleanField(default=False)  # about the safety of the account: cannot be switched off
    channel = models.CharField(max_length=6, choices=Channel, default=Channel.SITE)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="notification_told_once"),
            models.CheckConstraint(
                condition=Q(channel__in=["site", "now", "digest"]), name="notification_channel_listed"
            ),
        ]
        indexes = [
            models.Index(fields=["user"], condition=Q(read_at__isnull=True), name="notification_unread"),
            models.Index(
                fields=["user", "at"],
                condition=Q(mailed_at__isnull=True) & ~Q(channel="site"),
                name="notification_to_mail",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} to {self.user_id}"

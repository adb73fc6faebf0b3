"""API tokens as rows: what may be known of one without its text."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q

from registry.accounts.models.user import User


class Token(models.Model):
    """A token of one person. Its text is kept nowhere: `digest` is how it is found again."""

    class Scope(models.TextChoices):
        READ = "read"
        ASSESS = "assess"

    class Because(models.TextChoices):
        """Why a token is over."""

        OWNER = "owner"
        EXPIRED = "expired"
        FOUND = "found"  # by a scanner, in a public place
        PASSWORD = "password"
        ACCOUNT = "account"  # shut, or its owner's rights were taken

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    last = models.CharField(max_length=4)  # characters, to tell it from others
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_because = models.CharField(max_length=10, choices=Because, blank=True)

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"], condition=Q(revoked_at=None), name="token_one_of_a_name"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="token_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return f"token …{self.last}"

    @property
    def event_name(self) -> str:
        """How events name it: without what its owner calls it, as events are kept for good."""
        return f"token {self.pk}"

    @property
    def may_assess(self) -> bool:
        return self.Scope.ASSESS in self.scopes

    @property
    def ended_at(self) -> datetime:
        """When it was over, or will be."""
        return min(self.revoked_at or self.expires_at, self.expires_at)

    def is_good(self, now: datetime) -> bool:
        """Whether it opens something now, if its owner may come in."""
        return now < self.ended_at

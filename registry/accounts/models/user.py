"""People with an account."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q


class User(AbstractUser):
    """A person; or what is left of one who went, so that what was reviewed keeps its author: a tombstone.

    What somebody may do stands in no column here: rights are computed from rows at the moment of use.
    """

    class Mail(models.TextChoices):
        """How mails about what happened are wanted; those about the safety of the account always come."""

        NOW = "now"
        DIGEST = "digest"
        OFF = "off"

    class Theme(models.TextChoices):
        AUTO = ""
        LIGHT = "light"
        DARK = "dark"

    display_name = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=5, blank=True)  # empty: as the page or the browser has it
    theme = models.CharField(max_length=5, choices=Theme, blank=True, default=Theme.AUTO)
    mail = models.CharField(max_length=6, choices=Mail, default=Mail.NOW)
    # Signed into the private addresses of feeds and of links in mails: one more, and the old ones are void.
    feed_number = models.PositiveIntegerField(default=0)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta(AbstractUser.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(deleted_at__isnull=True) | Q(is_active=False, email="", display_name=""),
                name="user_tombstone_says_nothing",
            )
        ]

    @property
    def shown_name(self) -> str:
        """What pages call this person; empty for a deleted account, which pages name in their language."""
        return "" if self.deleted_at else self.display_name or self.username

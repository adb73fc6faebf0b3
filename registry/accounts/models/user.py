"""People with an account."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from registry.accounts import handles


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
    # What is left of the name when what is easily mistaken counts as one; names alike are not given twice.
    skeleton = models.CharField(max_length=150, blank=True, editable=False, db_index=True)
    epoch = models.PositiveIntegerField(default=0)  # stands in every session: one more, and all have ended
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(Lower("username"), name="user_name_in_any_case"),
            models.CheckConstraint(
                condition=Q(deleted_at__isnull=True) | Q(is_active=False, email="", display_name=""),
                name="user_tombstone_says_nothing",
            ),
        ]

    def save(self, *args: Any, **options: Any) -> None:
        self.skeleton = handles.skeleton(self.username)
        super().save(*args, **options)

    def get_session_auth_hash(self) -> str:
        return f"{super().get_session_auth_hash()}.{self.epoch}"

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        for found in super().get_session_auth_fallback_hash():
            yield f"{found}.{self.epoch}"

    @property
    def shown_name(self) -> str:
        """What pages call this person; empty for a deleted account, which pages name in their language."""
        return "" if self.deleted_at else self.display_name or self.username

"""Accounts that are held to be one person's."""

from django.db import models
from django.db.models import F, Q

from registry.accounts.models.user import User


class AccountLink(models.Model):
    """Two accounts that a curator holds to be one person, the lower number first."""

    a = models.ForeignKey(User, models.PROTECT, related_name="+")
    b = models.ForeignKey(User, models.PROTECT, related_name="+")
    because = models.CharField(max_length=500)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["a", "b"], name="account_link_once"),
            models.CheckConstraint(condition=Q(a__lt=F("b")), name="account_link_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.a_id} is {self.b_id}"

"""Roles that people were given, and who is proposed for one."""

from django.db import models
from django.db.models import Q

from registry.accounts.models.user import User


class Granted(models.TextChoices):
    """Roles that are given by people. Everybody else's rights follow from an account and its address."""

    REVIEWER = "reviewer"
    CURATOR = "curator"
    ADMIN = "admin"


LISTED = Q(role__in=Granted.values)


class Grant(models.Model):
    """A person was given a role, until it is revoked. One open grant per person and role."""

    user = models.ForeignKey(User, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=12, choices=Granted)
    # Whoever gave it last; nobody when an operator of the installation did.
    granted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="grants_given")
    granted_at = models.DateTimeField()
    because = models.CharField(max_length=500, blank=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="grants_taken")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role"], condition=Q(revoked_at__isnull=True), name="grant_one_open"
            ),
            models.CheckConstraint(condition=LISTED, name="grant_role_listed"),
            models.CheckConstraint(
                condition=Q(granted_by__isnull=True) | ~Q(granted_by=models.F("user")),
                name="grant_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} for {self.user_id}"


class Nomination(models.Model):
    """Somebody proposed a person for a role; another has to confirm. One open per person and role."""

    user = models.ForeignKey(User, models.CASCADE, related_name="nominations")
    role = models.CharField(max_length=12, choices=Granted)
    by = models.ForeignKey(User, models.CASCADE, related_name="nominations_made")
    at = models.DateTimeField()
    because = models.CharField(max_length=500)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role"], condition=Q(closed_at__isnull=True), name="nomination_one_open"
            ),
            models.CheckConstraint(condition=LISTED, name="nomination_role_listed"),
            models.CheckConstraint(condition=~Q(by=models.F("user")), name="nomination_by_another"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} proposed as {self.role}"

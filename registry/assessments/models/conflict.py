"""Ties between people and makers that are known before anybody judges."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from registry.accounts.models import User
from registry.catalog.models import Organization


class DeclaredConflict(models.Model):
    """A person says of themselves that they have ties to a maker, from then on until they end it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="declared_conflicts")
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organization"],
                condition=Q(ended_at__isnull=True),
                name="declaredconflict_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} and {self.organization_id}"


class MakerDomain(models.Model):
    """A mail domain of a maker: who has a verified address there has ties to it."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="mail_domains")
    domain = models.CharField(max_length=253)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "domain"], name="makerdomain_once"),
            models.CheckConstraint(condition=Q(domain=Lower("domain")), name="makerdomain_is_lower"),
        ]

    def __str__(self) -> str:
        return f"{self.domain} of {self.organization_id}"

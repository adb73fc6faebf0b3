"""Who speaks for an organization, and how that was proved."""

from django.db import models
from django.db.models import Q

from registry.accounts.models import User
from registry.assessments.ids import new_id
from registry.catalog.models import Organization


class Claim(models.Model):
    """A person says that they speak for an organization, and is to prove it by a file on its hub.

    The file is named by `code` and holds `token` and nothing else. Neither is a secret: they prove something
    only for this person and this organization.
    """

    class Outcome(models.TextChoices):
        VERIFIED = "verified"
        WITHDRAWN = "withdrawn"
        EXPIRED = "expired"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="claims")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="claims")
    code = models.CharField(max_length=12)
    token = models.CharField(max_length=60, unique=True)
    repository = models.CharField(max_length=200, blank=True)  # where the file is to be looked for
    begun_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)  # the person says that it is there now
    checked_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=30, blank=True)  # why the last look proved nothing, as a code
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organization"], condition=Q(closed_at__isnull=True), name="claim_one_open"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="") | Q(closed_at__isnull=False) & ~Q(outcome=""),
                name="claim_closed_has_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"claim of {self.organization_id} by {self.user_id}"


class MakerLink(models.Model):
    """A person speaks for an organization. Gives rights only for a day after it was last seen to hold.

    `shown` is where: the repository that holds the file, or the name of the account at the hub.
    """

    class Proof(models.TextChoices):
        FILE = "file", "a file on the hub"
        MEMBERSHIP = "membership", "membership in the organization on the hub"

    class Ending(models.TextChoices):
        """Why it no longer holds."""

        LOST = "lost", "the proof is gone"
        RESIGNED = "resigned", "ended by the person"
        ENDED = "ended", "ended by a curator"
        ACCOUNT = "account", "the account is gone"

    user = models.ForeignKey(User, models.CASCADE, related_name="maker_links")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="maker_links")
    proof = models.CharField(max_length=10, choices=Proof)
    claim = models.OneToOneField(Claim, models.CASCADE, null=True, blank=True, related_name="link")
    shown = models.CharField(max_length=200)
    verified_at = models.DateTimeField()
    checked_at = models.DateTimeField()
    trouble = models.CharField(max_length=30, blank=True)  # why the last look could not be made, as a code
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=10, choices=Ending, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organization"], condition=Q(ended_at__isnull=True), name="makerlink_one_open"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_because="")
                | Q(ended_at__isnull=False) & ~Q(ended_because=""),
                name="makerlink_ended_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(proof="file") | Q(claim__isnull=False), name="makerlink_file_has_its_claim"
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization"], condition=Q(ended_at__isnull=True), name="makerlink_of_organization"
            ),
            models.Index(
                fields=["checked_at"], condition=Q(ended_at__isnull=True), name="makerlink_to_check"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} speaks for {self.organization_id}"

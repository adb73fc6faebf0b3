"""Stored facts with their provenance, and what others publish about a model."""

from django.db import models
from django.db.models import Q

from registry.catalog.models import AIModel, Dataset, Family, Organization
from registry.scorecards.models.history import Revision


class Provenance(models.Model):
    """Where a batch of facts was taken from: a file of a published source at a commit."""

    origin = models.CharField(max_length=30)  # mot, osai
    project = models.CharField(max_length=200)
    commit = models.CharField(max_length=64)
    file = models.CharField(max_length=300)
    license = models.CharField(max_length=60)
    attribution = models.CharField(max_length=500)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["origin", "commit", "file"], name="provenance_once"),
        ]

    def __str__(self) -> str:
        return f"{self.project}@{self.commit[:7]} {self.file}"


class Evidence(models.Model):
    """One stored fact about a model or a dataset. Immutable but for the revision that retires it.

    `component` is a component slug or, with `qualifier` empty and `value` set, the key of a release fact.
    `details` holds the facets that are rarely stated (stored.py writes and reads them). `digest` is over the
    facets and the digests of note and quotes, so that either text can be blanked and history still verifies.
    The database refuses every other change, and a reviewed fact without proof.
    """

    class Source(models.TextChoices):
        IMPORT = "import"
        REVIEW = "review"

    model = models.ForeignKey(AIModel, models.PROTECT, null=True, blank=True, related_name="evidence")
    dataset = models.ForeignKey(Dataset, models.PROTECT, null=True, blank=True, related_name="evidence")
    component = models.CharField(max_length=40)
    qualifier = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=10, choices=Source)
    origin = models.CharField(max_length=30)  # mot, osai, review
    availability = models.CharField(max_length=20, blank=True)
    coverage = models.CharField(max_length=10, blank=True)
    gate = models.CharField(max_length=20, blank=True)
    license = models.CharField(max_length=1000, blank=True)
    value = models.CharField(max_length=500, blank=True)
    details = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    blanked_because = models.CharField(max_length=200, blank=True)  # why the note was taken down
    citation_count = models.PositiveSmallIntegerField(default=0)
    provenance = models.ForeignKey(Provenance, models.PROTECT, null=True, related_name="evidence")
    assessed_on = models.CharField(max_length=10, blank=True)
    digest = models.CharField(max_length=64)
    introduced = models.ForeignKey(Revision, models.PROTECT, related_name="introduced")
    retired = models.ForeignKey(Revision, models.PROTECT, null=True, blank=True, related_name="retired")

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [
            models.UniqueConstraint(
                fields=["model", "component", "qualifier", "source", "origin"],
                condition=Q(retired__isnull=True),
                name="evidence_one_in_force",
            ),
            models.UniqueConstraint(
                fields=["dataset", "component", "qualifier", "source", "origin"],
                condition=Q(retired__isnull=True),
                name="evidence_one_in_force_of_dataset",
            ),
            models.CheckConstraint(
                condition=Q(model__isnull=False, dataset__isnull=True)
                | Q(model__isnull=True, dataset__isnull=False),
                name="evidence_of_model_or_dataset",
            ),
            models.CheckConstraint(
                condition=~Q(availability="") & Q(value="") | Q(availability="") & ~Q(value=""),
                name="evidence_component_or_release_fact",
            ),
            models.CheckConstraint(
                condition=~Q(availability="released") | Q(gate="none"), name="evidence_released_has_no_gate"
            ),
            models.CheckConstraint(
                condition=~Q(availability="released_gated")
                | Q(gate__in=["clickthrough", "registration", "approval", "payment"]),
                name="evidence_gated_names_its_gate",
            ),
            models.CheckConstraint(
                condition=~Q(coverage="none") | Q(availability="withheld"), name="evidence_none_is_withheld"
            ),
            models.CheckConstraint(
                condition=~Q(source="import") | Q(provenance__isnull=False),
                name="evidence_import_has_provenance",
            ),
            models.CheckConstraint(
                condition=~Q(source="review") | Q(availability="unknown") | Q(citation_count__gte=1),
                name="evidence_reviewed_has_proof",
            ),
        ]
        indexes = [models.Index(fields=["model", "component"], name="evidence_model_component")]

    def __str__(self) -> str:
        return f"{self.component} of {self.model_id or f'dataset {self.dataset_id}'}"


class Citation(models.Model):
    """One proof of one piece of evidence. The quote can be blanked with a reason; the digest stays."""

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="citations")
    position = models.PositiveSmallIntegerField()
    url = models.CharField(max_length=2000)
    quote = models.TextField(blank=True)
    accessed_on = models.CharField(max_length=10, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    locator = models.CharField(max_length=200, blank=True)  # page, line or section
    archive_url = models.CharField(max_length=2000, blank=True)
    blanked_because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["evidence", "position"]
        constraints = [
            models.UniqueConstraint(fields=["evidence", "position"], name="citation_position_once"),
            models.CheckConstraint(
                condition=Q(url__startswith="https://") | Q(url__startswith="http://"),
                name="citation_is_http",
            ),
            models.CheckConstraint(
                condition=Q(archive_url="")
                | Q(archive_url__startswith="https://")
                | Q(archive_url__startswith="http://"),
                name="citation_archive_is_http",
            ),
        ]

    def __str__(self) -> str:
        return self.url


class ExternalRating(models.Model):
    """A result somebody else publishes, quoted and never computed.

    It is about exactly one of a model, a family or an organization. `edition` is the source's own name of an
    edition that stands beside its others; `rated_on` an ISO date, or year and month, as published.
    """

    model = models.ForeignKey(AIModel, models.CASCADE, null=True, related_name="external_ratings")
    family = models.ForeignKey(Family, models.CASCADE, null=True, related_name="external_ratings")
    organization = models.ForeignKey(Organization, models.CASCADE, null=True, related_name="external_ratings")
    origin = models.CharField(max_length=30)
    edition = models.CharField(max_length=30, blank=True)
    subject = models.CharField(max_length=200)  # the name under which the source rates it
    dimension = models.CharField(max_length=60)
    value = models.CharField(max_length=60, blank=True)
    rated_on = models.CharField(max_length=10, blank=True)
    links = models.JSONField(default=list)
    provenance = models.ForeignKey(Provenance, models.PROTECT, related_name="ratings")

    class Meta:
        constraints = [
            # One for each kind of subject: a database takes two empty columns for different ones.
            *(
                models.UniqueConstraint(
                    fields=[about, "origin", "edition", "subject", "dimension"],
                    condition=Q(**{f"{about}__isnull": False}),
                    name=f"externalrating_{about}_once",
                )
                for about in ("model", "family", "organization")
            ),
            models.CheckConstraint(
                condition=Q(model__isnull=False, family__isnull=True, organization__isnull=True)
                | Q(model__isnull=True, family__isnull=False, organization__isnull=True)
                | Q(model__isnull=True, family__isnull=True, organization__isnull=False),
                name="externalrating_about_one_subject",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.origin} {self.dimension}: {self.value}"

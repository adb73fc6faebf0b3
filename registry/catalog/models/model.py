"""What is listed: organizations, families, AI models and the paths they had before."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from registry.catalog.lookalikes import SkeletonField


class Organization(models.Model):
    """Who makes or publishes models. `slug` is the first part of their models' paths."""

    slug = models.CharField(max_length=120, unique=True)
    name = models.CharField(max_length=200)
    is_known = models.BooleanField(default=False, help_text="Named by more than its own page on a hub.")
    skeleton = SkeletonField(max_length=120, editable=False, default="")
    resembles = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="lookalikes",
        help_text="A known organization whose name looks the same.",
    )

    class Meta:
        ordering = ["slug"]
        indexes = [models.Index(fields=["skeleton"], name="organization_skeleton")]

    def __str__(self) -> str:
        return self.name


class Family(models.Model):
    """A line of releases under one name, such as Pythia or Llama 3.1."""

    slug = models.CharField(max_length=120, unique=True)
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["slug"]
        verbose_name_plural = "families"

    def __str__(self) -> str:
        return self.name


class AIModel(models.Model):
    """One model. `path` is its hub id in lower case, or `~org/name` for an entry on no hub."""

    path = models.CharField(max_length=300, unique=True)
    name = models.CharField(max_length=200)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="models")
    family = models.ForeignKey(Family, models.SET_NULL, null=True, blank=True, related_name="models")
    modality = models.CharField(max_length=20, blank=True)
    size = models.CharField(max_length=60, blank=True, help_text="As stated by its source, such as 7B.")
    released_on = models.CharField(max_length=10, blank=True, help_text="ISO date, or year and month.")
    hidden = models.BooleanField(default=False, help_text="Kept out of lists, such as a test record.")
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = "AI model"
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                condition=Q(path__contains="/") & ~Q(path__contains=" ") & Q(path=Lower("path")),
                name="aimodel_path_is_lower_org_slash_name",
            ),
        ]

    def __str__(self) -> str:
        return self.path


class Alias(models.Model):
    """An old path of a model: pages answer 301, badges are served."""

    path = models.CharField(max_length=300, unique=True)
    model = models.ForeignKey(AIModel, models.CASCADE, related_name="aliases")

    class Meta:
        verbose_name_plural = "aliases"

    def __str__(self) -> str:
        return self.path

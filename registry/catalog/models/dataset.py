"""Datasets, and which models used them at which stage."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from registry.catalog.models.model import AIModel, Organization


class Dataset(models.Model):
    """A body of data that models are trained or measured on. What is known of it is evidence."""

    path = models.CharField(max_length=300, unique=True)
    name = models.CharField(max_length=200)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="datasets")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                condition=Q(path__contains="/") & ~Q(path__contains=" ") & Q(path=Lower("path")),
                name="dataset_path_is_lower_org_slash_name",
            ),
        ]

    def __str__(self) -> str:
        return self.path


class DatasetUse(models.Model):
    """A model used a dataset at a stage, as somebody says. A name nobody has listed has no dataset."""

    class Stage(models.TextChoices):
        PRETRAINING = "pretraining"
        FINETUNING = "finetuning"
        PREFERENCE = "preference"
        EVALUATION = "evaluation"
        UNKNOWN = "unknown", "not stated"

    class Source(models.TextChoices):
        DECLARED = "declared", "declared by the card"
        IMPORTED = "imported"
        CURATED = "curated"

    model = models.ForeignKey(AIModel, models.CASCADE, related_name="dataset_uses")
    dataset = models.ForeignKey(Dataset, models.SET_NULL, null=True, blank=True, related_name="uses")
    dataset_path = models.CharField(max_length=300)
    stage = models.CharField(max_length=20, choices=Stage, default=Stage.UNKNOWN)
    source = models.CharField(max_length=20, choices=Source)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["model", "dataset_path", "stage"], name="datasetuse_once"),
        ]
        indexes = [
            models.Index(
                fields=["dataset_path"], condition=Q(dataset__isnull=True), name="datasetuse_waiting_for"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dataset_path} for {self.stage}"

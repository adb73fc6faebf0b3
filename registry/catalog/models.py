"""What is listed: organizations, families, AI models, and where they live on the hubs."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower


class Organization(models.Model):
    """Who makes or publishes models. `slug` is the first part of their models' paths."""

    slug = models.CharField(max_length=120, unique=True)
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["slug"]

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


class HubEntry(models.Model):
    """A model's page on one hub, known by the hub's own immutable key once it has been read."""

    class State(models.TextChoices):
        CLAIMED = "claimed", "claimed by a source, not read yet"
        PUBLIC = "public"
        GATED = "gated"
        DISABLED = "disabled"
        NOT_VISIBLE = "not_visible", "not visible: missing, private or deleted"

    hub = models.CharField(max_length=20)
    repo_id = models.CharField(max_length=200)
    hub_key = models.CharField(max_length=100, blank=True)
    model = models.ForeignKey(AIModel, models.CASCADE, related_name="hub_entries")
    state = models.CharField(max_length=20, choices=State, default=State.CLAIMED)
    commit = models.CharField(max_length=64, blank=True)
    downloads = models.BigIntegerField(default=0)
    likes = models.BigIntegerField(default=0)
    hub_modified_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "hub entries"
        constraints = [
            models.UniqueConstraint(
                fields=["hub", "hub_key"], condition=~Q(hub_key=""), name="hubentry_hub_key_once"
            ),
            models.UniqueConstraint(F("hub"), Lower("repo_id"), name="hubentry_repo_id_once"),
        ]

    def __str__(self) -> str:
        return f"{self.hub}:{self.repo_id}"


class BaseLink(models.Model):
    """A model was made from another: an adapter, a merge, a quantization or a finetune of it.

    `parent_path` is kept as stated, whatever becomes of the parent; see `state`.
    """

    class Relation(models.TextChoices):
        FINETUNE = "finetune"
        ADAPTER = "adapter"
        MERGE = "merge"
        QUANTIZED = "quantized"

    class Source(models.TextChoices):
        DECLARED = "declared", "declared by the card"
        INFERRED = "inferred", "relation inferred by the hub"
        CURATED = "curated"

    class State(models.TextChoices):
        """What became of the parent. Facts come only over a link that is listed or renamed."""

        LISTED = "listed"
        RENAMED = "renamed", "listed under another path now"
        MISSING = "missing", "not listed here"
        ITSELF = "itself", "names itself"
        CYCLE = "cycle", "the parent was made from this model"

    child = models.ForeignKey(AIModel, models.CASCADE, related_name="bases")
    parent = models.ForeignKey(AIModel, models.SET_NULL, null=True, blank=True, related_name="derivatives")
    parent_path = models.CharField(max_length=300)
    relation = models.CharField(max_length=20, choices=Relation)
    source = models.CharField(max_length=20, choices=Source)
    closes_cycle = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child", "parent_path"], name="baselink_child_parent_once"),
        ]
        indexes = [
            models.Index(fields=["parent", "relation"], name="baselink_parent_relation"),
            models.Index(
                fields=["parent_path"], condition=Q(parent__isnull=True), name="baselink_waiting_for"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.relation} of {self.parent_path}"

    @property
    def state(self) -> "BaseLink.State":
        """Reads the parent's path."""
        if self.parent is None:
            return self.State.MISSING
        if self.parent_id == self.child_id:
            return self.State.ITSELF
        if self.closes_cycle:
            return self.State.CYCLE
        return self.State.LISTED if self.parent.path == self.parent_path else self.State.RENAMED


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

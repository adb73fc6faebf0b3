"""Which model was made from which, as somebody states it."""

from django.db import models
from django.db.models import Q

from registry.catalog.models.model import AIModel


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

"""What people say beside the facts: official replies of makers, and comments."""

from django.db import models
from django.db.models import Q

from registry.accounts.models import User
from registry.assessments.ids import new_id
from registry.assessments.models.assessment import Assessment
from registry.assessments.models.dispute import Dispute
from registry.catalog.models import AIModel, Organization


class Reply(models.Model):
    """An official statement of the maker: of the model, of one finding, or to one dispute.

    Printed word for word and never edited. It can only be taken down, with a reason that everybody reads.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    model = models.ForeignKey(AIModel, models.PROTECT, related_name="replies")
    component = models.CharField(max_length=40, blank=True)
    qualifier = models.CharField(max_length=40, blank=True)
    dispute = models.ForeignKey(Dispute, models.PROTECT, null=True, blank=True, related_name="replies")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="replies")
    by = models.ForeignKey(User, models.PROTECT, related_name="replies")
    text = models.TextField(max_length=3000, blank=True)
    at = models.DateTimeField()
    blanked_because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "replies"
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") | ~Q(blanked_because=""), name="reply_says_something"
            ),
            models.CheckConstraint(
                condition=Q(dispute__isnull=True) | ~Q(component=""),
                name="reply_to_dispute_names_its_finding",
            ),
        ]
        indexes = [models.Index(fields=["model", "component"], name="reply_of_model")]

    def __str__(self) -> str:
        return f"reply of {self.organization_id} on {self.model_id}"


class Comment(models.Model):
    """A remark on a model, or on one assessment of it, in Markdown.

    `held_because` hides it until a curator has looked; a deleted or taken down one keeps its place. Its
    author's level when it was written decides whether its links can be pressed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    model = models.ForeignKey(AIModel, models.PROTECT, related_name="comments")
    assessment = models.ForeignKey(Assessment, models.PROTECT, null=True, blank=True, related_name="comments")
    by = models.ForeignKey(User, models.PROTECT, related_name="comments")
    text = models.TextField(max_length=5000, blank=True)
    digest = models.CharField(max_length=64)  # wording.digest of the text
    links = models.BooleanField(default=False)
    at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    held_because = models.CharField(max_length=200, blank=True)
    blanked_because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["model", "id"], name="comment_of_model"),
            models.Index(fields=["assessment", "id"], name="comment_of_assessment"),
            models.Index(fields=["by", "-id"], name="comment_of_author"),
            models.Index(fields=["id"], condition=~Q(held_because=""), name="comment_held"),
        ]

    def __str__(self) -> str:
        return f"comment by {self.by_id} on {self.model_id}"


class EarlierComment(models.Model):
    """What a comment said before it was edited."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="earlier")
    text = models.TextField(max_length=5000, blank=True)
    until = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.comment_id} until {self.until}"

"""An assessment: the facts a person proposes for one model, and where they stand."""

from django.db import models
from django.db.models import Q

from registry.accounts.models import User
from registry.assessments.ids import new_id
from registry.catalog.models import AIModel
from registry.scorecards.models import Evidence, Revision


class Assessment(models.Model):
    """Facts that a person proposes for one model. `workflow` alone moves it from state to state.

    `version` grows with every write, `moves` with every change of state, which each have one event.
    `content_sha` is over what is proposed, `round` grows whenever the author hands it in (anew): an approval
    counts for one content in one round.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        SUBMITTED = "submitted"
        QUARANTINED = "quarantined"
        CHANGES_REQUESTED = "changes_requested"
        CONFLICTED = "conflicted"
        PUBLISHED = "published"
        REJECTED = "rejected"
        WITHDRAWN = "withdrawn"
        EXPIRED = "expired"

    class Origin(models.TextChoices):
        """What it began from."""

        EDIT = "edit"
        REVERT = "revert"
        DRIFT = "drift"
        PREFILL = "prefill"

    class Coi(models.TextChoices):
        """What the author answered when asked for ties to the maker."""

        NONE = "none", "no ties to the maker"
        DECLARED = "declared", "ties to the maker"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    model = models.ForeignKey(AIModel, models.PROTECT, related_name="assessments")
    author = models.ForeignKey(User, models.PROTECT, related_name="assessments")
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    moves = models.PositiveIntegerField(default=0)
    round = models.PositiveIntegerField(default=0)
    content_sha = models.CharField(max_length=64)
    needed = models.PositiveSmallIntegerField(default=1)
    needed_because = models.JSONField(default=list, blank=True)  # codes of what asks for a second approval
    two_asked = models.BooleanField(default=False)  # it was opened as one that two have to approve
    coi_answer = models.CharField(max_length=10, choices=Coi, blank=True)
    coi_note = models.CharField(max_length=500, blank=True)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.EDIT)
    summary = models.TextField(max_length=2000, blank=True)
    # Of a conflict: per finding what was, what the record says now, what is proposed (proposals/merge.py).
    conflicts = models.JSONField(default=list, blank=True)
    # What an automatic rule saw in it, or who asked for it to be held, as codes.
    held_because = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    moved_at = models.DateTimeField()  # when it came into the state it is in
    warned_at = models.DateTimeField(null=True, blank=True)  # that it will expire
    closed_at = models.DateTimeField(null=True, blank=True)
    revision = models.OneToOneField(
        Revision, models.PROTECT, null=True, blank=True, related_name="assessment"
    )
    reverts = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="reverted_by_assessments"
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "draft",
                        "submitted",
                        "quarantined",
                        "changes_requested",
                        "conflicted",
                        "published",
                        "rejected",
                        "withdrawn",
                        "expired",
                    ]
                ),
                name="assessment_state_listed",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["published", "rejected", "withdrawn", "expired"], closed_at__isnull=False
                )
                | Q(
                    state__in=["draft", "submitted", "quarantined", "changes_requested", "conflicted"],
                    closed_at__isnull=True,
                ),
                name="assessment_closed_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(state="published", revision__isnull=False)
                | (~Q(state="published") & Q(revision__isnull=True)),
                name="assessment_published_has_its_revision",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"])
                | (Q(submitted_at__isnull=False, round__gte=1) & ~Q(coi_answer="")),
                name="assessment_handed_in_with_an_answer",
            ),
            models.CheckConstraint(condition=Q(needed__gte=1, needed__lte=2), name="assessment_needs_1_or_2"),
            models.CheckConstraint(
                condition=~Q(origin="revert") | Q(reverts__isnull=False), name="assessment_revert_of_another"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "submitted_at"], name="assessment_queue"),
            models.Index(fields=["author", "-id"], name="assessment_of_author"),
            models.Index(fields=["model", "state"], name="assessment_of_model"),
        ]

    def __str__(self) -> str:
        return f"{self.state} assessment of {self.model_id} by {self.author_id}"


class CoAuthor(models.Model):
    """Somebody who wrote a part of it, and so may not judge it."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="co_authors")
    user = models.ForeignKey(User, models.PROTECT, related_name="co_authored")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "user"], name="coauthor_once")]

    def __str__(self) -> str:
        return f"{self.user_id} of {self.assessment_id}"


class ProposedFact(models.Model):
    """One proposed fact. `component` is a component slug or the key of a release fact, as in Evidence.

    `base` is the reviewed evidence in force when it was written, none if there was none. `fact` and
    `citations` hold it in the form of proposals/proposed.py. `seen` is what counted of this finding when the
    author looked, whoever said so: it is shown, and nothing follows from it.
    """

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="facts")
    component = models.CharField(max_length=40)
    qualifier = models.CharField(max_length=40, blank=True)
    base = models.ForeignKey(Evidence, models.PROTECT, null=True, blank=True, related_name="proposals")
    seen = models.JSONField(default=dict, blank=True)
    retract = models.BooleanField(default=False)
    fact = models.JSONField(default=dict)
    citations = models.JSONField(default=list, blank=True)
    note = models.TextField(max_length=2000, blank=True)
    blanked_because = models.CharField(max_length=200, blank=True)  # note or quotes were taken down

    class Meta:
        ordering = ["assessment", "component", "qualifier"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "component", "qualifier"], name="proposedfact_once_per_finding"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.component} in {self.assessment_id}"

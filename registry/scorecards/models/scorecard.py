"""The scorecard of a model, the profile it falls into, and the verdicts on that profile."""

from django.db import models
from django.db.models import Q

from registry.catalog.models import AIModel


class Definition(models.Model):
    """One rule set as it was in force: its id and the digest of everything that can change a verdict."""

    slug = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    in_force_from = models.DateTimeField()

    class Meta:
        ordering = ["slug", "-in_force_from"]
        indexes = [models.Index(fields=["slug", "-in_force_from"], name="definition_slug_from")]

    def __str__(self) -> str:
        return f"{self.slug} {self.digest[:12]}"


class Profile(models.Model):
    """A distinct combination of the facts that verdicts may read. Never changed, never deleted."""

    key = models.CharField(max_length=64, unique=True)
    facts = models.JSONField()
    # The 16 headline states, one letter each, in the order of the bars (openness/headlines.py).
    fingerprint = models.CharField(max_length=16)

    def __str__(self) -> str:
        return self.key[:12]


class Verdict(models.Model):
    """What one definition, as of one digest, says of one profile. Never deleted: history joins to it."""

    profile = models.ForeignKey(Profile, models.PROTECT, related_name="verdicts")
    definition = models.ForeignKey(Definition, models.PROTECT, related_name="verdicts")
    outcome = models.CharField(max_length=30, blank=True)
    level = models.CharField(max_length=60, blank=True)
    could_reach = models.CharField(max_length=60, blank=True)
    score_low = models.FloatField(null=True)
    score_high = models.FloatField(null=True)
    points = models.PositiveSmallIntegerField(default=0)  # a score shown in points: of how many
    basis = models.CharField(max_length=10)
    body = models.JSONField()  # openness.verdict.Verdict.as_dict()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile", "definition"], name="verdict_once"),
            models.CheckConstraint(
                condition=Q(score_low__isnull=True, score_high__isnull=True)
                | Q(score_low__lte=models.F("score_high")),
                name="verdict_score_range",
            ),
            models.CheckConstraint(
                condition=Q(basis__in=["reviewed", "imported", "observed"]), name="verdict_basis_listed"
            ),
        ]
        indexes = [
            models.Index(fields=["definition", "outcome", "profile"], name="verdict_outcome"),
            models.Index(fields=["definition", "level", "profile"], name="verdict_level"),
        ]

    def __str__(self) -> str:
        return f"{self.definition_id}: {self.outcome or self.level}"


class Scorecard(models.Model):
    """Where one model stands now. `rank` (downloads x 2^31 + model number) orders every list."""

    class State(models.TextChoices):
        """The strongest layer the scorecard's facts come from."""

        DRAFT = "draft", "machine draft"
        IMPORTED = "imported"
        REVIEWED = "reviewed"

    model = models.OneToOneField(AIModel, models.CASCADE, primary_key=True, related_name="scorecard")
    profile = models.ForeignKey(Profile, models.PROTECT, related_name="scorecards")
    state = models.CharField(max_length=10, choices=State)
    license = models.CharField(max_length=1000, blank=True)  # of the final weights, effective
    rank = models.BigIntegerField(unique=True)
    first_at = models.DateTimeField()  # when the first facts arrived
    changed_at = models.DateTimeField()  # when the profile or the evidence last changed
    # Copies of what the catalog says of the model, so that lists read one table (listed.py writes them).
    hidden = models.BooleanField(default=False)
    modality = models.CharField(max_length=20, blank=True)
    size = models.PositiveSmallIntegerField(default=0)  # listed.SIZES, 0 when nobody stated it
    released_on = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "imported", "reviewed"]), name="scorecard_state_listed"
            ),
        ]
        indexes = [
            models.Index(fields=["profile", "modality", "-rank"], name="scorecard_profile_modality"),
            models.Index(fields=["profile", "-rank"], name="scorecard_profile_rank"),
            models.Index(
                fields=["-rank"], name="scorecard_vouched", condition=Q(hidden=False) & ~Q(state="draft")
            ),
            models.Index(fields=["-released_on", "-rank"], name="scorecard_newest"),
            models.Index(fields=["-changed_at", "-model"], name="scorecard_changed"),
        ]

    def __str__(self) -> str:
        return f"scorecard of {self.model_id}"

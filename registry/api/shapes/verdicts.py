"""Verdicts as the API prints them: codes for programs, and the words of pages and badges for people."""

from functools import cache
from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from registry.badges import words
from registry.openness import components, definitions
from registry.openness.facts import Origin
from registry.openness.verdict import ClauseResult, Outcome, Reason
from registry.scorecards.queries import VerdictBrief, VerdictChange, VerdictRow

ORIGINS = [origin.value for origin in Origin]
TRUTH = {"T": "true", "F": "false", "U": "unknown", "-": "skipped"}


class Score(serializers.Serializer[tuple[float, float]]):
    """Bounds of a score from 0 to 1, unrounded; they are equal when nothing is unknown."""

    low = serializers.FloatField()
    high = serializers.FloatField()

    def to_representation(self, instance: tuple[float, float]) -> dict[str, float]:
        return {"low": instance[0], "high": instance[1]}


@extend_schema_serializer(component_name="VerdictBrief")
class Brief(serializers.Serializer[VerdictBrief]):
    """The result of one definition."""

    outcome = serializers.ChoiceField(
        choices=[outcome.value for outcome in Outcome if outcome.value],
        allow_blank=True,
        help_text="Empty where a ladder or a score only says where a model stands.",
    )
    level = serializers.CharField(allow_blank=True, help_text="The level or class reached, else empty.")
    could_reach = serializers.CharField(
        allow_blank=True, help_text="The best level that unknown facts still leave possible, else empty."
    )
    score = Score(allow_null=True)
    points = serializers.IntegerField(
        help_text="Of how many points, where the score is shown in points; else 0."
    )
    basis = serializers.ChoiceField(
        choices=ORIGINS,
        help_text="The weakest origin of the facts that this result needs.",
    )
    unreviewed = serializers.SerializerMethodField(
        help_text="True when the result rests on facts that nobody has reviewed here."
    )
    label = serializers.SerializerMethodField(  # type: ignore[assignment]
        help_text='The result as pages and badges say it. What rests on a machine draft reads "Not assessed".'
    )

    def get_unreviewed(self, row: VerdictBrief) -> bool:
        return words.unreviewed(row.basis)

    def get_label(self, row: VerdictBrief) -> str:
        return words.label(row)


@extend_schema_serializer(component_name="Reason")
class ReasonShape(serializers.Serializer[Reason]):
    """Why one term came out as it did: one component or release fact, and what was found of it."""

    code = serializers.CharField()
    value = serializers.SerializerMethodField(
        "truth", help_text="true, false or unknown: what this made of its term."
    )
    component = serializers.CharField(
        allow_blank=True, help_text="A component, or the key of a release fact."
    )
    qualifier = serializers.CharField(allow_blank=True)
    params = serializers.DictField(child=serializers.CharField())
    text = serializers.SerializerMethodField(help_text="The same in words.")

    def truth(self, reason: Reason) -> str:
        return TRUTH.get(reason.value, reason.value)

    def get_text(self, reason: Reason) -> str:
        return words.reason(reason)


@extend_schema_serializer(component_name="Clause")
class ClauseShape(serializers.Serializer[ClauseResult]):
    """One clause, level, dimension or component slot of a definition, and what decided it."""

    id = serializers.CharField()
    label = serializers.SerializerMethodField()  # type: ignore[assignment]
    value = serializers.SerializerMethodField("truth", help_text="true, false, unknown or skipped.")
    info = serializers.BooleanField(help_text="Shown, but never decides.")
    low = serializers.FloatField(allow_null=True, help_text="Lower bound of a dimension's score.")
    high = serializers.FloatField(allow_null=True, help_text="Upper bound of a dimension's score.")
    reasons = ReasonShape(many=True)

    def truth(self, clause: ClauseResult) -> str:
        return TRUTH.get(clause.value, clause.value)

    def get_label(self, clause: ClauseResult) -> str:
        definition: str = self.context.get("definition", "")
        return labels(definition).get(clause.id, clause.id)


@extend_schema_serializer(component_name="Verdict")
class Full(Brief):
    """The result of one definition with everything that decided it."""

    definition = serializers.CharField()
    title = serializers.CharField()
    short = serializers.CharField()
    sentence = serializers.SerializerMethodField(help_text="What decides the result, in one sentence.")
    progress = serializers.DictField(
        child=serializers.FloatField(),
        source="body.progress",
        help_text="Model Openness Framework only: percent of each class (1, 2, 3), unrounded.",
    )
    clauses = serializers.SerializerMethodField()
    missing = ReasonShape(
        many=True,
        source="body.missing",
        help_text="What stands between these facts and a better result: unknown terms, then failed ones.",
    )

    def get_sentence(self, row: VerdictRow) -> str:
        return words.sentence(row.body)

    @extend_schema_field(ClauseShape(many=True))
    def get_clauses(self, row: VerdictRow) -> list[dict[str, Any]]:
        clauses: Any = row.body.clauses
        return list(ClauseShape(clauses, many=True, context={"definition": row.definition}).data)


def labels(definition_id: str) -> dict[str, str]:
    """The names of a definition's clauses, levels and dimensions by id; components for the rest."""
    return _labels(definitions.shipped().get(definition_id))


@cache
def _labels(definition: definitions.Definition | None) -> dict[str, str]:
    named = {component.slug: component.name for component in components.ALL.values()}
    if definition:
        named |= {clause.id: clause.label for clause in definition.clauses}
        named |= {level.id: level.label for level in definition.levels}
        named |= {dimension.id: dimension.label for dimension in definition.dimensions}
        named |= {row["id"]: row["name"] for row in definition.table.get("component", ())}
    return named


class Changed(serializers.Serializer[VerdictChange]):
    """A verdict that a revision changed."""

    definition = serializers.CharField()
    before = Brief(allow_null=True)
    after = Brief()

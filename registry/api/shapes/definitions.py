"""Definitions as the API prints them, rules included."""

from collections.abc import Iterable
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from registry.openness.definitions import Definition
from registry.scorecards.queries import ResultCount


class DefinitionBrief(serializers.Serializer[Definition]):
    """One definition of openness."""

    id = serializers.CharField()
    title = serializers.CharField()
    short = serializers.CharField(help_text="As badges and table heads name it.")
    version = serializers.CharField()
    status = serializers.CharField()
    shape = serializers.ChoiceField(choices=["all_of", "ladder", "graded", "mof"])
    summary = serializers.CharField()
    effective_from = serializers.CharField(
        allow_blank=True, help_text="The day from which it holds; empty where its text names none."
    )
    effective_until = serializers.CharField(
        allow_blank=True, help_text="The last day on which it held; empty while it does."
    )
    supersedes = serializers.CharField(allow_blank=True, help_text="The definition it took the place of.")
    superseded_by = serializers.CharField(allow_blank=True, help_text="The definition that took its place.")
    digest = serializers.CharField(help_text="Changes with anything a verdict may depend on.")


class Part(serializers.Serializer[Any]):
    """A clause, a level of a ladder (highest first), a dimension of a score, or a component of a class."""

    kind = serializers.ChoiceField(choices=["clause", "level", "dimension", "component"])
    id = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    category = serializers.CharField(allow_blank=True)
    info = serializers.BooleanField(help_text="Shown, but never decides.")


class Result(serializers.Serializer[ResultCount]):
    """How many listed models have one result; results on different bases are counted apart."""

    outcome = serializers.CharField(allow_blank=True)
    level = serializers.CharField(allow_blank=True)
    could_reach = serializers.CharField(allow_blank=True)
    basis = serializers.CharField()
    models = serializers.IntegerField()


class DefinitionFull(DefinitionBrief):
    """One definition with its rules, and how the listed models come out."""

    source = serializers.CharField(help_text="The text it encodes.")  # type: ignore[assignment]
    url = serializers.CharField()
    read_on = serializers.CharField(help_text="The day the text was read.")
    reading = serializers.CharField(help_text="Where the text leaves a choice: how it is read here.")
    judgments = serializers.ListField(
        child=serializers.CharField(), help_text="What only a person can say; never guessed."
    )
    switches = serializers.DictField(child=serializers.CharField(), help_text="The named choices, as set.")
    passing = serializers.CharField(allow_blank=True, help_text="The lowest level that meets it.")
    passing_score = serializers.FloatField(allow_null=True)
    points = serializers.BooleanField(help_text="Whether a score is shown as points of so many.")
    clauses = serializers.SerializerMethodField()
    results = serializers.SerializerMethodField()
    rules = serializers.DictField(source="table", help_text="The rules as the definition's file states them.")

    @extend_schema_field(Part(many=True))
    def get_clauses(self, definition: Definition) -> list[Any]:
        return list(Part(_parts(definition), many=True).data)

    @extend_schema_field(Result(many=True))
    def get_results(self, definition: Definition) -> list[Any]:
        results: Any = self.context.get("results", ())
        return list(Result(results, many=True).data)


class DefinitionList(serializers.Serializer[Any]):
    """All definitions, those of the first screen first."""

    results = DefinitionBrief(many=True)


def _parts(definition: Definition) -> Iterable[dict[str, Any]]:
    for clause in definition.clauses:
        yield _part("clause", clause.id, clause.label, info=clause.info)
    for level in definition.levels:
        yield _part("level", level.id, level.label)
    for dimension in definition.dimensions:
        yield _part("dimension", dimension.id, dimension.label, category=dimension.category)
    # The Model Openness Framework has rules of its own shape: classes, and the components they ask for.
    for row in definition.table.get("class", ()):
        yield _part("level", row["level"], row["label"])
    for row in definition.table.get("component", ()):
        yield _part("component", row["id"], row["name"], category=f"class {row['class']}")


def _part(kind: str, part_id: str, label: str, *, category: str = "", info: bool = False) -> dict[str, Any]:
    return {"kind": kind, "id": part_id, "label": label, "category": category, "info": info}

"""Where definitions part, as the API prints it."""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from registry.api.shapes.judged import MissingReason
from registry.badges import words
from registry.scorecards.queries import Matrix, Parted


@extend_schema_serializer(component_name="Disagreement")
class MatrixShape(serializers.Serializer[Matrix]):
    """cells[a][b] counts the models that meet a and do not, or not surely, meet b."""

    definitions = serializers.ListField(child=serializers.CharField(), source="ids")
    met = serializers.DictField(child=serializers.IntegerField())
    cells = serializers.DictField(child=serializers.DictField(child=serializers.IntegerField()))


@extend_schema_serializer(component_name="DisagreeingModel")
class PartedShape(serializers.Serializer[Parted]):
    """One model that meets the first definition, and what keeps it from the second."""

    path = serializers.CharField(source="model.path")
    name = serializers.CharField(source="model.name")
    organization = serializers.CharField(source="model.organization_slug")
    result = serializers.SerializerMethodField(help_text="What the second definition makes of it.")
    sentence = serializers.SerializerMethodField(help_text="Why, in one sentence.")
    missing = MissingReason(many=True, help_text="The facts that make them differ, easiest first.")

    def get_result(self, row: Parted) -> str:
        return words.label(row.verdict) if row.verdict else ""

    def get_sentence(self, row: Parted) -> str:
        return words.sentence(row.verdict) if row.verdict else ""


class PartedList(serializers.Serializer[Any]):
    """A page of the models that meet one definition and not the other."""

    met = serializers.CharField()
    unmet = serializers.CharField()
    results = PartedShape(many=True)
    next = serializers.URLField(allow_null=True, help_text="The next page; null on the last.")
    total = serializers.IntegerField()

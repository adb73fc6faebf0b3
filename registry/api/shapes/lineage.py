"""Lineage and datasets as the API prints them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from registry.api.shapes.drifts import Drift
from registry.catalog.models import BaseLink, DatasetUse
from registry.openness.document import fact_as_table
from registry.scorecards.queries import BaseRow, DatasetPage, DatasetRow, DatasetUseRow, Lineage


@extend_schema_serializer(component_name="BaseModel")
class Base(serializers.Serializer[BaseRow]):
    """A model this one was made from. A derivative is no more open than what it is built on."""

    path = serializers.CharField()
    stated_path = serializers.CharField(help_text="As its source spells it; another path after a rename.")
    relation = serializers.ChoiceField(choices=BaseLink.Relation.values)
    source = serializers.ChoiceField(  # type: ignore[assignment]
        choices=BaseLink.Source.values, help_text="Inferred: the hub guessed the relation, often wrongly."
    )
    state = serializers.ChoiceField(
        choices=BaseLink.State.values,
        help_text="Nothing is inherited from what is missing, over a cycle, or from the model itself.",
    )
    gives = serializers.BooleanField(help_text="Whether a fact is inherited from it or limited by it.")
    license_not_passed_on = serializers.CharField(
        allow_blank=True,
        help_text="The base's license where it asks to be passed on and this model states another. Reported, "
        "not resolved.",
    )
    drifts = Drift(many=True, help_text="The open ones on what a derivative can inherit.")


class DatasetUsed(serializers.Serializer[DatasetUseRow]):
    """A dataset this model used. Facts follow from it only where its stage is known."""

    path = serializers.CharField()
    name = serializers.CharField()
    stage = serializers.ChoiceField(choices=DatasetUse.Stage.values)
    source = serializers.ChoiceField(choices=DatasetUse.Source.values)  # type: ignore[assignment]
    listed = serializers.BooleanField(help_text="Whether it has an entry of its own.")
    availability = serializers.CharField()
    license = serializers.CharField()
    contents_rights = serializers.CharField()
    last_seen = serializers.CharField(allow_blank=True, help_text="When it was last seen available.")


@extend_schema_serializer(component_name="Lineage")
class LineageShape(serializers.Serializer[Lineage]):
    """What a model was made from and trained on, and what was made from it."""

    bases = Base(many=True)
    datasets = DatasetUsed(many=True)
    derivatives = serializers.SerializerMethodField(help_text="How many listed models, by relation.")
    weakest = serializers.CharField(
        allow_blank=True, help_text="The base whose weights are the least open of those that are known."
    )

    @extend_schema_field(serializers.DictField(child=serializers.IntegerField()))
    def get_derivatives(self, row: Lineage) -> dict[str, int]:
        return dict(row.derivatives)


class Dataset(serializers.Serializer[DatasetRow]):
    """One dataset, and what counts of the data."""

    path = serializers.CharField()
    name = serializers.CharField()
    organization = serializers.CharField(source="organization_slug")
    organization_name = serializers.CharField(source="organization")
    facts = serializers.SerializerMethodField(
        help_text="The facets as a facts document holds them, without what is unknown; no proofs in a list."
    )
    last_seen = serializers.CharField(allow_blank=True, help_text="When it was last seen available.")
    models = serializers.IntegerField(help_text="How many listed models used it, at any stage.")

    def get_facts(self, row: DatasetRow) -> dict[str, Any]:
        table = fact_as_table(row.fact)
        return {key: value for key, value in table.items() if key not in ("origin", "source")}


class DatasetList(serializers.Serializer[Any]):
    """All datasets, the most used first."""

    results = Dataset(many=True)


class DatasetUser(serializers.Serializer[Any]):
    """A model that used the dataset."""

    path = serializers.CharField()
    name = serializers.CharField()
    stage = serializers.ChoiceField(choices=DatasetUse.Stage.values)


class DatasetFull(serializers.Serializer[DatasetPage]):
    """One dataset with its sources and the models that used it, at most 200."""

    dataset = Dataset(source="row")
    provenance = serializers.SerializerMethodField()
    users = serializers.SerializerMethodField()
    revision = serializers.IntegerField()

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_provenance(self, page: DatasetPage) -> list[str]:
        return [row.attribution or row.origin for row in page.sources]

    @extend_schema_field(DatasetUser(many=True))
    def get_users(self, page: DatasetPage) -> list[dict[str, str]]:
        return [{"path": path, "name": name, "stage": stage} for path, name, stage in page.users]

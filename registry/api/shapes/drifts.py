"""Drifts and observations as the API prints them."""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from registry.api.shapes.verdicts import Changed
from registry.catalog.models import EntryEvent
from registry.scorecards.models import Drift as Row
from registry.scorecards.queries import DriftOfModel, DriftRow, TimelineRow
from registry.scorecards.queries.drifts import FACETS
from registry.scorecards.queries.observations import KINDS
from registry.scorecards.said import Difference


class Drift(serializers.Serializer[DriftRow]):
    """A hub contradicts the record; until that is closed, the less open of the two counts."""

    id = serializers.IntegerField()
    component = serializers.CharField()
    qualifier = serializers.CharField(allow_blank=True)
    facet = serializers.ChoiceField(choices=FACETS)
    recorded = serializers.CharField()
    observed = serializers.CharField()
    reason = serializers.ChoiceField(
        choices=Row.Reason.values,
        help_text="How: the hub states another value, or weights are there no more.",
    )
    state = serializers.ChoiceField(
        choices=Row.State.values, help_text="Gone: the hub says again what the record says."
    )
    opened_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    hub = serializers.CharField()
    repo_id = serializers.CharField()
    before_commit = serializers.CharField(
        allow_blank=True, help_text="The hub's commit at which it was last seen to agree with the record."
    )
    before_at = serializers.DateTimeField(allow_null=True, help_text="Null: no hub ever confirmed it.")
    commit = serializers.CharField(allow_blank=True, help_text="The hub's commit at which it was seen.")
    seen_at = serializers.DateTimeField()


class DriftOfModelShape(serializers.Serializer[DriftOfModel]):
    """A drift with its model and what opening it changed."""

    path = serializers.CharField(help_text="Of the model.")
    name = serializers.CharField()
    organization = serializers.CharField(source="organization_slug")
    drift = Drift()
    derivatives = serializers.IntegerField(help_text="How many listed models were made from this one.")
    verdict_changes = Changed(many=True, help_text="By the revision that opening it made.")


class DriftList(serializers.Serializer[Any]):
    """A page of drifts."""

    results = DriftOfModelShape(many=True)
    next = serializers.URLField(allow_null=True, help_text="The next page; null on the last.")
    total = serializers.IntegerField(help_text="How many drifts match, on all pages.")


class DifferenceShape(serializers.Serializer[Difference]):
    """One field of what a hub said, in its own words."""

    field = serializers.CharField()
    removed = serializers.ListField(child=serializers.CharField())
    added = serializers.ListField(child=serializers.CharField())


@extend_schema_serializer(component_name="TimelineRow")
class Happened(serializers.Serializer[TimelineRow]):
    """One thing that happened; its kind says which fields are filled."""

    kind = serializers.ChoiceField(choices=KINDS)
    at = serializers.DateTimeField()
    hub = serializers.CharField()
    repo_id = serializers.CharField()
    commit = serializers.CharField(allow_blank=True)
    is_first = serializers.BooleanField(help_text="The entry was never read before: changes is all it said.")
    changes = DifferenceShape(many=True)
    weights_removed = serializers.BooleanField(
        help_text="Weight files that were there are not listed any more."
    )
    event = serializers.ChoiceField(choices=EntryEvent.Kind.values, allow_blank=True)
    before = serializers.CharField(allow_blank=True)
    after = serializers.CharField(allow_blank=True)
    drift = Drift(allow_null=True)


@extend_schema_serializer(component_name="Timeline")
class TimelineShape(serializers.Serializer[Any]):
    """A page of the timeline of one model."""

    path = serializers.CharField()
    name = serializers.CharField()
    results = Happened(many=True)
    next = serializers.URLField(allow_null=True, help_text="The next page; null on the last.")

"""Cited links as the API prints them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from registry.refresh.link_rows import MOST_CITING, STATES, LinkRow


class CitedBy(serializers.Serializer[Any]):
    """A finding that cites a link."""

    kind = serializers.ChoiceField(choices=["model", "dataset"])
    path = serializers.CharField(help_text="Of the model or dataset.")
    component = serializers.CharField()


class Link(serializers.Serializer[LinkRow]):
    """An address that evidence cites, and what became of it."""

    url = serializers.CharField()
    host = serializers.CharField()
    state = serializers.ChoiceField(choices=STATES)
    status = serializers.IntegerField(allow_null=True, help_text="HTTP status of the last answer.")
    reason = serializers.CharField(allow_blank=True, help_text="Why there was no answer.")
    title = serializers.CharField(allow_blank=True, help_text="Of the page, as last read.")
    quote_found = serializers.BooleanField(
        allow_null=True, help_text="Whether the page says all that is quoted from it; null: cannot be told."
    )
    checked_at = serializers.DateTimeField(allow_null=True)
    alive_at = serializers.DateTimeField(allow_null=True, help_text="When it answered last.")
    failing_since = serializers.DateTimeField(allow_null=True)
    failures = serializers.IntegerField(help_text="In a row.")
    archived_url = serializers.CharField(allow_blank=True)
    archived_at = serializers.DateTimeField(allow_null=True, help_text="Of when the copy is.")
    cited_by = serializers.SerializerMethodField(
        help_text=f"At most {MOST_CITING}, of listed models and datasets."
    )

    @extend_schema_field(CitedBy(many=True))
    def get_cited_by(self, row: LinkRow) -> list[dict[str, str]]:
        return [
            {"kind": kind, "path": path, "component": component} for kind, path, component in row.cited_by
        ]


class LinkList(serializers.Serializer[Any]):
    """A page of links."""

    results = Link(many=True)
    next = serializers.URLField(allow_null=True, help_text="The next page; null on the last.")
    total = serializers.IntegerField(help_text="How many links match, on all pages.")

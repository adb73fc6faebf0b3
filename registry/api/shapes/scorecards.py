"""Models and scorecards as the API prints them; every field is named, and nothing else gets out."""

from functools import cached_property
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from registry.api.shapes.drifts import Drift
from registry.api.shapes.findings import Finding, Release
from registry.api.shapes.lineage import LineageShape
from registry.api.shapes.verdicts import Brief, Changed, Full
from registry.assessments.queries.replies import Said, said
from registry.badges import words
from registry.openness import components, definitions, licenses
from registry.openness.headlines import HeadlineState
from registry.scorecards.queries import (
    HubEntryRow,
    ListRow,
    RatingRow,
    RevisionRow,
    ScorecardPage,
)

STATES = ["draft", "imported", "reviewed"]
HEADLINE_STATES = ["open", "restricted", "partial", "closed", "unassessed", "not_applicable"]
_HEADLINES = {headline.slug: headline for headline in components.HEADLINES}


class Listed(serializers.Serializer[ListRow]):
    """One model of a list."""

    path = serializers.CharField(help_text="Organization and name, in lower case: the model's address.")
    name = serializers.CharField()
    organization = serializers.CharField(source="organization_slug")
    organization_name = serializers.CharField(source="organization")
    organization_resembles = serializers.CharField(
        source="resembles", allow_blank=True, help_text="A known organization whose name looks the same."
    )
    license = serializers.CharField(allow_blank=True, help_text="Of the final weights, an SPDX expression.")
    state = serializers.ChoiceField(choices=STATES, help_text="The strongest layer its facts come from.")
    fingerprint = serializers.CharField(
        help_text="The 16 headline components, by the first letter of their state."
    )
    released_on = serializers.CharField(allow_blank=True)
    drift = serializers.BooleanField(help_text="Whether a hub now contradicts the record.")
    revision = serializers.IntegerField(help_text="Number of the revision shown; 0 for a machine draft.")
    changed_at = serializers.DateTimeField()
    verdicts = serializers.SerializerMethodField(help_text="By definition id.")

    @cached_property
    def _brief(self) -> Brief:
        return Brief()  # made once: making a serializer takes longer than printing a verdict

    @extend_schema_field(serializers.DictField(child=Brief()))
    def get_verdicts(self, row: ListRow) -> dict[str, Any]:
        return {
            slug: self._brief.to_representation(row.verdicts[slug])
            for slug in definitions.shipped()
            if slug in row.verdicts
        }


class Meant(serializers.Serializer[Any]):
    """What may have been meant by a search that finds nothing."""

    q = serializers.CharField(allow_blank=True, help_text="A search that finds something; blank for none.")
    paths = serializers.ListField(child=serializers.CharField(), help_text="The nearest models.")


class ListPage(serializers.Serializer[Any]):
    """A page of a list."""

    results = Listed(many=True)
    next = serializers.URLField(allow_null=True, help_text="The next page; null on the last.")
    total = serializers.IntegerField(help_text="How many models match, on all pages.")
    total_is_lower_bound = serializers.BooleanField(
        help_text="More match than were counted: a search found very many, or its words are too short."
    )
    did_you_mean = Meant(
        allow_null=True, help_text="Where a search finds nothing: what was probably meant; else null."
    )


class Headline(serializers.Serializer[HeadlineState]):
    """One bar of the fingerprint."""

    slug = serializers.CharField()
    name = serializers.SerializerMethodField()
    group = serializers.SerializerMethodField()
    state = serializers.ChoiceField(choices=HEADLINE_STATES)
    unknown_parts = serializers.ListField(child=serializers.CharField())
    license_unclear = serializers.BooleanField()

    def get_name(self, row: HeadlineState) -> str:
        return _HEADLINES[row.slug].name

    def get_group(self, row: HeadlineState) -> str:
        return _HEADLINES[row.slug].group


class Rating(serializers.Serializer[RatingRow]):
    """What somebody else publishes of the model, its family or its organization: quoted, never computed."""

    origin = serializers.CharField()
    edition = serializers.CharField(allow_blank=True, help_text="Where the source has several side by side.")
    about = serializers.ChoiceField(choices=["model", "family", "organization"])
    about_name = serializers.CharField(help_text="Of the model, family or organization.")
    subject = serializers.CharField(help_text="The name under which the source rates it.")
    dimension = serializers.CharField()
    value = serializers.CharField(allow_blank=True)
    rated_on = serializers.CharField(allow_blank=True, help_text="ISO date, or year and month, as published.")
    links = serializers.ListField(child=serializers.CharField())
    attribution = serializers.CharField()
    file = serializers.CharField()
    commit = serializers.CharField()


class Reply(serializers.Serializer[Said]):
    """What somebody who proved to speak for the maker says, word for word. It changes no value."""

    finding = serializers.CharField(allow_blank=True, help_text="What it is about; empty: the model.")
    dispute = serializers.SerializerMethodField(help_text="The dispute it answers, or null.")
    organization = serializers.CharField()
    text = serializers.CharField(allow_blank=True)
    at = serializers.DateTimeField()
    taken_down = serializers.CharField(
        source="blanked_because", allow_blank=True, help_text="Why its words were taken down; empty: not."
    )

    def get_dispute(self, row: Said) -> str | None:
        return row.dispute or None


class Revision(serializers.Serializer[RevisionRow]):
    """One step in the history of a scorecard; each digest covers the one before it."""

    number = serializers.IntegerField()
    at = serializers.DateTimeField()
    cause = serializers.CharField()
    actor = serializers.CharField(allow_blank=True)
    accepted_by = serializers.ListField(child=serializers.CharField())
    digest = serializers.CharField()
    verdict_changes = Changed(many=True)


class Current(serializers.Serializer[Any]):
    """The revision shown; number 0 is a machine draft, which has no history yet."""

    number = serializers.IntegerField()
    digest = serializers.CharField(allow_blank=True)


class HubEntry(serializers.Serializer[HubEntryRow]):
    """The model's page on one hub, and when it was last read."""

    hub = serializers.CharField()
    repo_id = serializers.CharField()
    state = serializers.CharField()
    commit = serializers.CharField(allow_blank=True)
    checked_at = serializers.DateTimeField(allow_null=True)
    failed_at = serializers.DateTimeField(allow_null=True)
    failure = serializers.CharField(allow_blank=True)


class Scorecard(serializers.Serializer[ScorecardPage]):
    """Everything known of one model, and what each definition makes of it."""

    path = serializers.CharField()
    name = serializers.CharField()
    organization = serializers.CharField(source="organization_slug")
    organization_name = serializers.CharField(source="organization")
    organization_resembles = serializers.CharField(
        source="resembles", allow_blank=True, help_text="A known organization whose name looks the same."
    )
    family = serializers.CharField(allow_blank=True)
    modality = serializers.CharField(allow_blank=True)
    size = serializers.CharField(allow_blank=True)
    released_on = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(choices=STATES)
    license = serializers.CharField(allow_blank=True)
    license_title = serializers.SerializerMethodField()
    answer = serializers.SerializerMethodField(help_text="What a reader gets, in one or two sentences.")
    fingerprint = serializers.CharField()
    headlines = Headline(many=True)
    verdicts = serializers.SerializerMethodField(help_text="By definition id.")
    components = Finding(many=True, source="findings")
    release = Release(many=True)
    drifts = Drift(many=True)
    lineage = LineageShape()
    external_ratings = Rating(many=True, source="ratings")
    revision = serializers.SerializerMethodField()
    revisions = Revision(many=True, help_text="The latest five.")
    first_at = serializers.DateTimeField()
    changed_at = serializers.DateTimeField()
    checked_at = serializers.DateTimeField(allow_null=True)
    hub_entries = HubEntry(many=True)
    replies = serializers.SerializerMethodField(help_text="Of the maker, oldest first; they change no value.")

    @extend_schema_field(Reply(many=True))
    def get_replies(self, page: ScorecardPage) -> list[dict[str, Any]]:
        return [dict(Reply(row).data) for row in said(page.beside)]

    def get_license_title(self, page: ScorecardPage) -> str:
        return licenses.title(page.license) if page.license else ""

    def get_answer(self, page: ScorecardPage) -> str:
        answer = words.answer(page)
        return f"{answer.lead} {answer.text}".strip()

    @extend_schema_field(serializers.DictField(child=Full()))
    def get_verdicts(self, page: ScorecardPage) -> dict[str, Any]:
        return {row.definition: Full(row).data for row in page.verdicts}

    @extend_schema_field(Current)
    def get_revision(self, page: ScorecardPage) -> dict[str, Any]:
        return {"number": page.revision, "digest": page.revision_digest}

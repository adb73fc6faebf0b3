"""Assessments as the API prints and takes them; every field is named, and nothing else gets in or out."""

from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from registry.api import proposals
from registry.api.shapes.verdicts import Brief as BriefVerdict
from registry.assessments.models import Assessment as Rows
from registry.assessments.models import Dispute, Review
from registry.assessments.proposals.proposed import fact_as_json
from registry.assessments.queries.reading import (
    AssessmentPage,
    Brief,
    DisputeRow,
    FindingRow,
    ReviewRow,
)

STATES = list(Rows.State.values)
VERDICTS = list(Review.Verdict.values)
DISPUTE_STATES = list(Dispute.State.values)
ORIGINS = list(Rows.Origin.values)


class CitedProof(serializers.Serializer[Any]):
    """Where a fact can be seen, in which words, and when somebody looked."""

    url = serializers.CharField(max_length=2000)
    quote = serializers.CharField(max_length=1000, required=False, help_text="The words that show it.")
    accessed_on = serializers.CharField(required=False, help_text="ISO date.")
    locator = serializers.CharField(max_length=200, required=False, help_text="Page, line or section.")
    archive_url = serializers.CharField(max_length=2000, required=False, help_text="Where a copy is kept.")


class ProposedComponent(serializers.Serializer[Any]):
    """Facets of a component as in a facts document (POST /api/v1/evaluate/), its proofs and its base."""

    availability = serializers.CharField()
    license = serializers.CharField(required=False, help_text="An SPDX expression or our slug.")
    coverage = serializers.CharField(required=False)
    gate = serializers.CharField(required=False)
    quality = serializers.CharField(required=False)
    note = serializers.CharField(required=False, max_length=2000)
    proofs = CitedProof(many=True, required=False)
    base = serializers.IntegerField(
        required=False,
        help_text="The reviewed evidence it is to replace, 0 for none. Left out: what the record says then.",
    )


class ProposedValue(serializers.Serializer[Any]):
    """The value of a release fact, its proofs and its base."""

    value = serializers.JSONField()
    note = serializers.CharField(required=False, max_length=2000)
    proofs = CitedProof(many=True, required=False)
    base = serializers.IntegerField(required=False)


class Retracted(serializers.Serializer[Any]):
    """A reviewed finding that is to be taken back, and why."""

    note = serializers.CharField(max_length=2000)
    proofs = CitedProof(many=True, required=False)
    base = serializers.IntegerField(required=False)


class Content(serializers.Serializer[Any]):
    """What is proposed. What is read here can be sent back."""

    summary = serializers.CharField(required=False, max_length=2000)
    components = serializers.DictField(
        child=ProposedComponent(), required=False, help_text="By component, or component[part]."
    )
    release = serializers.DictField(child=ProposedValue(), required=False, help_text="By release fact.")
    retract = serializers.DictField(child=Retracted(), required=False, help_text="By finding.")


class NewAssessment(Content):
    """An assessment to be begun."""

    model = serializers.CharField(help_text="The path of the model, such as allenai/olmo-7b.")


class HandIn(serializers.Serializer[Any]):
    """What an author answers when handing in."""

    coi = serializers.ChoiceField(
        choices=list(Rows.Coi.values), help_text="Whether you have ties to the maker of the model."
    )
    coi_note = serializers.CharField(required=False, max_length=500, help_text="Which, if you have any.")


class AssessmentBrief(serializers.Serializer[Brief]):
    """One assessment of a list."""

    id = serializers.UUIDField()
    model = serializers.CharField()
    author = serializers.CharField(allow_blank=True, help_text="Empty for a deleted account.")
    state = serializers.ChoiceField(choices=STATES)
    version = serializers.IntegerField(help_text="Send it in If-Match.")
    origin = serializers.ChoiceField(choices=ORIGINS)
    summary = serializers.CharField(allow_blank=True)
    needed = serializers.IntegerField(help_text="Approvals it takes.")
    approvals = serializers.IntegerField(help_text="Those it has for what it says now.")
    coi = serializers.ChoiceField(choices=list(Rows.Coi.values), allow_blank=True)
    created_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)


class AssessmentList(serializers.Serializer[Any]):
    """A page of a list."""

    results = AssessmentBrief(many=True)
    next = serializers.URLField(allow_null=True, help_text="The next page; null on the last.")


class Mark(serializers.Serializer[Any]):
    """What a reviewer said of one finding."""

    mark = serializers.CharField()
    text = serializers.CharField(allow_blank=True)


class ReviewShape(serializers.Serializer[ReviewRow]):
    """What one reviewer said."""

    reviewer = serializers.CharField(allow_blank=True)
    verdict = serializers.ChoiceField(choices=VERDICTS)
    text = serializers.CharField(allow_blank=True)
    marks = serializers.DictField(child=Mark(), help_text="By finding.")
    at = serializers.DateTimeField()
    counts = serializers.BooleanField(help_text="It is an approval of exactly what is proposed now.")


class DisputeShape(serializers.Serializer[DisputeRow]):
    """A challenge to a finding that this assessment published."""

    id = serializers.UUIDField()
    finding = serializers.CharField()
    state = serializers.ChoiceField(choices=DISPUTE_STATES)
    opened_at = serializers.DateTimeField()


class BaseShape(serializers.Serializer[FindingRow]):
    """What the record said of a finding when this was written."""

    key = serializers.CharField(source="proposed.name")
    base = serializers.SerializerMethodField(help_text="The reviewed fact, or null where there was none.")
    moved = serializers.BooleanField(help_text="The record says something else by now.")

    def get_base(self, row: FindingRow) -> dict[str, Any] | None:
        return fact_as_json(row.base) if row.base else None


@extend_schema_serializer(component_name="Assessment")
class AssessmentShape(serializers.Serializer[AssessmentPage]):
    """One assessment, complete."""

    id = serializers.UUIDField(source="brief.id")
    model = serializers.CharField(source="brief.model")
    author = serializers.CharField(source="brief.author", allow_blank=True)
    co_authors = serializers.ListField(child=serializers.CharField())
    state = serializers.ChoiceField(choices=STATES, source="brief.state")
    version = serializers.IntegerField(source="brief.version", help_text="Send it in If-Match.")
    content_sha = serializers.CharField(help_text="Digest of what is proposed and of what it is based on.")
    origin = serializers.ChoiceField(choices=ORIGINS, source="brief.origin")
    reverts = serializers.UUIDField(allow_null=True, help_text="The assessment it takes back.")
    needed = serializers.IntegerField(source="brief.needed", help_text="Approvals it takes.")
    approvals = serializers.IntegerField(source="brief.approvals")
    coi = serializers.ChoiceField(
        choices=list(Rows.Coi.values), allow_blank=True, source="brief.coi", help_text="Of its author."
    )
    created_at = serializers.DateTimeField(source="brief.created_at")
    edited_at = serializers.DateTimeField(source="brief.edited_at")
    submitted_at = serializers.DateTimeField(source="brief.submitted_at", allow_null=True)
    closed_at = serializers.DateTimeField(source="brief.closed_at", allow_null=True)
    revision = serializers.IntegerField(allow_null=True, help_text="Of the model, once published.")
    content = serializers.SerializerMethodField()
    bases = BaseShape(many=True, source="findings")
    reviews = ReviewShape(many=True)
    conflicts = serializers.ListField(
        child=serializers.DictField(), help_text="In state conflicted: base, current and yours by finding."
    )
    disputes = DisputeShape(many=True)

    @extend_schema_field(Content())
    def get_content(self, page: AssessmentPage) -> dict[str, Any]:
        return proposals.written([row.proposed for row in page.findings], page.brief.summary)


class Moved(serializers.Serializer[Any]):
    """One verdict on the record, and the same after publishing."""

    before = BriefVerdict()
    after = BriefVerdict()
    changed = serializers.BooleanField()


class EffectShape(serializers.Serializer[Any]):
    """What publishing an assessment would change now."""

    changes = serializers.BooleanField(help_text="Whether anything of the record would be another.")
    verdicts = serializers.DictField(child=Moved(), help_text="By definition id.")

"""Facts of a model as the API prints them, with their origin and proof."""

from typing import Any

from rest_framework import serializers

from registry.api.shapes.drifts import Drift
from registry.api.shapes.verdicts import ORIGINS
from registry.openness import components
from registry.openness.document import fact_as_table
from registry.openness.facts import ReleaseFact, name_of
from registry.scorecards.accepted import Reviewed
from registry.scorecards.marks import LostProof, Why
from registry.scorecards.queries import FindingRow, ProofRow, SourceRow


class Proof(serializers.Serializer[ProofRow]):
    """Where a fact can be seen, in which words, and when somebody looked."""

    url = serializers.CharField()
    quote = serializers.CharField(allow_blank=True)
    accessed_on = serializers.CharField(allow_blank=True)


class Lost(serializers.Serializer[LostProof]):
    """A cited page that is gone, or says no more what was quoted from it."""

    url = serializers.CharField()
    why = serializers.ChoiceField(choices=[why.value for why in Why])
    status = serializers.IntegerField(allow_null=True, help_text="What it answers; null: no such host.")
    checked_on = serializers.CharField(help_text="ISO date.")


class Source(serializers.Serializer[SourceRow]):
    """Where a fact was taken from, and the attribution its license asks for."""

    origin = serializers.CharField()
    project = serializers.CharField(allow_blank=True)
    commit = serializers.CharField(allow_blank=True)
    file = serializers.CharField(allow_blank=True)
    license = serializers.CharField(allow_blank=True)
    attribution = serializers.CharField(allow_blank=True)
    assessed_on = serializers.CharField(allow_blank=True)


class Review(serializers.Serializer[Reviewed]):
    """Who proposed a fact and who accepted it, in which revision, and when."""

    author = serializers.CharField(allow_blank=True)
    accepted_by = serializers.ListField(child=serializers.CharField(), source="by")
    revision = serializers.IntegerField()
    at = serializers.DateTimeField()


class Finding(serializers.Serializer[FindingRow]):
    """What is known of one component: the fact that counts, its origin and its proof."""

    key = serializers.SerializerMethodField(help_text="As in a facts document, such as final-weights[vae].")
    component = serializers.CharField(source="fact.component")
    qualifier = serializers.CharField(source="fact.qualifier", allow_blank=True)
    name = serializers.SerializerMethodField()
    headline = serializers.CharField(allow_blank=True, help_text="The bar of the fingerprint it belongs to.")
    facts = serializers.SerializerMethodField(
        help_text="The facets as a facts document holds them; what is unknown is left out."
    )
    origin = serializers.ChoiceField(choices=ORIGINS, source="fact.origin")
    source = serializers.CharField(source="fact.source", allow_blank=True)  # type: ignore[assignment]
    inherited_from = serializers.CharField(source="fact.inherited_from", allow_blank=True)
    contested = serializers.BooleanField(help_text="Somebody holds it to be wrong; changes no value.")
    disputes = serializers.SerializerMethodField(help_text="Ids of its open disputes.")
    stale = Lost(many=True, source="lost", help_text="Those of its proofs that are lost; changes no value.")
    reviewed = Review(allow_null=True, help_text="Who stands behind it; null for what no review accepted.")
    proofs = Proof(many=True)
    provenance = Source(many=True, source="sources")
    drifts = Drift(many=True)

    def get_key(self, row: FindingRow) -> str:
        return name_of(row.fact)

    def get_disputes(self, row: FindingRow) -> list[str]:
        return [challenge.dispute for challenge in row.disputes]

    def get_name(self, row: FindingRow) -> str:
        return components.ALL[row.fact.component].name

    def get_facts(self, row: FindingRow) -> dict[str, Any]:
        table = fact_as_table(row.fact)
        return {key: value for key, value in table.items() if key not in ("proofs", "origin", "source")}


class Release(serializers.Serializer[ReleaseFact]):
    """A typed value about the release as a whole, such as training compute."""

    key = serializers.CharField()
    value = serializers.CharField()
    origin = serializers.ChoiceField(choices=ORIGINS)
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    proofs = Proof(many=True)

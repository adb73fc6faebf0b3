"""License records as the API prints them."""

from typing import Any

from rest_framework import serializers

from registry.openness import licenses
from registry.openness.licenses import License

PREDICATES = ("osi", "free4", "osd_conformant", "any_open", "mof_open", "use_restricted", "eu_free_open")


class LicenseBrief(serializers.Serializer[License]):
    """One license, and how many listed models have their final weights under it."""

    id = serializers.CharField(help_text="As expressions name it: its SPDX id, else our slug.")
    slug = serializers.CharField()
    name = serializers.CharField()
    spdx = serializers.CharField()
    kind = serializers.CharField()
    record = serializers.ChoiceField(
        choices=["license", "listed", "family", "unresolved"],
        help_text="A family or an unresolved tag names no one text, so nothing is read from it. "
        "Of one that is only listed, the marks of the SPDX list are known.",
    )
    osi = serializers.CharField(help_text="Approved by the Open Source Initiative: yes, no or unknown.")
    models = serializers.SerializerMethodField()

    def get_models(self, license: License) -> int:
        in_use: dict[str, int] = self.context.get("in_use", {})
        return in_use.get(license.id, 0)


class LicenseFull(LicenseBrief):
    """One license: who approves it, what it permits, and on which conditions. Our reading of its text."""

    fsf = serializers.CharField()
    dfsg = serializers.CharField()
    open_data = serializers.CharField()
    any_use = serializers.CharField()
    commercial = serializers.CharField()
    modify = serializers.CharField()
    redistribute_verbatim = serializers.CharField()
    redistribute_modified = serializers.CharField()
    flags = serializers.SerializerMethodField(help_text="Conditions and restrictions, by code.")
    restrictions = serializers.CharField(allow_blank=True)
    notes = serializers.CharField(allow_blank=True)
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    confidence = serializers.ChoiceField(choices=["high", "medium", "low"])
    hub_tags = serializers.ListField(child=serializers.CharField(), help_text="License tags of hubs for it.")
    hub_names = serializers.ListField(
        child=serializers.CharField(), help_text="Names it has beside the hub's tag other."
    )
    members = serializers.ListField(
        child=serializers.CharField(), help_text="Of a family: patterns of the ids it may stand for."
    )
    aliases = serializers.SerializerMethodField(help_text="Further spellings met in published records.")
    versions = serializers.SerializerMethodField(help_text="Other versions of the same license.")
    predicates = serializers.SerializerMethodField(
        help_text="What definitions ask of a license: true, false or unknown."
    )

    def get_flags(self, license: License) -> list[str]:
        return sorted(license.flags)

    def get_aliases(self, license: License) -> list[str]:
        return list(licenses.spellings_of(license.id))

    def get_versions(self, license: License) -> list[str]:
        return list(licenses.versions(license))

    def get_predicates(self, license: License) -> dict[str, str]:
        return {name: licenses.predicate(name, license.id).name.lower() for name in PREDICATES}


class LicenseList(serializers.Serializer[Any]):
    """All license records, the most used first."""

    results = LicenseBrief(many=True)

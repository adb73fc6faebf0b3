"""Which organizations are known, and which others look like them: said anew once a day."""

from django.db import transaction
from django.db.models import Sum

from registry.catalog import organizations
from registry.catalog.models import HubEntry, Organization
from registry.scorecards.models import Evidence

MANY_DOWNLOADS = 1_000_000  # of all models of an organization together


def restate() -> int:
    """Let the notes of resemblance be those that follow from who is known now; how many changed.

    Known are those a published source names models of, and those whose models are downloaded very often.
    """
    with transaction.atomic():
        organizations.fill_skeletons()
        organizations.make_known([*_named_by_sources(), *_downloaded()])
        return organizations.compare()


def _named_by_sources() -> list[int]:
    imported = Evidence.objects.filter(source=Evidence.Source.IMPORT, retired__isnull=True)
    unknown = Organization.objects.filter(is_known=False, models__evidence__in=imported)
    return list(unknown.values_list("pk", flat=True).distinct())


def _downloaded() -> list[int]:
    unknown = HubEntry.objects.filter(model__organization__is_known=False, cited_as="").order_by()
    counted = unknown.values("model__organization").annotate(all=Sum("downloads"))
    often = counted.filter(all__gte=MANY_DOWNLOADS)
    return list(often.values_list("model__organization", flat=True))

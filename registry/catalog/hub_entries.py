"""Finding hub entries among millions: the two ways that an index answers."""

from collections.abc import Iterable

from django.db.models.functions import Lower
from django.db.models.query import QuerySet

from registry.catalog.models import HubEntry


def by_key(hub: str, keys: Iterable[str]) -> QuerySet[HubEntry]:
    """The entries with these ids of the hub's own."""
    # The condition stands in the index, and databases use it only for a question that says so itself.
    return HubEntry.objects.filter(hub=hub, hub_key__in=list(keys)).exclude(hub_key="")


def by_name(hub: str, names: Iterable[str]) -> QuerySet[HubEntry]:
    """The entries under these repository names, in any case."""
    rows = HubEntry.objects.alias(lowered=Lower("repo_id"))
    return rows.filter(hub=hub, lowered__in=[name.lower() for name in names])

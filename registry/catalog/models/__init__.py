"""Tables of this floor, by noun."""

from registry.catalog.models.dataset import Dataset, DatasetUse
from registry.catalog.models.hub_entry import OF_MODELS, EntryEvent, HubEntry, citation_key
from registry.catalog.models.lineage import BaseLink
from registry.catalog.models.model import AIModel, Alias, Family, Organization
from registry.catalog.models.search import SearchDoc
from registry.catalog.models.watch import Watch

__all__ = [
    "OF_MODELS",
    "AIModel",
    "Alias",
    "BaseLink",
    "Dataset",
    "DatasetUse",
    "EntryEvent",
    "Family",
    "HubEntry",
    "Organization",
    "SearchDoc",
    "Watch",
    "citation_key",
]

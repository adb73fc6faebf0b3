"""A model that is not listed yet, drafted from its address on the hub."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from registry.catalog.models import AIModel, Alias, HubEntry
from registry.catalog.paths import path_of
from registry.hubs.snapshot import Snapshot
from registry.refresh import entries
from registry.refresh.refresh import Refreshed, fetch_public, write

# The hub's pipeline tag, where it says what kind of thing goes in and comes out.
_MODALITIES = {
    "automatic-speech-recognition": "audio",
    "audio-classification": "audio",
    "audio-to-audio": "audio",
    "any-to-any": "multimodal",
    "feature-extraction": "embedding",
    "fill-mask": "text",
    "image-classification": "image",
    "image-segmentation": "image",
    "image-text-to-text": "multimodal",
    "image-to-image": "image",
    "image-to-text": "multimodal",
    "image-to-video": "video",
    "object-detection": "image",
    "question-answering": "text",
    "sentence-similarity": "embedding",
    "summarization": "text",
    "text-classification": "text",
    "text-generation": "text",
    "text-to-audio": "audio",
    "text-to-image": "image",
    "text-to-speech": "audio",
    "text-to-video": "video",
    "text2text-generation": "text",
    "token-classification": "text",
    "translation": "text",
    "visual-question-answering": "multimodal",
}


def draft(repo_id: str, *, now: datetime) -> Refreshed:
    """List the model behind a hub address and record what the hub says of it. Raises HubError."""
    seen = fetch_public(repo_id, now)
    with transaction.atomic():
        entry = _listed(seen)
        if entry is None and is_old_name(seen):
            path = path_of(seen.repo_id)
            return Refreshed(path, trouble=f"{path} is an earlier name of another model.", seen=seen)
        return write((entry or list_entry(seen, now=now)).pk, seen, now=now)


def _listed(seen: Snapshot) -> HubEntry | None:
    """The entry of this repository, if it is known under this or an earlier name."""
    known = HubEntry.objects.filter(hub=seen.hub)
    same_id = known.filter(hub_key=seen.key).first()
    return same_id or known.filter(Q(repo_id__iexact=seen.repo_id)).first()


def is_old_name(seen: Snapshot) -> bool:
    return Alias.objects.filter(path=path_of(seen.repo_id)).exists()


def list_entry(seen: Snapshot, *, now: datetime) -> HubEntry:
    model, _ = AIModel.objects.get_or_create(
        path=path_of(seen.repo_id),
        defaults={
            "name": seen.repo_id.rpartition("/")[2],
            "organization": entries.organization_of(seen.repo_id),
            "modality": _MODALITIES.get(seen.pipeline, ""),
            "added_at": now,
        },
    )
    return HubEntry.objects.create(hub=seen.hub, repo_id=seen.repo_id, hub_key=seen.key, model=model)

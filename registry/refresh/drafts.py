"""A model that is not listed yet, drafted from its address on the hub."""

from datetime import datetime

from django.db import transaction

from registry.catalog import hub_entries
from registry.catalog.models import AIModel, Alias, HubEntry
from registry.catalog.paths import path_of
from registry.hubs.snapshot import Snapshot
from registry.refresh import entries
from registry.refresh.outcome import Refreshed
from registry.refresh.refresh import fetch_public, write

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
        return take_in(seen, now=now)


def take_in(seen: Snapshot, *, now: datetime) -> Refreshed:
    """Record a repository, listed if it was not and its path is free. Part of the caller's transaction."""
    entry = _listed(seen)
    taken = "" if entry else taken_by(seen)
    if taken:
        return Refreshed(path_of(seen.repo_id), trouble=taken, seen=seen)
    return write((entry or list_entry(seen, now=now)).pk, seen, now=now)


def _listed(seen: Snapshot) -> HubEntry | None:
    """The entry of this repository, if it is known under this or an earlier name."""
    same_id = hub_entries.by_key(seen.hub, [seen.key]).first()
    return same_id or hub_entries.by_name(seen.hub, [seen.repo_id]).first()


def modality_of(seen: Snapshot) -> str:
    return _MODALITIES.get(seen.pipeline, "")


def size_of(seen: Snapshot) -> str:
    """The parameters the hub counted in the weight files, as sizes are stated: "7.24B"; "" for none."""
    for unit, number in (("T", 1e12), ("B", 1e9), ("M", 1e6)):
        if seen.parameters >= number:
            return f"{seen.parameters / number:.3g}{unit}"
    return ""


def taken_by(seen: Snapshot) -> str:
    """Why the path of a repository that is not listed cannot be its own, in one sentence; "" if it can."""
    path = path_of(seen.repo_id)
    if Alias.objects.filter(path=path).exists():
        return f"{path} is an earlier name of another model."
    if HubEntry.objects.filter(hub=seen.hub, model__path=path).exists():
        return f"{path} is the path of a model whose repository has another id."
    return ""


def list_entry(seen: Snapshot, *, now: datetime) -> HubEntry:
    """A new entry, with the model at its path: one that stands there and is on no hub, or a new one."""
    model, _ = AIModel.objects.get_or_create(
        path=path_of(seen.repo_id),
        defaults={
            "name": seen.repo_id.rpartition("/")[2],
            "organization": entries.organization_of(seen.repo_id),
            "modality": modality_of(seen),
            "size": size_of(seen),
            "added_at": now,
        },
    )
    return HubEntry.objects.create(hub=seen.hub, repo_id=seen.repo_id, hub_key=seen.key, model=model)

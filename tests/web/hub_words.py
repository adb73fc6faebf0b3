"""What a hub says of a model, for the tests of pages."""

from datetime import datetime

from registry.catalog.models import HubEntry
from registry.hubs.snapshot import Snapshot
from registry.scorecards.record import Cause, Seen, record
from tests.build import NOON


def hub_shows(entry: HubEntry, *, license: str, now: datetime = NOON) -> None:
    """The hub shows weights that anybody may download, under this license tag."""
    snapshot = Snapshot(
        hub=entry.hub,
        key="621ffdc1",
        repo_id=entry.repo_id,
        page=f"https://huggingface.co/{entry.repo_id}",
        commit="4f0e1d2c3b4a59687766554433221100ffeeddcc",
        fetched_at=now.isoformat(),
        license=license,
        files=(("weights", "model.safetensors"),),
    )
    seen = Seen(entry.pk, entry.model_id, snapshot.commit, now, snapshot.digest, snapshot.relevant())
    record(seen, cause=Cause.HUB, now=now)

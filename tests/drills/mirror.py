"""A hub with many models of all kinds in small pages, and whether the record is what it shows."""

from django.utils.dateparse import parse_datetime

from registry.catalog.models import EntryEvent, HubEntry
from registry.refresh.models import SetAside
from registry.scorecards.models import Drift, Observation, Revision
from tests.hubs.stand_in import Hub, model
from tests.hubs.stand_in_list import Key, Listing

A_PAGE = 30
LICENSES = ("apache-2.0", "mit", "llama3.1", "gemma", "cc-by-nc-4.0", "other")


class SmallPages(Listing):
    """A hub that gives less than it is asked for."""

    def page(self, sort: str, after: Key | None, limit: int) -> tuple[list[object], Key | None]:
        return super().page(sort, after, min(limit, A_PAGE))


def fill(hub: Hub, count: int) -> None:
    """So many models, and one item that cannot be read."""
    hub.listing = SmallPages(hub.models)
    hub.limits = {
        "RateLimit": '"api";r=99000;t=290',
        "RateLimit-Policy": '"fixed window";"api";q=100000;w=300',
    }
    for number in range(count):
        hub.shows(listed(number))
    hub.models["acme/odd"] = {
        "id": "acme/odd",
        "createdAt": "2025-01-01T00:00:00.000Z",
        "_id": ["not", "an", "id"],
    }


def listed(number: int, **changes: object) -> dict[str, object]:
    license = LICENSES[number % len(LICENSES)]
    told: dict[str, object] = {
        "_id": f"{number + 1:024x}",
        "sha": f"{number + 1:040x}",
        "createdAt": f"2025-03-{number % 28 + 1:02}T08:{number % 60:02}:00.000Z",
        "lastModified": f"2026-09-{number % 28 + 1:02}T08:{number % 60:02}:00.000Z",
        "tags": ["transformers", f"license:{license}"],
        "cardData": {"license": license},
        "downloads": number * 7,
        "likes": number,
        "gated": "auto" if number % 7 == 0 else False,
    }
    return model(f"acme-{number % 9}/model-{number:04}", **told | changes)


def assert_mirrors(hub: Hub) -> None:
    """Each model of the hub is there once, as the hub shows it; nothing else is, and nothing twice."""
    shown = {row["_id"]: _as_shown(row) for row in hub.models.values() if isinstance(row["_id"], str)}
    kept = {entry.hub_key: _as_kept(entry) for entry in HubEntry.objects.all()}
    different = {
        key: (shown.get(key), kept.get(key))
        for key in shown.keys() | kept.keys()
        if shown.get(key) != kept.get(key)
    }
    assert not different, f"{len(different)} differ (shown, kept): {list(different.items())[:3]}"
    said = dict(Observation.objects.values_list("entry__hub_key", "said__license"))
    assert Observation.objects.count() == len(shown), "a first reading is one observation"
    assert said == {
        row["_id"]: row["cardData"]["license"] for row in hub.models.values() if isinstance(row["_id"], str)
    }
    assert not Revision.objects.exists(), "the first draft of a machine is no revision"
    assert not Drift.objects.exists()
    assert not EntryEvent.objects.exists(), "nothing has happened to any of them"
    assert SetAside.objects.get().reason, "the one that cannot be read"


def _as_shown(row: dict[str, object]) -> tuple[object, ...]:
    state = "gated" if row["gated"] else "public"
    modified = parse_datetime(str(row["lastModified"]))
    return (row["id"], state, row["sha"], row["downloads"], row["likes"], modified, "")


def _as_kept(entry: HubEntry) -> tuple[object, ...]:
    modified = entry.hub_modified_at
    return (entry.repo_id, entry.state, entry.commit, entry.downloads, entry.likes, modified, entry.failure)

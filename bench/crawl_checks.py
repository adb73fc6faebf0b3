"""What a sweep left in the database, for bench/crawl.py. Imported once Django is set up."""

import time
from datetime import datetime
from typing import Any

from django.db import connection

from bench import hub_items
from registry.catalog.models import AIModel, BaseLink, DatasetUse, EntryEvent, HubEntry
from registry.jobs import tasks
from registry.jobs.models import Job
from registry.openness import inputs
from registry.scorecards import layers
from registry.scorecards.models import (
    Change,
    Drift,
    Evidence,
    Observation,
    Profile,
    Revision,
    Scorecard,
    Verdict,
)

HISTORY = (
    Observation,
    Evidence,
    Revision,
    Verdict,
    Profile,
    Change,
    Drift,
    EntryEvent,
    BaseLink,
    DatasetUse,
    AIModel,
)
KINDS = ("derive", "adopt")
PAGE = 1000
SAMPLE = 97  # one scorecard in so many is worked out anew, the long way


def do_jobs() -> tuple[int, float, float]:
    """Do all jobs, one after the other; how many, and seconds by the clock and of the processor."""
    began, computing, done = time.monotonic(), time.process_time(), 0
    while job := Job.objects.filter(state=Job.State.WAITING, kind__in=KINDS).order_by("pk").first():
        tasks.work(job.pk)
        done += 1
    assert not Job.objects.filter(kind__in=KINDS).exclude(state=Job.State.DONE).exists()
    return done, round(time.monotonic() - began, 1), round(time.process_time() - computing, 1)


def history() -> dict[str, int]:
    """The greatest number and the count of rows of each table that a look at the same must not write."""
    return {table.__name__: table.objects.count() for table in HISTORY}


def difference(before: dict[str, int], after: dict[str, int]) -> int:
    return sum(abs(after[name] - before[name]) for name in before)


def compare_all(count: int) -> bool:
    """Whether every row is what was served, field by field. Raises AssertionError where it is not."""
    assert HubEntry.objects.count() == AIModel.objects.count() == Scorecard.objects.count() == count
    for first in range(0, count, PAGE):
        _compare([hub_items.item(number, count) for number in range(first, min(first + PAGE, count))])
    _work_out_anew()
    return True


def _compare(items: list[dict[str, Any]]) -> None:
    rows = HubEntry.objects.filter(hub_key__in=[item["_id"] for item in items]).select_related(
        "model__scorecard"
    )
    entries = {entry.hub_key: entry for entry in rows}
    links = _by_model(
        BaseLink.objects.filter(child__in=[row.model_id for row in rows]), "child", "parent_path"
    )
    uses = _by_model(
        DatasetUse.objects.filter(model__in=[row.model_id for row in rows]), "model", "dataset_path"
    )
    said = dict(Observation.objects.filter(entry__in=rows).values_list("entry", "said"))
    for item in items:
        entry, card = entries[item["_id"]], item.get("cardData", {})
        state = "disabled" if item["disabled"] else "gated" if item["gated"] else "public"
        found = (entry.repo_id, entry.commit, entry.downloads, entry.likes, entry.state, entry.model.path)
        assert found == (
            item["id"],
            item["sha"],
            item["downloads"],
            max(item["likes"], 0),
            state,
            item["id"].lower(),
        ), (found, item)
        assert entry.hub_modified_at == datetime.fromisoformat(item["lastModified"])
        assert entry.model.scorecard.rank == item["downloads"] * 2**31 + entry.model_id
        assert links.get(entry.model_id, set()) == {
            name.lower() for name in [card.get("base_model")] if name
        }, item
        assert uses.get(entry.model_id, set()) == set(card.get("datasets", [])), item
        stated = card.get("license", "")
        wanted = list(dict.fromkeys(stated)) if isinstance(stated, list) else stated
        assert said[entry.pk]["license"] == wanted, item
        assert said[entry.pk]["file_count"] == len(item["siblings"])


def _by_model(rows: Any, model: str, name: str) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for model_id, value in rows.values_list(model, name):
        found.setdefault(model_id, set()).add(value)
    return found


def _work_out_anew() -> None:
    """A sample of scorecards says what their layers say, bases and all."""
    some = list(AIModel.objects.order_by("pk").values_list("pk", flat=True)[::SAMPLE])
    for first in range(0, len(some), 500):
        said = layers.load(some[first : first + 500])
        cards = Scorecard.objects.filter(pk__in=list(said)).values_list("pk", "profile__key", "license")
        for model_id, key, license in cards:
            facts = said[model_id].effective()
            weights = facts.components.get(("final-weights", ""))
            assert (key, license) == (inputs.key(facts), weights.license if weights else ""), model_id


def database_mb() -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return int(cursor.fetchone()[0]) // 2**20


def profiles() -> int:
    return Profile.objects.count()

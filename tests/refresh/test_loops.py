"""The jobs that follow a hub by themselves: they come back, wait and never park for what the hub does."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import cycle
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from registry.catalog.models import HubEntry
from registry.jobs import tasks
from registry.jobs.models import Job
from registry.jobs.queue import enqueue
from registry.refresh import cards, crawl, following
from registry.refresh.models import Budget, Crawl, HubState
from registry.scorecards.downloads import refresh_counts
from registry.scorecards.models import Scorecard
from tests.build import import_facts, make_entry, make_model, released
from tests.hubs import stand_in
from tests.hubs.stand_in import Hub, model

pytestmark = pytest.mark.django_db


@pytest.fixture
def hub(settings, monkeypatch) -> Iterator[Hub]:
    settings.CRAWL = ["huggingface"]
    monkeypatch.setattr(crawl, "LARGEST", 2)
    with stand_in.running() as running:
        settings.HF_ENDPOINT, settings.HF_TOKEN = running.url, ""
        for n in range(6):
            running.shows(numbered(n))
        yield running


def numbered(n: int, **changes: Any) -> dict[str, Any]:
    now = datetime.now(UTC) - timedelta(minutes=n)
    return model(f"acme/m{n}", _id=f"{n:024x}", lastModified=now.isoformat(), **changes)


def do(kind: str, payload: dict[str, Any] | None = None, key: str = "") -> Job:
    job = enqueue(kind, key or f"slot:{kind}:209901010000", payload or {})
    return work(job)


def work(job: Job) -> Job:
    Job.objects.filter(pk=job.pk, state="waiting").update(run_after=timezone.now() - timedelta(seconds=5))
    tasks.work(job.pk)
    return Job.objects.get(pk=job.pk)


def sweeping() -> Job:
    do("sweep")
    return Job.objects.get(key="crawl:huggingface:sweep")


def test_the_clock_starts_one_pass_and_a_pass_at_work_is_left_alone(hub):
    do("sweep")
    do("sweep", key="slot:sweep:209901020000")
    assert Job.objects.filter(kind="crawl").count() == 1
    assert work(Job.objects.get(kind="crawl")).state == "done"
    assert (Crawl.objects.get().state, HubEntry.objects.count()) == ("complete", 6)


def test_a_pass_that_takes_longer_comes_back_with_its_cursor_and_all_its_attempts(hub, monkeypatch):
    job = sweeping()
    clock = cycle([0.0, 0.0, following.SLICE])  # enough for a page
    monkeypatch.setattr(following, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    pages = []
    while Job.objects.get(pk=job.pk).state == "waiting":
        job = work(job)
        pages.append((job.state, job.attempts, Crawl.objects.get().pages))
    assert pages == [("waiting", 0, 1), ("waiting", 0, 2), ("done", 1, 3)]
    assert Crawl.objects.get().state == "complete"


OUTAGES = {
    "500": stand_in.status(500),
    "429": stand_in.status(429, {"RateLimit": '"api";r=0;t=290'}),
    "429 without headers": stand_in.status(429, {"RateLimit": ""}),
    "a refused token": stand_in.status(
        401, {"X-Error-Message": "Invalid credentials in Authorization header"}
    ),
    "html": stand_in.body(b"<html>", "text/html"),
}


@pytest.mark.parametrize("case", OUTAGES)
def test_whatever_the_hub_answers_the_job_waits_and_goes_on(hub, case):
    hub.break_with(OUTAGES[case], on="list")
    job = sweeping()
    for _ in range(10):
        job = work(job)
        assert (job.state, job.error_class, job.attempts) == ("waiting", "NotNow", 0)
        assert job.run_after > timezone.now()
    hub.mend()
    HubState.objects.update(retry_at=timezone.now())
    Budget.objects.update(blocked_until=None, remaining=500)
    assert work(job).state == "done"
    assert HubEntry.objects.count() == 6


def test_without_the_setting_nothing_is_asked_for(hub, settings):
    job = sweeping()
    settings.CRAWL = []
    assert work(job).state == "done"
    for kind in ("tail", "sweep", "look-for-gone", "read-cards"):
        do(kind, key=f"slot:{kind}:209902010000")
    assert hub.asked == []
    assert not Job.objects.exclude(state="done").exists()


def test_a_pass_followed_by_hand_is_not_followed_twice(hub, monkeypatch):
    job = sweeping()
    at = crawl.begin("huggingface", "sweep", now=timezone.now())
    right = crawl.read_page

    def meanwhile(*args: Any, **options: Any) -> Any:
        page = right(*args, **options)
        Crawl.objects.filter(pk=at.pk).update(pages=7)
        return page

    monkeypatch.setattr(crawl, "read_page", meanwhile)
    job = work(job)
    assert (job.state, job.error_class, job.attempts) == ("waiting", "NotNow", 0)
    assert HubEntry.objects.count() == 0


def test_what_a_sweep_missed_is_looked_for_by_jobs(hub):
    work(sweeping())
    del hub.models["acme/m3"]
    HubEntry.objects.update(checked_at=timezone.now() - timedelta(hours=1))
    work(
        Job.objects.create(
            kind="crawl", key="crawl:huggingface:sweep", payload={"hub": "huggingface", "kind": "sweep"}
        )
    )
    do("look-for-gone")
    job = Job.objects.get(kind="confirm-gone")
    assert work(job).state == "done"
    following_job = Job.objects.filter(kind="confirm-gone").latest("pk")
    assert work(following_job).state == "done"
    assert "missing, private or deleted" in HubEntry.objects.get(repo_id="acme/m3").failure
    assert HubEntry.objects.exclude(failure="").count() == 1


@pytest.fixture
def listed(hub) -> dict[str, HubEntry]:
    """Of four models: one imported, one much downloaded, one little, one read already."""
    made = {}
    for name, downloads in (("imported", 0), ("popular", 900), ("little", 5), ("known", 800)):
        of = make_model(f"acme/{name}")
        entry = make_entry(of)
        HubEntry.objects.filter(pk=entry.pk).update(state="public", commit="a" * 40, downloads=downloads)
        import_facts(of, released("final-weights"))
        Scorecard.objects.filter(model=of).exclude(model__path="acme/imported").update(state="draft")
        refresh_counts([(of.pk, downloads)])
        made[name] = entry
    HubEntry.objects.filter(pk=made["known"].pk).update(card_commit="a" * 40)
    return made


def test_cards_of_imported_and_of_much_downloaded_models_are_asked_for(listed, settings):
    settings.CARDS_READ = 2
    do("read-cards")
    asked = set(Job.objects.filter(kind="refresh").values_list("payload__entry", flat=True))
    assert asked == {listed["imported"].pk, listed["popular"].pk}


def test_what_people_recorded_comes_first_then_the_most_downloaded_as_there_is_room(
    listed, settings, monkeypatch
):
    settings.CARDS_READ = 100
    monkeypatch.setattr(cards, "MOST_OPEN", 2)
    now = timezone.now()
    assert cards.ask_for_due("huggingface", now=now) == 2
    assert cards.ask_for_due("huggingface", now=now) == 0
    asked = list(Job.objects.filter(kind="refresh").order_by("pk").values_list("payload__entry", flat=True))
    assert asked == [listed["imported"].pk, listed["popular"].pk]


def test_a_card_that_could_not_be_read_is_tried_again_on_another_day(listed, settings, hub):
    settings.CARDS_READ = 0
    do("read-cards")
    job = Job.objects.get(kind="refresh")
    assert work(job).state == "done"  # the hub does not show it
    assert cards.ask_for_due("huggingface", now=timezone.now()) == 0
    assert cards.ask_for_due("huggingface", now=timezone.now() + timedelta(days=1, minutes=1)) == 1


def test_a_claim_of_a_source_is_read_for_the_first_time(listed, settings):
    settings.CARDS_READ = 0
    HubEntry.objects.filter(pk=listed["imported"].pk).update(state="claimed", commit="")
    assert cards.ask_for_due("huggingface", now=timezone.now()) == 1

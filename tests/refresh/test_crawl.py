"""Passes over a hub's list, with the real client against a server that speaks the hub's API."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DataError

from registry.catalog.models import AIModel, HubEntry
from registry.hubs.snapshot import RateLimited, Snapshot, Unauthorized, Unavailable
from registry.refresh import crawl, hub_state, missing, set_aside
from registry.refresh.models import Budget, Crawl, HubState, SetAside
from registry.scorecards.models import Observation
from tests.hubs import stand_in
from tests.hubs.stand_in import Hub, model

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def hub(settings) -> Iterator[Hub]:
    with stand_in.running() as running:
        settings.HF_ENDPOINT, settings.HF_TOKEN = running.url, ""
        yield running


@pytest.fixture(autouse=True)
def small_pages(monkeypatch) -> None:
    monkeypatch.setattr(crawl, "LARGEST", 2)


def numbered(n: int, *, at: datetime = NOW - timedelta(days=30), **changes: Any) -> dict[str, Any]:
    moment = (at + timedelta(minutes=n)).isoformat().replace("+00:00", ".000Z")
    return model(f"acme/m{n}", **{"_id": f"{n:024x}", "createdAt": moment, "lastModified": moment} | changes)


def shows(hub: Hub, count: int, **changes: Any) -> None:
    for n in range(count):
        hub.shows(numbered(n, **changes))


def run(kind: str, *, now: datetime = NOW, steps: int = 100) -> Crawl:
    """Steps of the pass until it is over, or so many of them."""
    at = crawl.begin("huggingface", kind, now=now)
    for _ in range(steps):
        if at.state != "running":
            break
        at = crawl.step(at, now=now)
    return at


def listed() -> set[str]:
    return set(HubEntry.objects.values_list("repo_id", flat=True))


def test_a_sweep_lists_everything_and_stamps_it(hub):
    shows(hub, 5)
    done = run("sweep")
    assert (done.state, done.pages, done.requests, done.seen, done.new) == ("complete", 3, 3, 5, 5)
    assert listed() == {f"acme/m{n}" for n in range(5)}
    assert set(HubEntry.objects.values_list("seen_in", flat=True)) == {done.number}
    assert len(hub.asked) == 3  # and none per model


def test_a_second_sweep_with_nothing_changed_writes_no_evidence(hub):
    shows(hub, 5)
    run("sweep")
    again = run("sweep", now=NOW + timedelta(days=1))
    assert (again.number, again.seen, again.new, again.changed) == (2, 5, 0, 0)
    assert Observation.objects.count() == 5


def test_a_pass_cut_in_the_middle_goes_on_at_its_cursor(hub, monkeypatch):
    shows(hub, 6)
    run("sweep", steps=1)
    right = crawl.set_aside.note

    def dies(*args: Any, **options: Any) -> None:
        right(*args, **options)
        raise KeyboardInterrupt

    monkeypatch.setattr(crawl.set_aside, "note", dies)
    with pytest.raises(KeyboardInterrupt):
        run("sweep", steps=1)
    monkeypatch.undo()
    assert len(listed()) == 2  # the page that was cut is not half written
    asked = len(hub.asked)
    done = run("sweep")
    assert (done.number, done.state, done.seen) == (1, "complete", 6)
    assert len(hub.asked) - asked == 2
    assert listed() == {f"acme/m{n}" for n in range(6)}


def test_two_processes_on_one_pass_write_each_page_once(hub):
    shows(hub, 4)
    one = crawl.begin("huggingface", "sweep", now=NOW)
    other = crawl.begin("huggingface", "sweep", now=NOW)
    after = crawl.step(one, now=NOW)
    with pytest.raises(crawl.Taken):
        crawl.step(other, now=NOW)
    assert (one.pk, after.pages, Crawl.objects.get().seen) == (other.pk, 1, 2)


def test_bad_items_are_set_aside_once_with_their_reason_and_let_go_when_they_read_well(hub):
    shows(hub, 3)
    hub.shows(numbered(1, id="../../etc/passwd"))
    hub.models["acme/m1"] = hub.models.pop("../../etc/passwd")
    first = run("sweep")
    assert (first.state, first.seen, first.set_aside) == ("complete", 3, 1)
    hub.models["acme/m1"]["likes"] = 77
    run("sweep", now=NOW + timedelta(days=1))
    kept = SetAside.objects.get()
    assert (kept.key, kept.times, kept.first_at) == (f"{1:024x}", 2, NOW)
    assert "which repository" in kept.reason
    hub.shows(numbered(1))
    run("sweep", now=NOW + timedelta(days=2))
    assert not SetAside.objects.exists()


def test_an_item_the_database_refuses_is_set_aside_and_its_page_is_written(hub, monkeypatch):
    monkeypatch.setattr(crawl, "LARGEST", 10)
    shows(hub, 7)
    right = set_aside.write_page

    def refuses(seen: list[Snapshot], **options: Any) -> Any:
        if any(one.repo_id == "acme/m3" for one in seen):
            raise DataError("no such thing can be stored")
        return right(seen, **options)

    monkeypatch.setattr(set_aside, "write_page", refuses)
    done = run("sweep")
    assert (done.state, done.seen, done.new, done.set_aside) == ("complete", 7, 6, 1)
    assert SetAside.objects.get().repo_id == "acme/m3"


def test_a_list_that_leads_in_a_circle_ends_the_pass_and_nothing_is_gone(hub):
    shows(hub, 6)
    run("sweep")
    start = hub.listing.page("createdAt", None, 2)[1]
    circle = {"Link": f'</api/models?cursor={stand_in.stand_in_list.packed(start)}>; rel="next"'}
    run("sweep", now=NOW + timedelta(days=1), steps=2)
    newest = [numbered(5), numbered(4)]
    hub.break_with(stand_in.body(stand_in.json.dumps(newest).encode(), headers=circle), on="list")
    done = run("sweep", now=NOW + timedelta(days=1))
    assert (done.state, done.error) == ("failed", "The hub's list leads back to where it was before.")
    assert missing.last_believed("huggingface").number == 1


def test_a_next_page_on_another_host_ends_the_pass(hub):
    link = {"Link": '<https://evil.example/api/models?cursor=x>; rel="next"'}
    hub.break_with(stand_in.body(b"[]", headers=link), on="list")
    done = run("sweep")
    assert (done.state, done.pages) == ("failed", 0)
    assert "elsewhere" in done.error


def test_a_slow_list_is_asked_for_smaller_pages_with_the_same_cursor(hub, monkeypatch):
    monkeypatch.setattr(crawl, "LARGEST", 4)
    shows(hub, 8)
    at = run("sweep", steps=1)
    hub.break_with(stand_in.status(504), on="list")
    with pytest.raises(Unavailable):
        crawl.step(at, now=NOW)
    hub.mend()
    halved = crawl.step(Crawl.objects.get(), now=NOW)
    assert (halved.seen, halved.requests, halved.page_size) == (6, 3, 3)
    assert run("sweep").state == "complete"
    assert len(listed()) == 8


OUTAGES = {
    "500": (stand_in.status(500), Unavailable),
    "429 with headers": (stand_in.status(429, {"RateLimit": '"api";r=0;t=55'}), RateLimited),
    "429 without": (stand_in.status(429, {"RateLimit": ""}), RateLimited),
    "html with 200": (stand_in.body(b"<html>", "text/html"), Unavailable),
    "nothing with 200": (stand_in.body(b""), Unavailable),
    "truncated": (stand_in.truncated, Unavailable),
    "reset": (stand_in.reset, Unavailable),
}


@pytest.mark.parametrize("case", OUTAGES)
def test_an_outage_changes_nothing_and_the_pass_goes_on_after_it(hub, case):
    shows(hub, 4)
    run("sweep")
    later = NOW + timedelta(days=1)
    run("sweep", now=later, steps=1)
    before = everything()
    fault, error = OUTAGES[case]
    hub.break_with(fault, on="list")
    with pytest.raises(error):
        run("sweep", now=later, steps=1)
    assert everything() == before
    hub.mend()
    done = run("sweep", now=later + timedelta(hours=1))
    assert (done.number, done.state, done.seen) == (2, "complete", 4)


def everything() -> list[Any]:
    return [
        list(HubEntry.objects.order_by("pk").values()),
        list(AIModel.objects.order_by("pk").values()),
        Observation.objects.count(),
        Crawl.objects.get(state="running").cursor,
    ]


def test_a_revoked_token_changes_nothing_and_stops_all_asking(hub, settings):
    shows(hub, 4)
    run("sweep")
    settings.HF_TOKEN = "hf_revoked"
    at = crawl.begin("huggingface", "sweep", now=NOW + timedelta(days=1))
    before = everything()
    with pytest.raises(Unauthorized):
        crawl.step(at, now=NOW + timedelta(days=1))
    asked = len(hub.asked)
    with pytest.raises(hub_state.Resting):
        crawl.step(at, now=NOW + timedelta(days=1, minutes=5))
    assert everything() == before
    assert len(hub.asked) == asked
    assert HubState.objects.get().state == "unauthorized"


def test_the_first_tail_goes_back_a_day_and_the_next_ones_to_the_last_with_overlap(hub):
    for n, hours in enumerate((1, 5, 20, 30, 40)):
        hub.shows(numbered(n, lastModified=(NOW - timedelta(hours=hours)).isoformat()))
    first = run("tail")
    assert (first.state, first.seen, first.high_water) == ("complete", 4, NOW - timedelta(hours=1))
    hub.shows(numbered(0, lastModified=(NOW - timedelta(minutes=50)).isoformat(), likes=5))
    second = run("tail", now=NOW + timedelta(minutes=10))
    assert (second.state, second.pages, second.high_water) == ("complete", 1, NOW - timedelta(minutes=50))


def test_a_change_that_came_in_late_is_caught_by_the_overlap(hub):
    hub.shows(numbered(0, lastModified=NOW.isoformat()))
    run("tail")
    hub.shows(numbered(1, lastModified=(NOW - timedelta(minutes=9)).isoformat()))
    run("tail", now=NOW + timedelta(minutes=10))
    assert listed() == {"acme/m0", "acme/m1"}


def test_a_tail_that_was_not_finished_sets_no_mark(hub):
    for n in range(6):
        hub.shows(numbered(n, at=NOW - timedelta(hours=1)))
    run("tail", steps=1)
    stopped = Crawl.objects.get()
    crawl.stop(stopped, now=NOW)
    done = run("tail", now=NOW + timedelta(minutes=10))
    assert (done.number, done.state, len(listed())) == (2, "complete", 6)


def test_a_tail_marks_nothing_as_seen_by_a_sweep(hub):
    shows(hub, 2, lastModified=NOW.isoformat())
    run("tail")
    assert set(HubEntry.objects.values_list("seen_in", flat=True)) == {0}


def test_a_date_far_in_the_future_does_not_become_the_mark(hub):
    hub.shows(numbered(0, lastModified="2999-01-01T00:00:00.000Z"))
    hub.shows(numbered(1, lastModified=(NOW - timedelta(hours=2)).isoformat()))
    assert run("tail").high_water == NOW - timedelta(hours=2)


def test_pages_are_taken_out_of_the_shared_budget(hub):
    shows(hub, 4)
    run("sweep")
    budget = Budget.objects.get()
    assert (budget.bucket, budget.account, budget.limit, budget.remaining) == ("api", "anonymous", 500, 498)
    Budget.objects.update(remaining=100)
    with pytest.raises(RateLimited) as caught:
        run("sweep", now=NOW + timedelta(seconds=10))
    assert 280 <= caught.value.retry_after <= 300
    assert len(hub.asked) == 2


def test_passes_of_last_season_are_forgotten_and_numbers_go_on(hub):
    shows(hub, 2)
    run("tail")
    run("sweep")
    run("tail", now=NOW + timedelta(days=91))
    assert sorted(Crawl.objects.values_list("kind", "number")) == [("sweep", 2), ("tail", 3)]

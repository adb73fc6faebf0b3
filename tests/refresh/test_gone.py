"""What a sweep did not see: looked up by itself, and gone only after two days."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from registry.catalog.models import HubEntry
from registry.hubs.snapshot import Unauthorized, Unavailable
from registry.refresh import crawl, gone, missing
from registry.refresh.models import Crawl, HubState
from tests.build import make_entry, make_model
from tests.hubs import stand_in
from tests.hubs.stand_in import Hub, model

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HUB = "huggingface"


@pytest.fixture
def hub(settings) -> Iterator[Hub]:
    with stand_in.running() as running:
        settings.HF_ENDPOINT, settings.HF_TOKEN = running.url, ""
        for n in range(30):
            running.shows(numbered(n))
        sweep()
        yield running


def numbered(n: int, **changes: Any) -> dict[str, Any]:
    return model(f"acme/m{n}", _id=f"{n:024x}", createdAt=f"2026-10-01T08:00:{n:02d}.000Z", **changes)


def sweep(*, day: float = 0) -> Crawl:
    now = NOW + timedelta(days=day)
    at = crawl.begin(HUB, "sweep", now=now)
    while at.state == "running":
        at = crawl.step(at, now=now, most=10)
    return at


def look(*, day: float) -> None:
    after: int | None = 0
    while after is not None:
        after = gone.look_for(HUB, after=after, now=NOW + timedelta(days=day))


def states() -> dict[str, int]:
    found: dict[str, int] = {}
    for state in HubEntry.objects.values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found


def withdraw(hub: Hub, *numbers: int) -> None:
    for n in numbers:
        del hub.models[f"acme/m{n}"]


def entry(n: int) -> HubEntry:
    return HubEntry.objects.get(hub_key=f"{n:024x}")


def test_what_two_looks_on_different_days_do_not_find_is_gone(hub):
    withdraw(hub, 3)
    sweep(day=1)
    look(day=1)
    assert (entry(3).state, entry(3).missing_since) == ("public", (NOW + timedelta(days=1)).date())
    look(day=1.2)
    assert states() == {"public": 30}
    look(day=2)
    assert states() == {"public": 29, "gone": 1}
    assert set(entry(3).events.values_list("kind", flat=True)) == {"missing", "gone"}


def test_only_what_the_sweep_missed_is_looked_up(hub):
    withdraw(hub, 3, 4)
    sweep(day=1)
    hub.asked.clear()
    look(day=1)
    assert sorted(hub.paths())[-2:] == ["/api/models/acme/m3", "/api/models/acme/m4"]
    assert len(hub.asked) == 3  # and one that is there


def test_what_the_look_finds_is_there(hub, monkeypatch):
    hidden = hub.models.pop("acme/m5")  # the list left it out by mistake
    sweep(day=1)
    hub.models["acme/m5"] = hidden
    look(day=1)
    look(day=2)
    assert (entry(5).state, entry(5).missing_since) == ("public", None)


def test_a_renamed_repository_that_the_list_left_out_is_followed_by_its_id(hub):
    hub.renames("acme/m6", "acme/new-name")
    hidden = hub.models.pop("acme/new-name")
    sweep(day=1)
    hub.models["acme/new-name"] = hidden
    look(day=1)
    assert (entry(6).repo_id, entry(6).state) == ("acme/new-name", "public")


def test_a_sweep_that_did_not_come_to_its_end_makes_nothing_a_candidate(hub):
    withdraw(hub, 3)
    at = crawl.begin(HUB, "sweep", now=NOW + timedelta(days=1))
    crawl.step(at, now=NOW + timedelta(days=1), most=10)
    assert not gone.candidates(HUB, now=NOW + timedelta(days=1)).exists()
    crawl.stop(Crawl.objects.get(state="running"), now=NOW + timedelta(days=1))
    assert not gone.candidates(HUB, now=NOW + timedelta(days=1)).exists()


def test_what_came_in_during_the_sweep_by_another_road_is_no_candidate(hub):
    at = crawl.begin(HUB, "sweep", now=NOW + timedelta(days=1))
    at = crawl.step(at, now=NOW + timedelta(days=1), most=10)
    newcomer = make_entry(make_model("acme/new"))
    HubEntry.objects.filter(pk=newcomer.pk).update(
        hub_key="f" * 24, state="public", checked_at=NOW + timedelta(days=1, minutes=1)
    )
    while at.state == "running":
        at = crawl.step(at, now=NOW + timedelta(days=1), most=10)
    assert at.state == "complete"
    assert not gone.candidates(HUB, now=NOW + timedelta(days=1)).exists()


@pytest.mark.parametrize("left", [0, 5])
def test_a_sweep_that_misses_too_much_is_not_believed_and_says_so(hub, left):
    for name in list(hub.models)[left:]:
        del hub.models[name]
    done = sweep(day=1)
    assert done.state == "failed"
    assert "nothing is taken for gone" in HubState.objects.get().warning
    look(day=1)
    look(day=2)
    assert states() == {"public": 30}
    for n in range(30):
        hub.shows(numbered(n))
    assert sweep(day=2).state == "complete"
    assert HubState.objects.get().warning == ""


def test_new_models_do_not_hide_that_the_known_ones_are_missing(hub):
    hub.models.clear()
    for n in range(40, 59):
        hub.shows(numbered(n))
    assert sweep(day=1).state == "failed"


def test_a_hub_that_does_not_show_what_it_lists_says_nothing_of_the_rest(hub):
    withdraw(hub, 3)
    sweep(day=1)
    for day in (1, 2):
        hub.break_with(stand_in.status(404, {"X-Error-Code": "RepoNotFound"}))
        look(day=day)
    assert states() == {"public": 30}
    assert "nothing is taken for gone" in HubState.objects.get().warning


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (stand_in.status(500), Unavailable),
        (
            stand_in.status(401, {"X-Error-Message": "Invalid credentials in Authorization header"}),
            Unauthorized,
        ),
    ],
)
def test_a_failing_or_refusing_hub_marks_nothing(hub, fault, error):
    withdraw(hub, 3)
    sweep(day=1)
    hub.break_with(fault)
    for day in (1, 2):
        HubState.objects.update(retry_at=None)
        with pytest.raises(error):
            look(day=day)
    assert states() == {"public": 30}
    assert entry(3).missing_since is None


def test_what_is_gone_and_comes_back_is_there_again(hub):
    kept = hub.models["acme/m3"]
    withdraw(hub, 3)
    sweep(day=1)
    look(day=1)
    look(day=2)
    hub.models["acme/m3"] = kept
    sweep(day=3)
    assert (entry(3).state, entry(3).missing_since) == ("public", None)
    assert "returned" in set(entry(3).events.values_list("kind", flat=True))


def test_a_claim_that_no_hub_ever_showed_is_no_candidate(hub):
    make_entry(make_model("acme/only-claimed"))
    sweep(day=1)
    assert not missing.missed_by(missing.last_believed(HUB)).exists()

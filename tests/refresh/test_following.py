"""What is kept of the crawls, as people look at it: the last pass, the last whole one, and how far it is."""

from datetime import timedelta

import pytest
from django.test import override_settings
from pytest_django import DjangoAssertNumQueries

from registry.refresh.models import Budget, Crawl, HubState, LinkCheck, SetAside
from registry.refresh.queries import UNASKED, Allowance, Hub, allowances, following, links
from tests.build import NOON

pytestmark = pytest.mark.django_db


def crawl(number: int, kind: str = "sweep", state: str = "complete", seen: int = 1000) -> Crawl:
    began = NOON + timedelta(hours=number)
    ended = None if state == "running" else began + timedelta(minutes=5)
    return Crawl.objects.create(
        hub="huggingface",
        kind=kind,
        number=number,
        state=state,
        seen=seen,
        started_at=began,
        updated_at=began,
        finished_at=ended,
        error="reset" if state == "failed" else "",
    )


def test_a_site_that_follows_nothing_says_so() -> None:
    found = following()
    assert (found.tail, found.whole_tail, found.sweep, found.whole_sweep) == (None, None, None, None)
    assert (found.set_aside, found.swept) == (0, None)
    states = {hub.slug: hub.state for hub in found.hubs}
    assert states.pop("huggingface") == UNASKED
    assert set(states.values()) == {"not_configured"}


def test_the_last_pass_and_the_last_whole_one_are_told_apart() -> None:
    crawl(1)
    crawl(2, "tail")
    crawl(3)
    crawl(4, state="failed")
    crawl(5, "tail", "running")
    found = following()
    last = [
        row.number if row else 0 for row in (found.sweep, found.whole_sweep, found.tail, found.whole_tail)
    ]
    assert last == [4, 3, 5, 2]
    assert found.swept is None


@pytest.mark.parametrize(("before", "now", "share"), [(1000, 250, 0.25), (1000, 1500, 1.0), (0, 10, None)])
def test_progress_is_measured_by_what_the_last_whole_sweep_saw(
    before: int, now: int, share: float | None
) -> None:
    crawl(1, seen=before)
    crawl(2, state="running", seen=now)
    assert following().swept == share


def test_the_first_sweep_has_nothing_to_be_measured_by() -> None:
    crawl(1, state="running", seen=5)
    assert following().swept is None


def test_it_costs_three_small_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(1, 30):
        crawl(number, "tail")
    HubState.objects.create(hub="huggingface", state="unreachable", reason="reset", since=NOON)
    SetAside.objects.create(hub="huggingface", reason="no id", digest="d", first_at=NOON, last_at=NOON)
    with django_assert_num_queries(3):
        found = following()
    assert found.tail
    assert found.tail.number == 29
    first = found.hubs[0]
    assert (first.slug, first.state, first.reason) == ("huggingface", "unreachable", "reset")
    assert found.set_aside == 1


def test_what_a_hub_said_before_it_was_switched_off_is_forgotten() -> None:
    HubState.objects.create(hub="zenodo", state="unreachable", reason="reset", warning="odd", since=NOON)
    with override_settings(CITED_HUBS=["zenodo"]):
        assert Hub("zenodo", "unreachable", "reset", "odd", NOON) in following().hubs
    with override_settings(CITED_HUBS=[]):
        assert Hub("zenodo", "not_configured") in following().hubs


def test_links_count_as_long_as_they_are_cited_and_only_those_asked_count_as_checked() -> None:
    states = ["alive", "alive", "changed", "unreachable", "unchecked", "refused", "alive"]
    for number, state in enumerate(states):
        LinkCheck.objects.create(
            digest=str(number), url=f"https://x.example/{number}", host="x.example", state=state, due_at=NOON
        )
    LinkCheck.objects.filter(digest="6").update(due_at=None)
    found = links()
    assert (found.checked, found.answering, found.changed, found.gone) == (4, 3, 1, 0)
    assert found.alive == 0.75


def test_without_any_link_checked_there_is_no_share() -> None:
    assert links().alive is None


def test_only_a_window_under_way_has_something_left() -> None:
    common = {"hub": "huggingface", "account": "anonymous", "limit": 500, "window": 300}
    later = NOON + timedelta(minutes=1)
    Budget.objects.create(bucket="api", remaining=99, resets_at=later, **common)
    Budget.objects.create(bucket="pages", remaining=99, resets_at=NOON, **common)
    assert allowances(now=NOON) == (Allowance("huggingface", "anonymous", "api", 500, 99),)

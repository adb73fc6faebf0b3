"""How a hub's answers add up: the breaker, a refused token, and what lifts them."""

from datetime import UTC, datetime, timedelta

import pytest

from registry.hubs.snapshot import (
    Disabled,
    Gated,
    HubError,
    Malformed,
    NotVisible,
    RateLimited,
    Unauthorized,
    Unavailable,
)
from registry.refresh import hub_state
from registry.refresh.hub_state import asking, lift, may_ask, note_ok, note_trouble
from registry.refresh.models import HubState

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
HUB = "huggingface"


def fail(times: int, *, now: datetime = NOON) -> None:
    for _ in range(times):
        note_trouble(HUB, Unavailable("The hub answered with status 500."), now=now)


def state() -> HubState:
    return HubState.objects.get()


def test_a_hub_nobody_asked_yet_may_be_asked():
    assert may_ask(HUB, now=NOON) is None


def test_twenty_failures_in_a_minute_stop_the_asking_for_a_minute():
    fail(19)
    assert may_ask(HUB, now=NOON) is None
    fail(1)
    assert may_ask(HUB, now=NOON) == 60.0
    assert state().state == "unreachable"


def test_nineteen_in_each_of_two_minutes_do_not():
    fail(19)
    fail(19, now=NOON + timedelta(seconds=61))
    assert may_ask(HUB, now=NOON + timedelta(seconds=62)) is None


def test_after_the_rest_one_asks_for_all_and_a_good_answer_opens_it():
    fail(20)
    later = NOON + timedelta(seconds=60)
    assert may_ask(HUB, now=later) is None
    assert may_ask(HUB, now=later) == 60.0
    note_ok(HUB, now=later)
    assert may_ask(HUB, now=later) is None
    assert (state().state, state().failures) == ("ok", 0)


def test_the_longer_it_lasts_the_longer_the_rest_up_to_a_quarter_of_an_hour():
    fail(20)
    waits = []
    for minutes in (1, 6, 60):
        now = NOON + timedelta(minutes=minutes)
        HubState.objects.update(retry_at=now)
        assert may_ask(HUB, now=now) is None
        fail(1, now=now)
        waits.append(may_ask(HUB, now=now))
    assert waits == [60.0, 360.0, 900.0]


def test_three_failures_in_a_row_are_said_though_nothing_is_stopped():
    fail(3)
    assert (state().state, state().reason) == ("unreachable", "The hub answered with status 500.")
    assert may_ask(HUB, now=NOON) is None


def test_a_refused_token_stops_everything_and_is_tried_seldom():
    note_trouble(HUB, Unauthorized("The hub refuses our token."), token="hf_old", now=NOON)
    assert may_ask(HUB, token="hf_old", now=NOON) == 900.0
    assert may_ask(HUB, token="hf_old", now=NOON + timedelta(minutes=15)) is None
    assert may_ask(HUB, token="hf_old", now=NOON + timedelta(minutes=16)) == 840.0
    assert may_ask(HUB, token="hf_new", now=NOON) is None


def test_a_failure_is_no_good_answer_for_a_refused_token():
    note_trouble(HUB, Unauthorized("The hub refuses our token."), now=NOON)
    fail(5)
    assert (state().state, may_ask(HUB, now=NOON)) == ("unauthorized", 900.0)


def test_a_person_lifts_it():
    note_trouble(HUB, Unauthorized("The hub refuses our token."), now=NOON)
    assert lift(HUB, now=NOON)
    assert may_ask(HUB, now=NOON) is None
    assert not lift(HUB, now=NOON)


@pytest.mark.parametrize("error", [NotVisible, Gated, Disabled])
def test_an_answer_about_one_repository_is_a_good_answer(error):
    note_trouble(HUB, Unauthorized("The hub refuses our token."), now=NOON)
    HubState.objects.update(retry_at=NOON)
    with pytest.raises(error), asking(HUB, now=NOON):
        raise error("It is not shown.")
    assert state().state == "ok"


def test_a_name_that_was_never_asked_for_says_nothing_of_the_hub():
    note_trouble(HUB, Unauthorized("The hub refuses our token."), now=NOON)
    HubState.objects.update(retry_at=NOON)
    with pytest.raises(Malformed), asking(HUB, now=NOON):
        raise Malformed("'..' is not the name of a repository.")
    assert state().state == "unauthorized"


def test_while_it_rests_nobody_gets_through_and_the_reason_is_told():
    fail(20)
    with pytest.raises(hub_state.Resting) as caught, asking(HUB, now=NOON):
        pytest.fail("it was asked")
    assert "status 500" in str(caught.value)
    assert caught.value.retry_after == 60.0


def test_being_told_to_wait_is_said_and_over_with_the_next_answer():
    limited: HubError = RateLimited("Too many requests.", retry_after=60)
    note_trouble(HUB, limited, now=NOON)
    assert (state().state, may_ask(HUB, now=NOON)) == ("limited", None)
    note_ok(HUB, now=NOON + timedelta(minutes=1))
    assert (state().state, state().since) == ("ok", NOON + timedelta(minutes=1))


def test_a_good_answer_is_noted_once_a_minute_and_not_each_time(django_assert_num_queries):
    note_ok(HUB, now=NOON)
    with django_assert_num_queries(1):
        note_ok(HUB, now=NOON + timedelta(seconds=30))
    note_ok(HUB, now=NOON + timedelta(seconds=61))
    assert state().last_ok_at == NOON + timedelta(seconds=61)

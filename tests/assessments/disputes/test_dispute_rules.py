"""The clock of disputes: when one may be opened, decided and escalated."""

from datetime import datetime, timedelta

import pytest

from registry.assessments.disputes import rules
from registry.assessments.disputes.rules import Earlier, State
from tests.build import NOON

DAY = timedelta(days=1)
INSTANT = timedelta(seconds=1)


def ago(days: float) -> datetime:
    return NOON - days * DAY


def dismissed(*days: float) -> list[Earlier]:
    return [Earlier(ago(each + 20), ago(each)) for each in days]


@pytest.mark.parametrize(
    ("earlier", "wait"),
    [
        ([], None),
        (dismissed(1, 2), None),
        (dismissed(1, 2, 3), 9 * DAY),
        (dismissed(1, 2, 3, 4, 5), 9 * DAY),
        (dismissed(11, 12, 13), None),
        (dismissed(1, 2, 91), None),
        (dismissed(1, 2, 90), None),
        (dismissed(1, 2, 89.9), 9 * DAY),
        ([*dismissed(1, 2, 3), Earlier(ago(5))], 25 * DAY),
        ([*dismissed(30, 40, 50), Earlier(ago(29.5))], DAY / 2),
        ([*dismissed(30, 40, 50), Earlier(ago(30))], None),
        ([Earlier(ago(1)), Earlier(ago(2)), Earlier(ago(3))], None),
    ],
)
def test_whoever_was_dismissed_three_times_in_90_days_waits_30_days(
    earlier: list[Earlier], wait: timedelta | None
) -> None:
    assert rules.wait_to_open(earlier, NOON) == wait


@pytest.mark.parametrize(
    ("state", "opened", "late"),
    [
        (State.OPEN, ago(7), False),
        (State.OPEN, ago(7) - INSTANT, True),
        (State.ACKNOWLEDGED, ago(30), False),
        (State.WITHDRAWN, ago(30), False),
    ],
)
def test_a_curator_looks_within_seven_days(state: str, opened: datetime, late: bool) -> None:
    assert rules.is_late(state, opened, NOON) is late


@pytest.mark.parametrize(
    ("authors", "maker", "has_authors", "has_maker", "answered"),
    [
        (True, True, True, True, True),
        (True, False, True, True, False),
        (False, True, True, True, False),
        (True, False, True, False, True),
        (False, True, False, True, True),
        (False, False, True, False, False),
        (False, False, False, True, False),
        (False, False, False, False, False),
    ],
)
def test_the_window_ends_early_when_everybody_who_was_asked_has_answered(
    authors: bool, maker: bool, has_authors: bool, has_maker: bool, answered: bool
) -> None:
    found = rules.is_answered(authors=authors, maker=maker, has_authors=has_authors, has_maker=has_maker)
    assert found is answered


@pytest.mark.parametrize(
    ("state", "decidable_at", "may"),
    [
        (State.OPEN, None, False),
        (State.OPEN, ago(1), False),
        (State.ACKNOWLEDGED, ago(1), False),
        (State.IN_RESPONSE, None, False),
        (State.IN_RESPONSE, NOON + INSTANT, False),
        (State.IN_RESPONSE, NOON, True),
        (State.ESCALATED, ago(1), False),
        (State.DISMISSED, ago(1), False),
    ],
)
def test_nobody_decides_before_both_sides_could_answer(
    state: str, decidable_at: datetime | None, may: bool
) -> None:
    assert rules.may_decide(state, decidable_at, NOON) is may


@pytest.mark.parametrize(
    ("state", "escalated_at", "resolved_at", "may"),
    [
        (State.OPEN, None, None, False),
        (State.ACKNOWLEDGED, None, None, False),
        (State.IN_RESPONSE, None, None, True),
        (State.IN_RESPONSE, ago(1), None, False),
        (State.DISMISSED, None, ago(14), True),
        (State.DISMISSED, None, ago(14) - INSTANT, False),
        (State.UPHELD, None, ago(1), True),
        (State.UPHELD, ago(2), ago(1), False),
        (State.ESCALATED, ago(2), None, False),
        (State.WITHDRAWN, None, None, False),
    ],
)
def test_a_dispute_is_escalated_once_and_not_long_after_it_was_decided(
    state: str, escalated_at: datetime | None, resolved_at: datetime | None, may: bool
) -> None:
    assert rules.may_escalate(state, escalated_at, resolved_at, NOON) is may


@pytest.mark.parametrize(
    ("votes", "decided"),
    [
        ([], None),
        ([True], None),
        ([True, False], None),
        ([False, False], False),
        ([True, False, True], True),
        ([True, False, False], False),
    ],
)
def test_two_curators_of_one_mind_decide(votes: list[bool], decided: bool | None) -> None:
    assert rules.majority(votes) is decided

"""Switches of the whole site: off without a row, kept with a reason, and over when they say so."""

from datetime import timedelta

import pytest

from registry.accounts import flags
from registry.accounts.actors import OPERATOR
from registry.accounts.models import Event
from tests.build import NOON, make_actor

pytestmark = pytest.mark.django_db


def test_a_switch_is_off_until_somebody_turns_it_on() -> None:
    assert flags.on() == frozenset()
    flags.switch("read_only", True, because="the disk is nearly full", by=OPERATOR, now=NOON)
    assert flags.is_on("read_only")
    flags.switch("read_only", False, because="it has room again", by=OPERATOR, now=NOON)
    assert not flags.is_on("read_only")


def test_a_switch_goes_off_by_itself_when_its_time_is_over() -> None:
    until = NOON + timedelta(hours=1)
    flags.switch("signups_closed", True, because="a storm", by=OPERATOR, now=NOON, until=until)
    assert flags.is_on("signups_closed", now=NOON)
    assert not flags.is_on("signups_closed", now=until)


def test_who_turned_it_and_why_is_written_down() -> None:
    admin = make_actor()
    flags.switch("deny_login", True, because="a hole in signing in", by=admin, now=NOON)
    event = Event.objects.get(verb="switch.on")
    assert (event.actor, event.target, event.because) == (admin.user, "deny_login", "a hole in signing in")
    assert (event.before, event.after) == ({"on": False}, {"on": True, "until": None})


@pytest.mark.parametrize(("name", "because"), [("read_only", "  "), ("everything", "why not")])
def test_no_switch_without_a_reason_and_none_that_is_unknown(name: str, because: str) -> None:
    with pytest.raises(ValueError, match=r"say why|everything"):
        flags.switch(name, True, because=because, by=OPERATOR, now=NOON)
    assert flags.on() == frozenset()
    assert not Event.objects.exists()

"""Modes of the whole site: what is written is refused, what is read is served, whoever asks."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from registry.accounts import flags
from registry.accounts.actors import OPERATOR
from registry.accounts.models import Event
from tests.badges.site import Site
from tests.build import NOON, make_model, make_user, released, review_facts, sign_in

pytestmark = pytest.mark.django_db
WRITES = [
    ("post", "/account/sign-in/"),
    ("post", "/account/sign-up/"),
    ("post", "/account/sign-out/"),
    ("post", "/models/acme/rocket-7b/"),
    ("post", "/api/v1/tokens/found/"),
    ("put", "/api/v1/models/"),
    ("delete", "/api/v1/models/acme/rocket-7b/"),
    ("patch", "/no/such/page/"),
]


def turn_on(name: str) -> None:
    flags.switch(name, True, because="a drill", by=OPERATOR, now=NOON)


@pytest.mark.parametrize("mode", ["read_only", "deny_login"])
@pytest.mark.parametrize(("method", "address"), WRITES)
def test_every_write_is_answered_503_with_when_to_come_back(
    client: Client, mode: str, method: str, address: str
) -> None:
    turn_on(mode)
    answer = getattr(client, method)(address)
    assert answer.status_code == 503
    assert answer["Retry-After"] == "600"
    assert answer["Cache-Control"] == "no-store"
    if address.startswith("/api/"):
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["status"] == 503
    else:
        assert "Nothing can be written for now" in answer.text


@pytest.mark.parametrize("mode", ["read_only", "deny_login"])
def test_reading_and_judging_go_on(client: Client, mode: str) -> None:
    review_facts(make_model(), released("final-weights"))
    turn_on(mode)
    for address in ("/", "/models/acme/rocket-7b/", "/api/v1/models/", "/account/sign-in/", "/healthz"):
        assert client.get(address).status_code == 200
    document = 'format = 1\n[[facts]]\ncomponent = "final-weights"\n'
    judged = client.post("/api/v1/evaluate/", document, content_type="application/toml")
    assert judged.status_code != 503


def test_badges_stand_in_front_of_every_mode() -> None:
    review_facts(make_model(), released("final-weights"))
    turn_on("deny_login")
    site = Site()
    site.look()
    assert site.message("acme/rocket-7b")


def test_who_is_signed_in_stays_so_while_nothing_is_written(client: Client) -> None:
    sign_in(client, make_user("ada-l"))
    turn_on("read_only")
    assert "ada-l" in client.get("/").text


def test_nobody_is_known_while_logins_are_denied_and_afterwards_again(client: Client) -> None:
    sign_in(client, make_user("ada-l", admin=True), mfa=True)
    turn_on("deny_login")
    answer = client.get("/")
    assert "ada-l" not in answer.text
    assert not answer.cookies, "the session waits in the browser"
    flags.switch("deny_login", False, because="over", by=OPERATOR, now=NOON)
    assert "ada-l" in client.get("/").text


def test_a_reader_without_a_session_costs_no_question(
    client: Client, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(0):
        client.get("/about/")


def test_the_command_turns_switches_and_says_how_they_stand() -> None:
    told = StringIO()
    call_command("switch", "read_only", "on", "--because", "the disk is full", "--hours", "2", stdout=told)
    assert "read_only       on " in told.getvalue()
    assert "the disk is full (until " in told.getvalue()
    assert flags.is_on("read_only")
    call_command("switch", "read_only", "off", "--because", "it is not any more", stdout=StringIO())
    assert not flags.is_on("read_only")
    assert Event.objects.filter(via="command", target="read_only").count() == 2
    with pytest.raises(CommandError, match="and why"):
        call_command("switch", "read_only", "on")

"""Signing up and in: an address is confirmed first, and nobody learns who has an account."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client, override_settings
from django.utils import timezone

from registry.accounts import flags, unconfirmed
from registry.accounts.models import Event, User
from registry.web.sign_in import sign_ups
from tests.build import do_jobs, make_user

pytestmark = pytest.mark.django_db
UP, IN, RESET = "/account/sign-up/", "/account/sign-in/", "/account/password/reset/"
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def quick_passwords() -> Iterator[None]:
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


def sign_up(client: Client, name: str = "Ada-L", email: str = "ada@people.example", **sent: str) -> object:
    return client.post(UP, {"username": name, "email": email, "password1": PASSWORD} | sent)


def link_in(message: mail.EmailMessage) -> str:
    found = re.search(r"http://localhost:\d+(/\S+)", message.body)
    assert found, message.body
    return found[1]


def member(name: str = "grace", email: str = "grace@people.example") -> User:
    user = make_user(name, email=email)
    user.set_password(PASSWORD)
    user.save()
    return user


def test_whoever_signs_up_confirms_by_mail_and_is_signed_in(client: Client) -> None:
    answer = sign_up(client)
    assert answer.status_code == 302
    assert answer["Location"] == "/account/confirm/"
    do_jobs()
    [message] = mail.outbox
    assert message.to == ["ada@people.example"]
    address = link_in(message)
    assert client.get(address).status_code == 200
    assert not EmailAddress.objects.get().verified, "opening the link confirms nothing"
    assert client.post(address).status_code == 302
    assert EmailAddress.objects.get().verified
    assert "Ada-L" in client.get("/").text


def test_a_link_opened_by_somebody_else_asks_for_the_password(client: Client) -> None:
    sign_up(client)
    do_jobs()
    address, stranger = link_in(mail.outbox[0]), Client()
    assert "Password" in stranger.get(address).text
    assert stranger.post(address).status_code == 422
    assert stranger.post(address, {"password": "another"}).status_code == 422
    assert not EmailAddress.objects.get().verified
    assert stranger.post(address, {"password": PASSWORD}).status_code == 302
    assert EmailAddress.objects.get().verified
    assert "Ada-L" in stranger.get("/").text


def test_a_link_that_was_cut_off_says_so(client: Client) -> None:
    answer = client.get("/account/confirm/MQ:1abcde:xyz/")
    assert answer.status_code == 404
    assert "not good any more" in answer.text


def same(known: object, unknown: object, *names: str) -> None:
    """Both answers are alike in status, place and bytes, but for what was typed and the form token."""
    assert known.status_code == unknown.status_code
    assert known.headers.get("Location") == unknown.headers.get("Location")

    def plain(answer: object) -> str:
        text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.text)
        for name in names:
            text = text.replace(name, "…")
        return text

    assert plain(known) == plain(unknown)
    assert {*known.cookies} == {*unknown.cookies}


def test_signing_up_tells_nobody_which_address_has_an_account() -> None:
    member()
    same(
        sign_up(Client(), "one-name", "grace@people.example"), sign_up(Client(), "other-name", "x@y.example")
    )
    same(
        sign_up(
            Client(), "one-name", "third@people.example"
        ),  # the name stays taken, as if it had been given
        sign_up(Client(), "other-name", "third@people.example"),
        "one-name",
        "other-name",
    )
    do_jobs()
    assert [message.subject for message in mail.outbox] == [
        "You have an account already",
        "Confirm your e-mail address",
    ]


def test_signing_in_tells_nobody_which_address_has_an_account() -> None:
    member()
    sign_up(Client())
    wrong = {"password": "not the right one"}
    nobody = Client().post(IN, {"login": "nobody@people.example"} | wrong)
    assert nobody.status_code == 422
    same(Client().post(IN, {"login": "grace@people.example"} | wrong), nobody, "grace@", "nobody@")
    not_confirmed = Client().post(IN, {"login": "ada@people.example", "password": PASSWORD})
    same(not_confirmed, nobody, "ada@", "nobody@")


def test_a_forgotten_password_tells_nobody_which_address_has_an_account() -> None:
    member()
    sign_up(Client())
    asked = [Client().post(RESET, {"email": f"{name}@people.example"}) for name in ("grace", "ada", "nobody")]
    same(asked[0], asked[1])
    same(asked[0], asked[2])
    mail.outbox.clear()
    do_jobs()
    to = [message.to[0] for message in mail.outbox if "new password" in message.subject]
    assert to == ["grace@people.example"], "never to an address nobody confirmed"


def test_a_reset_ends_all_sessions_and_works_once(client: Client) -> None:
    user = member()
    elsewhere = Client()
    elsewhere.force_login(user)
    client.post(RESET, {"email": "grace@people.example"})
    do_jobs()
    address = link_in(mail.outbox[0])
    form = client.get(address, follow=True)
    place = form.redirect_chain[-1][0]
    new = {"password1": "quite another sentence", "password2": "quite another sentence"}
    assert client.post(place, new | {"password2": "mistyped sentence"}).status_code == 422
    assert client.post(place, new).status_code == 302
    assert "grace" not in elsewhere.get("/").text
    assert "not good any more" in Client().get(address, follow=True).text
    assert client.post(IN, {"login": "grace", "password": PASSWORD}).status_code == 422
    assert client.post(IN, {"login": "grace", "password": new["password1"]}).status_code == 302


@pytest.mark.parametrize(
    "sent",
    [
        {"name": "ad"},
        {"name": "ada--l"},
        {"name": "Аda"},  # a Cyrillic letter
        {"name": "admin"},
        {"name": "adm1n"},
        {"name": "GRACE"},
        {"name": "gra-ce"},
        {"email": "no address"},
        {"password1": "password12"},
        {"password1": "short"},
    ],
)
def test_a_form_with_errors_comes_back_with_what_was_typed(client: Client, sent: dict[str, str]) -> None:
    make_user("grace")
    answer = sign_up(client, **sent)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert "_error" in answer.text
    assert (sent.get("name") or "Ada-L") in answer.text
    assert PASSWORD not in answer.text
    assert User.objects.count() == 1


def test_a_sign_up_nobody_confirmed_makes_way_for_another(client: Client) -> None:
    sign_up(client, "attacker", "ada@people.example", password1="known to the attacker")
    sign_up(Client())
    assert list(User.objects.values_list("username", flat=True)) == ["Ada-L"]


def test_accounts_nobody_confirmed_are_dropped_after_a_week(client: Client) -> None:
    sign_up(client)
    kept = member()
    operator = User.objects.create_superuser("operator", password="x")
    later = timezone.now() + timedelta(days=6)
    assert unconfirmed.tidy(now=later) == 0
    assert unconfirmed.tidy(now=later + timedelta(days=2)) == 1
    assert set(User.objects.all()) == {kept, operator}


def test_one_address_gets_three_mails_a_day_of_which_one_is_good() -> None:
    for number in range(5):
        sign_up(Client(REMOTE_ADDR=f"192.0.2.{number}"), f"name-{number}a")
        do_jobs()
    assert len(mail.outbox) == 3
    opened = [Client().get(link_in(message)).status_code for message in mail.outbox]
    assert opened == [404, 404, 200]


def test_one_computer_signs_up_five_in_an_hour(client: Client) -> None:
    codes = [sign_up(client, f"name-{n}a", f"n{n}@people.example").status_code for n in range(6)]
    assert codes == [302] * 5 + [429]


def test_a_storm_of_sign_ups_sends_sixty_mails_and_closes_the_door() -> None:
    answers = [
        sign_up(Client(REMOTE_ADDR=f"10.1.1.{n}"), f"bot-a{n}a", f"victim{n}@people.example")
        for n in range(90)
    ]
    assert [answer.status_code for answer in answers] == [302] * 60 + [429] * 21 + [503] * 9
    closed = answers[-1]
    assert closed["Retry-After"]
    assert "Nobody can sign up for now" in closed.text
    do_jobs()
    assert len(mail.outbox) == 60
    assert flags.is_on("signups_closed")
    assert Event.objects.get(verb="switch.on").target == "signups_closed"
    assert not flags.is_on("signups_closed", now=timezone.now() + sign_ups.CLOSED_FOR)
    assert Client().post(IN, {"login": "grace", "password": "wrong wrong"}).status_code == 422


def test_the_thirty_first_try_to_sign_in_within_a_minute_waits(client: Client) -> None:
    member()
    tries = [
        client.post(IN, {"login": f"nobody{n}", "password": "wrong wrong"}).status_code for n in range(31)
    ]
    assert tries[:30] == [422] * 30
    assert tries[30] == 429


def test_a_password_is_tried_five_times_in_five_minutes_from_wherever() -> None:
    member()
    for number in range(5):
        Client(REMOTE_ADDR=f"192.0.2.{number}").post(IN, {"login": "grace", "password": "wrong wrong"})
    answer = Client(REMOTE_ADDR="192.0.2.99").post(IN, {"login": "grace", "password": PASSWORD})
    assert answer.status_code == 422
    assert "Too many tries" in answer.text


def test_a_forged_address_of_the_net_is_no_way_round_a_limit(client: Client) -> None:
    codes = [
        client.post(
            UP,
            {"username": f"name-{n}a", "email": f"n{n}@people.example", "password1": PASSWORD},
            headers={"X-Forwarded-For": f"192.0.2.{n}"},
        ).status_code
        for n in range(6)
    ]
    assert codes[-1] == 429


@pytest.mark.parametrize("forwarded", ["", "unknown", "192.0.2.1", "192.0.2.1, no address", "x" * 300])
def test_whatever_a_proxy_says_the_form_is_answered(client: Client, forwarded: str) -> None:
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=2):
        sent = {"login": "nobody", "password": "wrong wrong"}
        assert client.post(IN, sent, headers={"X-Forwarded-For": forwarded}).status_code == 422


@pytest.mark.parametrize("language", ["de", "fr"])
def test_forms_and_mails_are_in_the_language_of_the_page(client: Client, language: str) -> None:
    assert client.get(f"/{language}{UP}").status_code == 200
    client.post(f"/{language}{UP}", {"username": "Ada-L", "email": "a@b.example", "password1": PASSWORD})
    do_jobs()
    assert link_in(mail.outbox[0]).startswith(f"/{language}/account/confirm/")


@pytest.mark.parametrize(
    "place",
    [
        "//evil.example",
        "https://evil.example/",
        "http:evil.example",
        "http:///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "///evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://localhost@evil.example/",
        "http://localhost.evil.example/",
        "https:evil.example",
        "ht\ntps://evil.example",
        "/\t/evil.example",
        " //evil.example",
        "%2f%2fevil.example",
        "%68ttps://evil.example",
        "//localhost:8000@evil.example",
        "http://[::1]@evil.example",
        "ftp://localhost/",
        "http://user:pass@localhost:8000\\@evil.example",
    ],
)
def test_signing_in_sends_nobody_to_another_host(client: Client, place: str) -> None:
    member()
    answer = client.post(IN, {"login": "grace", "password": PASSWORD, "next": place})
    assert answer.status_code == 302
    target = answer["Location"]
    assert target.startswith("/") or target.startswith("%"), target
    assert not re.match(r"[\\/\s]{2}|/\s*[\\/]", target), target
    assert "evil" not in target or target.startswith("%")


def test_signing_in_leads_to_where_one_was(client: Client) -> None:
    member()
    shown = client.get("/status/").text
    assert "/account/sign-in/?next=/status/" in shown
    answer = client.post(IN, {"login": "grace", "password": PASSWORD, "next": "/status/"})
    assert answer["Location"] == "/status/"


def test_no_secret_of_a_form_reaches_the_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    sign_up(client, "Canary-Name", "canary@people.example", password1="canary password")
    client.post(IN, {"login": "canary@people.example", "password": "canary password"})
    assert "canary" not in caplog.text.lower()

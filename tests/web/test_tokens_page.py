"""A person makes tokens for programs, sees each once, and takes them back."""

import re
import time

import pytest
from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.test import Client

from registry.accounts import tokens
from registry.accounts.models import Event, Notification, Token, User
from tests.build import make_user, sign_in

pytestmark = pytest.mark.django_db
PAGE = "/me/tokens/"
ASKED = {"name": "my script", "rights": "assess", "days": "30"}
ADDRESS = "/api/v1/definitions/"


def confirmed(user: User) -> Client:
    """A browser in which this person showed the password or a key a moment ago."""
    client = sign_in(Client(), user)
    session = client.session
    shown = {"method": "password", "at": time.time(), "reauthenticated": True}
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [shown]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()
    return client


def secret_on(page: str) -> str:
    found = re.search(r"sourceform_\w{49}", page)
    return found.group() if found else ""


@pytest.fixture
def ann() -> User:
    user = make_user("ann")
    user.set_password("correct horse")
    user.save()
    return user


def test_a_token_is_shown_once_and_opens_the_api(ann: User) -> None:
    browser = confirmed(ann)
    answer = browser.post(PAGE, ASKED)
    secret = secret_on(answer.text)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"
    again = browser.get(PAGE).text
    assert "my script" in again
    assert secret not in again
    assert secret[-4:] in again
    asked = Client().get(ADDRESS, headers={"Authorization": f"Bearer {secret}"})
    assert asked.status_code == 200
    assert Token.objects.get().scopes == ["assess", "read"]
    assert secret not in str(dict(browser.session))


def test_a_token_takes_the_password_or_a_key_again_and_what_was_typed_is_kept(
    ann: User, client: Client
) -> None:
    sign_in(client, ann)
    answer = client.post(PAGE, ASKED)
    assert answer.headers["Location"] == "/account/prove/?next=%2Fme%2Ftokens%2F"
    assert not Token.objects.exists()
    assert client.get(PAGE).status_code == 200
    shown = client.post(answer.headers["Location"], {"password": "correct horse"})
    assert secret_on(shown.text)
    assert Token.objects.get().name == "my script"


def test_what_is_wrong_is_said_beside_its_field(ann: User) -> None:
    browser = confirmed(ann)
    browser.post(PAGE, ASKED)
    for said in ({"name": ""}, {"rights": "review"}, {"days": "366"}, {"name": "n" * 81}, {}):
        answer = browser.post(PAGE, ASKED | said)
        assert answer.status_code == 422
        assert 'class="field err"' in answer.text
        assert not secret_on(answer.text)
    assert Token.objects.count() == 1


def test_a_token_is_revoked_by_its_owner_and_is_404_for_anybody_else(ann: User) -> None:
    browser = confirmed(ann)
    secret = secret_on(browser.post(PAGE, ASKED).text)
    address = f"{PAGE}{Token.objects.get().pk}/revoke/"
    other = sign_in(Client(), make_user("bob", curator=True), mfa=True)
    assert other.post(address).status_code == 404
    assert browser.get(address).status_code == 405
    assert tokens.find(secret, now=Token.objects.get().created_at)
    assert browser.post(address).headers["Location"] == PAGE
    assert browser.post(address).status_code == 404
    assert Client().get(ADDRESS, headers={"Authorization": f"Bearer {secret}"}).status_code == 401
    assert "revoked by you" in browser.get(PAGE).text


def test_the_owner_is_told_of_every_new_token_and_of_one_that_was_found(ann: User) -> None:
    secret = secret_on(confirmed(ann).post(PAGE, ASKED).text)
    Client().post("/api/v1/tokens/found/", {"token": secret}, content_type="application/json")
    told = Notification.objects.filter(user=ann)
    assert {row.kind for row in told} == {"token.issued", "token.found"}
    assert all(row.must for row in told)
    assert {event.verb for event in Event.objects.all()} == {"token.issued", "token.revoked"}


def test_whoever_is_not_signed_in_is_sent_there_and_without_a_verified_address_nowhere(
    client: Client,
) -> None:
    assert client.get(PAGE).headers["Location"].startswith("/account/sign-in/?next=/me/tokens/")
    assert client.post(PAGE, ASKED).status_code == 403
    assert confirmed(make_user(verified=False)).post(PAGE, ASKED).status_code == 403
    assert not Token.objects.exists()

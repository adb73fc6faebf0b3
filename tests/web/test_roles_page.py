"""Curators and administrators give and take roles on one page; nobody else finds a form there."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from registry.accounts import nominations
from registry.accounts.actors import SYSTEM, roles_of
from registry.accounts.events import note
from registry.accounts.models import AccountLink, Grant, Nomination, User
from registry.accounts.roles import Role
from tests.build import NOON, make_actor, make_user, sign_in

pytestmark = pytest.mark.django_db
PAGE = "/people/roles/"
NOW = timezone.now()


def trusted(name: str) -> User:
    user = make_user(name, mfa=True)
    User.objects.filter(pk=user.pk).update(date_joined=NOON - timedelta(days=400))
    for number in range(25):
        note("assessment.published", by=SYSTEM, target=f"assessment:{number}", now=NOW, about=user)
    return user


def browser(mfa: bool = True, **made: object) -> Client:
    return sign_in(Client(), make_user(**made), mfa=mfa)


def test_two_curators_make_a_reviewer_on_the_page() -> None:
    user, first, second = trusted("ada"), browser(curator=True), browser(curator=True)
    done = first.post(PAGE + "propose/", {"username": "ada", "because": "Careful work."})
    assert (done.status_code, done["Location"]) == (302, PAGE)
    proposed = Nomination.objects.get()
    refused = first.post(f"{PAGE}proposal/{proposed.pk}/confirm/")
    assert refused.status_code == 403
    assert "another curator has to confirm" in refused.content.decode()
    assert second.post(f"{PAGE}proposal/{proposed.pk}/confirm/").status_code == 302
    assert Role.REVIEWER in roles_of(make_actor(user), now=NOW)


def test_what_was_typed_stays_when_it_is_refused() -> None:
    page = browser(curator=True).post(PAGE + "propose/", {"username": "nobody-here", "because": "Careful."})
    assert page.status_code == 422
    text = page.content.decode()
    assert "Nobody here has this name." in text
    assert "Careful." in text
    assert 'value="nobody-here"' in text


FORMS = ("propose/", "give/", "revoke/", "link/", "link/1/end/", "proposal/1/confirm/", "proposal/1/drop/")


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize(
    ("made", "mfa"), [({}, True), ({"reviewer": True}, True), ({"curator": True, "admin": True}, False)]
)
def test_nobody_else_gives_or_takes_anything(path: str, made: dict, mfa: bool) -> None:
    holder, other = make_user("holder", reviewer=True), make_user("other")
    nominator = make_user(curator=True)
    Nomination.objects.create(pk=1, user=other, role="reviewer", by=nominator, at=NOON, because="x")
    AccountLink.objects.create(pk=1, a=holder, b=other, because="x", by=nominator, at=NOON)
    typed = {"username": "holder", "role": "reviewer", "because": "x", "a": "holder", "b": "other"}
    answer = browser(mfa=mfa, **made).post(PAGE + path, typed)
    assert answer.status_code == 403
    assert Client().post(PAGE + path, typed).status_code == 403
    assert Grant.objects.filter(user=holder, revoked_at__isnull=True).exists()
    assert Nomination.objects.filter(closed_at__isnull=True).count() == AccountLink.objects.count() == 1


def test_the_page_shows_who_holds_what_and_forms_to_who_may_use_them() -> None:
    make_user("rita", reviewer=True)
    plain = browser().get(PAGE).content.decode()
    assert "rita" in plain
    assert plain.count("<form") == 1  # the search
    assert "Propose a reviewer" in browser(curator=True).get(PAGE).content.decode()
    assert "Make somebody a curator" in browser(admin=True).get(PAGE).content.decode()


def test_accounts_of_one_person_are_linked_and_parted() -> None:
    make_user("ada")
    make_user("ada-two")
    curator = browser(curator=True)
    assert curator.post(PAGE + "link/", {"a": "ada", "b": "ada-two", "because": ""}).status_code == 422
    assert (
        curator.post(PAGE + "link/", {"a": "ada", "b": "ada-two", "because": "One key."}).status_code == 302
    )
    row = AccountLink.objects.get()
    assert curator.post(f"{PAGE}link/{row.pk}/end/", {"because": "Two keys."}).status_code == 302
    assert not AccountLink.objects.exists()


def test_a_role_is_laid_down_by_a_button() -> None:
    user = make_user("rita", reviewer=True)
    nominations.propose(
        trusted("eve"), Role.REVIEWER, by=make_actor(make_user(curator=True)), because="x", now=NOW
    )
    sign_in(client := Client(), user)
    assert client.post(PAGE + "revoke/", {"username": "rita", "role": "reviewer"}).status_code == 302
    assert not Grant.objects.filter(user=user, revoked_at__isnull=True).exists()


def test_a_lost_role_shows_at_the_next_request() -> None:
    user = make_user(curator=True)
    client = sign_in(Client(), user, mfa=True)
    assert "Propose a reviewer" in client.get(PAGE).content.decode()
    Grant.objects.update(revoked_at=NOON)
    assert "Propose a reviewer" not in client.get(PAGE).content.decode()


def test_the_last_administrator_keeps_a_second_factor() -> None:
    user = make_user(admin=True)
    key = Authenticator.objects.create(user=user, type="webauthn", data={"name": "key", "credential": {}})
    client = sign_in(Client(), user, mfa=True)
    codes = "/account/factors/app/off/"
    assert client.post(codes).status_code == 302  # there is still the key
    refused = client.post(f"/account/factors/passkeys/{key.pk}/off/")
    assert refused.status_code == 422
    assert "last administrator" in refused.content.decode()
    assert list(Authenticator.objects.filter(user=user).values_list("type", flat=True)) == ["webauthn"]

"""A token opens what it was made for, as long as it is good for, and cannot be read from the database."""

import string
from datetime import timedelta

import pytest
from django.core import serializers
from django.db import IntegrityError, transaction

from registry.accounts import token_text, tokens
from registry.accounts.actors import Actor
from registry.accounts.models import Event, Token, User
from registry.accounts.refusals import Refused
from tests.build import NOON, make_actor, make_user

pytestmark = pytest.mark.django_db
MONTH = NOON + timedelta(days=30)


def issue(user: User, **said: object) -> tuple[Token, str]:
    wanted: dict = {"name": "script", "scopes": ["read", "assess"], "expires_at": MONTH, "now": NOON} | said
    return tokens.issue(user, by=make_actor(user), **wanted)


def test_a_token_is_a_prefix_43_digits_and_a_checksum_that_can_be_tested_offline() -> None:
    text = token_text.new()
    assert text.startswith("sourceform_")
    assert len(text) == len("sourceform_") + 43 + 6
    assert set(text.removeprefix("sourceform_")) <= set(string.ascii_letters + string.digits)
    assert token_text.is_spelled(text)
    other = "B" if text[20] == "A" else "A"
    for wrong in (text[:20] + other + text[21:], text[:-1], f"{text}x", text.lower(), f" {text}", "", "\0"):
        assert not token_text.is_spelled(wrong) or wrong == text


def test_a_token_is_found_by_its_text_alone() -> None:
    ann = make_user("ann")
    row, secret = issue(ann)
    found = tokens.find(secret, now=NOON)
    assert found == row
    assert found.user == ann
    assert (found.scopes, found.last) == (["assess", "read"], secret[-4:])
    assert tokens.find(token_text.new(), now=NOON) is None


def test_what_cannot_be_a_token_costs_no_look_into_the_database(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        for text in ("", "x" * 5000, "sourceform_" + "a" * 49, "Bearer"):
            assert tokens.find(text, now=NOON) is None


def test_no_table_holds_the_text_of_a_token() -> None:
    _, secret = issue(make_user())
    kept = serializers.serialize("json", [*Token.objects.all(), *Event.objects.all()])
    assert secret not in kept
    assert secret.removeprefix("sourceform_")[:43] not in kept


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"name": "  "}, "no_name"),
        ({"name": "n" * 81}, "no_name"),
        ({"scopes": []}, "no_scope"),
        ({"scopes": ["read", "review"]}, "no_scope"),
        ({"scopes": ["admin"]}, "no_scope"),
        ({"expires_at": NOON}, "bad_expiry"),
        ({"expires_at": NOON + timedelta(days=366)}, "bad_expiry"),
    ],
)
def test_what_no_token_may_be_is_refused_with_its_reason(said: dict, code: str) -> None:
    with pytest.raises(Refused) as refused:
        issue(make_user(), **said)
    assert refused.value.code == code
    assert not Token.objects.exists()


def test_without_a_verified_address_nobody_makes_a_token() -> None:
    with pytest.raises(Refused, match="no_address"):
        issue(make_user(verified=False))


def test_a_name_is_had_once_as_long_as_its_token_is_good() -> None:
    ann = make_user()
    issue(ann)
    with pytest.raises(Refused, match="name_taken"):
        issue(ann)
    issue(make_user())  # somebody else's
    issue(ann, now=MONTH, expires_at=MONTH + timedelta(days=1))
    assert [row.revoked_because for row in tokens.of(ann)] == ["", "expired"]


def test_one_person_has_twenty_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "MOST", 2)
    ann = make_user()
    first, _ = issue(ann, name="one")
    issue(ann, name="two")
    with pytest.raises(Refused, match="too_many"):
        issue(ann, name="three")
    assert tokens.revoke(ann, first.pk, because="owner", by=make_actor(ann), now=NOON)
    issue(ann, name="three")


def test_a_token_ends_on_its_day_when_revoked_and_with_its_account() -> None:
    ann = make_user()
    row, secret = issue(ann)
    assert tokens.find(secret, now=MONTH - timedelta(seconds=1))
    assert tokens.find(secret, now=MONTH) is None
    User.objects.filter(pk=ann.pk).update(is_active=False)
    assert tokens.find(secret, now=NOON) is None
    User.objects.filter(pk=ann.pk).update(is_active=True)
    assert tokens.revoke(ann, row.pk, because="owner", by=make_actor(ann), now=NOON)
    assert tokens.find(secret, now=NOON) is None
    assert not tokens.revoke(ann, row.pk, because="owner", by=make_actor(ann), now=NOON)


def test_nobody_takes_back_the_token_of_another() -> None:
    ann, bob = make_user(), make_user()
    row, secret = issue(ann)
    assert not tokens.revoke(bob, row.pk, because="owner", by=make_actor(bob), now=NOON)
    assert tokens.find(secret, now=NOON)


def test_all_tokens_of_a_person_go_at_once_and_of_nobody_else() -> None:
    ann, bob = make_user(), make_user()
    issue(ann, name="one")
    issue(ann, name="two")
    _, others = issue(bob)
    assert tokens.revoke_all(ann, because="password", by=make_actor(ann), now=NOON) == 2
    assert not tokens.in_force(NOON).filter(user=ann).exists()
    assert tokens.find(others, now=NOON)


def test_whoever_finds_a_token_takes_it_back_and_the_event_says_where_it_was() -> None:
    row, secret = issue(make_user())
    nobody = Actor(None, via="api")
    where = "https://code.example/leak"
    assert tokens.revoke_found(secret, where=where, by=nobody, now=NOON) == row
    assert tokens.revoke_found(secret, where=where, by=nobody, now=NOON) is None
    event = Event.objects.get(verb="token.revoked")
    assert (event.target, event.actor, event.about) == (f"token {row.pk}", None, row.user)
    assert (event.details, event.because) == ({"because": "found"}, where)


def test_making_and_taking_back_leave_an_event_each() -> None:
    ann = make_user()
    row, _ = issue(ann)
    tokens.revoke(ann, row.pk, because="owner", by=make_actor(ann), now=NOON)
    events = Event.objects.order_by("pk")
    assert [event.verb for event in events] == ["token.issued", "token.revoked"]
    assert {event.target for event in events} == {f"token {row.pk}"}
    assert {event.actor for event in events} == {ann}
    assert "script" not in serializers.serialize("json", events)  # a name may hold anything


def test_without_its_event_no_token_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("no event")

    ann = make_user()
    monkeypatch.setattr(tokens.events, "note", fail)
    with pytest.raises(RuntimeError):
        issue(ann)
    assert not Token.objects.exists()


def test_the_use_of_a_token_is_noted_once_a_minute(django_assert_num_queries) -> None:
    row, secret = issue(make_user())
    uses = [NOON, NOON + timedelta(seconds=59), NOON + timedelta(seconds=60)]
    seen = []
    for at in uses:
        tokens.note_use(tokens.find(secret, now=NOON), now=at)
        seen.append(Token.objects.get(pk=row.pk).last_used_at)
    assert seen == [NOON, NOON, uses[2]]
    fresh = tokens.find(secret, now=NOON)
    with django_assert_num_queries(0):
        tokens.note_use(fresh, now=uses[2])


def test_the_database_holds_that_a_digest_is_had_once_and_that_a_token_ends_later() -> None:
    row, _ = issue(make_user())
    for changed in ({"digest": row.digest}, {"digest": "d", "expires_at": NOON}):
        again = {"user": make_user(), "name": "n", "created_at": NOON, "expires_at": MONTH} | changed
        with pytest.raises(IntegrityError), transaction.atomic():
            Token.objects.create(**again)

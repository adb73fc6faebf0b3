"""Many at once (S18): each token is another one, a name is had once, and a key does its work once."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from registry.accounts import once, tokens
from registry.accounts.models import Answered, Token
from registry.accounts.once import Done
from registry.accounts.refusals import NotReady
from tests.build import NOON, make_actor, make_user

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one writer in at a time anyway"),
]
MANY = 50


def at_once(act: Callable[[int], Any]) -> list[Any]:
    """What each of many threads got, or what it raised."""
    gate, got = threading.Barrier(MANY, timeout=60), []

    def run(number: int) -> None:
        try:
            gate.wait()
            got.append(act(number))
        except Exception as error:
            got.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(MANY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return got


def mint(user: Any, name: str) -> str:
    wanted = {"name": name, "scopes": ["read"], "expires_at": NOON + timedelta(days=1)}
    return tokens.issue(user, **wanted, by=make_actor(user), now=NOON)[1]


def test_fifty_tokens_made_at_once_are_fifty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "MOST", MANY)
    ann = make_user("ann")
    got = at_once(lambda number: mint(ann, f"script {number}"))
    assert len(set(got)) == MANY
    assert all(isinstance(secret, str) for secret in got)
    assert all(tokens.find(secret, now=NOON) for secret in got)
    assert Token.objects.count() == len(set(Token.objects.values_list("pk", flat=True))) == MANY


def test_a_name_and_a_limit_hold_at_once() -> None:
    ann, bob = make_user("ann"), make_user("bob")
    got = at_once(lambda number: mint(ann, "script"))
    assert sum(isinstance(one, str) for one in got) == 1
    assert {one.code for one in got if isinstance(one, NotReady)} == {"name_taken"}
    got = at_once(lambda number: mint(bob, f"script {number}"))
    assert sum(isinstance(one, str) for one in got) == tokens.MOST == Token.objects.filter(user=bob).count()


def test_a_token_is_taken_back_once() -> None:
    ann = make_user("ann")
    mint(ann, "script")
    pk, by = Token.objects.get().pk, make_actor(ann)
    got = at_once(lambda number: tokens.revoke(ann, pk, because="owner", by=by, now=NOON))
    assert got.count(True) == 1


def test_i23_one_key_sent_at_once_does_its_work_once() -> None:
    ann, done = make_user("ann"), []

    def act() -> Done:
        done.append(1)
        return Done(201, "thing")

    got = at_once(lambda number: once.once(ann, "key", digest="d", now=NOON, act=act))
    assert {(one.status, one.target) for one in got} == {(201, "thing")}
    assert [one.again for one in got].count(False) == len(done) == 1
    assert Answered.objects.count() == 1

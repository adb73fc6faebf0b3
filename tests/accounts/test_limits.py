"""Counts that limit what may be done: kept in the database, so all processes share them."""

import threading
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import DatabaseError, connection

from registry.accounts import kept, limits
from registry.accounts.models import Kept, Tally
from tests.build import NOON

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def take(key: str = "mail:1", *, after: timedelta = timedelta()) -> timedelta | None:
    return limits.take(key, limit=3, per=HOUR, now=NOON + after)


def test_so_many_may_be_done_in_the_time_and_then_again() -> None:
    assert [take() for _ in range(3)] == [None, None, None]
    assert take(after=timedelta(minutes=20)) == timedelta(minutes=40)
    assert take("mail:2") is None
    assert take(after=HOUR) is None
    assert limits.taken("mail:1", now=NOON + HOUR) == 1


def test_what_was_refused_is_not_counted() -> None:
    for _ in range(9):
        take()
    assert limits.taken("mail:1", now=NOON) == 3


def test_nobody_reads_an_address_from_the_counts() -> None:
    take("sign-up:192.0.2.7")
    caches["default"].set("tries:192.0.2.7", [1])
    for row in (*Tally.objects.values(), *Kept.objects.values()):
        assert "192.0.2.7" not in str(row)


def test_counts_whose_time_is_over_are_dropped() -> None:
    take()
    assert limits.tidy(now=NOON + HOUR / 2) == 0
    assert limits.tidy(now=NOON + HOUR) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one writer in at a time anyway")
def test_of_many_at_once_no_more_than_the_limit_get_through() -> None:
    gate, said = threading.Barrier(8, timeout=20), []

    def ask() -> None:
        try:
            gate.wait()
            for _ in range(5):
                said.append(limits.take("many", limit=7, per=HOUR, now=NOON))
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(said) == 40
    assert said.count(None) == 7


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one writer in at a time anyway")
def test_of_many_who_show_one_code_at_once_one_is_believed() -> None:
    gate, said = threading.Barrier(8, timeout=20), []

    def show() -> None:
        try:
            gate.wait()
            said.append(caches["default"].add("code", "y", timeout=30))
        finally:
            connection.close()

    threads = [threading.Thread(target=show) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == [False] * 7 + [True]


def test_a_count_that_cannot_be_kept_lets_nobody_in(monkeypatch: pytest.MonkeyPatch) -> None:
    def out_of_reach(*args: object, **values: object) -> None:
        raise DatabaseError("out of reach")

    monkeypatch.setattr(Tally.objects, "get_or_create", out_of_reach)
    with pytest.raises(DatabaseError):
        take()


def test_the_shared_cache_holds_until_its_time_and_takes_a_key_once() -> None:
    cache = caches["default"]
    assert cache.add("code", "y", timeout=30)
    assert not cache.add("code", "n", timeout=30)
    assert cache.get("code") == "y"
    assert cache.touch("code", timeout=0)
    assert cache.get("code") is None
    assert cache.add("code", "z", timeout=30)
    assert cache.delete("code")
    assert cache.get("code", "none") == "none"


def test_the_shared_cache_never_forgets_before_its_time() -> None:
    cache = caches["default"]
    for number in range(400):
        cache.set(f"tries:{number}", [1.5])
    assert cache.get("tries:0") == [1.5]
    assert kept.tidy(now=NOON + timedelta(days=9000)) == 400

"""Changing what the database keeps, as somebody would who holds it and has taken its triggers away."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def without_triggers() -> Iterator[None]:
    """Inside of a transaction: nothing is refused here, and afterwards it is again."""
    if connection.vendor == "postgresql":
        _run("SET CONSTRAINTS ALL IMMEDIATE")  # keys are checked by triggers as well
        _run("SET LOCAL session_replication_role = replica")
        yield
        _run("SET LOCAL session_replication_role = origin")
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
    for name, _ in triggers:
        _run(f"DROP TRIGGER {name}")
    yield
    for _, made in triggers:
        _run(made)


def _run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)

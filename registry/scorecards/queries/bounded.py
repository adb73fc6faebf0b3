"""An end to queries that would take too long: who searches narrows, and nobody else is kept waiting."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction

LONGEST = 2.0  # seconds
_STEPS = 20_000  # instructions of SQLite between two looks at the clock


class TooSlow(Exception):
    """A list or a search was given up; what it was narrowed to is too wide for this registry."""


@contextmanager
def bounded(seconds: float = LONGEST) -> Iterator[None]:
    """No query inside may take longer, on SQLite all of them together. Raises TooSlow.

    Costs one query on PostgreSQL, none on SQLite.
    """
    ask = _ends_statements if connection.vendor == "postgresql" else _ends_all
    try:
        with ask(seconds):
            yield
    except OperationalError as error:
        if _was_ended(error):
            raise TooSlow from error
        raise


@contextmanager
def _ends_statements(seconds: float) -> Iterator[None]:
    with transaction.atomic(savepoint=False):
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, TRUE)", [str(int(1000 * seconds))])
        yield


@contextmanager
def _ends_all(seconds: float) -> Iterator[None]:
    connection.ensure_connection()
    end = time.monotonic() + seconds
    handle = connection.connection
    handle.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
    try:
        yield
    finally:
        handle.set_progress_handler(None, 0)


def _was_ended(error: OperationalError) -> bool:
    """By the clock, and not because the database is out of reach."""
    return getattr(error.__cause__, "sqlstate", "") == "57014" or str(error) == "interrupted"

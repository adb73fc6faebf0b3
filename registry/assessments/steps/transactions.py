"""Each verb in one transaction, and on SQLite the verbs of one process in turn."""

import threading
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import connection, transaction

P = ParamSpec("P")
R = TypeVar("R")
_turn = threading.Lock()


def in_turn(verb: Callable[P, R]) -> Callable[P, R]:
    """Do it in one transaction.

    SQLite has one writer at a time and lets the others ask again and again, without an order: in a rush the
    unlucky give up. So threads of a process wait for each other before they ask. Whoever is in a transaction
    already does not wait, for others may be waiting for that.
    """

    @wraps(verb)
    def done(*args: P.args, **kwargs: P.kwargs) -> R:
        if connection.vendor != "sqlite" or connection.in_atomic_block:
            with transaction.atomic():
                return verb(*args, **kwargs)
        with _turn, transaction.atomic():
            return verb(*args, **kwargs)

    return done

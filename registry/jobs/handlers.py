"""Which function does which kind of work. Each app names its own in its `handlers.py`, found at start."""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

from registry.jobs.claims import Claim

Handler = Callable[[Claim], None]
_handlers: dict[str, Handler] = {}


class Later(Exception):
    """The work cannot be done now; `after` is the wait in seconds the other side asked for, if any."""

    def __init__(self, reason: str, *, after: float = 0) -> None:
        super().__init__(reason)
        self.after = after


class NotNow(Exception):
    """The work cannot begin or go on for a reason outside of it; waiting for that is no failed attempt.

    `after` is the wait in seconds. Such a job is never parked for it.
    """

    def __init__(self, reason: str, *, after: float) -> None:
        super().__init__(reason)
        self.after = after


class GiveUp(Exception):
    """The work cannot be done at all; the job is parked with this reason for a person to look at."""


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that does jobs of this kind. Raises ValueError for a kind named twice."""

    def register(function: Handler) -> Handler:
        if kind in _handlers:
            raise ValueError(f"two handlers for jobs of kind {kind!r}")
        _handlers[kind] = function
        return function

    return register


def find(kind: str) -> Handler | None:
    return _handlers.get(kind)


def kinds() -> frozenset[str]:
    return frozenset(_handlers)


def discover(apps: list[str]) -> None:
    """Import `handlers.py` of every app that has one."""
    for app in apps:
        if find_spec(f"{app}.handlers"):
            import_module(f"{app}.handlers")

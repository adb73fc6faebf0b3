"""What all hubs have in common: a name, the hosts of their pages, and one way of being asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

DEADLINE = 30.0  # seconds for everything asked about one repository

Seen_co = TypeVar("Seen_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Read(Generic[Seen_co]):
    """An answer of a hub. `seen` is None where it says that nothing changed since the `etag` it was sent."""

    seen: Seen_co | None
    etag: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address leads on a hub. `at_root`: to the repository as a whole, not to something inside."""

    hub: str
    repo_id: str
    at_root: bool = True


class Hub(Protocol[Seen_co]):
    """One hub, with its address, our token for it and its meter. Network in, frozen value out."""

    @property
    def name(self) -> str: ...

    @property
    def hosts(self) -> frozenset[str]:
        """Where its pages are, for people: what evidence cites."""

    def place(self, host: str, parts: Sequence[str]) -> Place | None:
        """Where the path of an address on one of its hosts leads; None when it is no repository."""

    def fetch(
        self, address: str, *, now: datetime, deadline: float = DEADLINE, etag: str = ""
    ) -> Read[Seen_co]:
        """Read one repository. `etag`: of the answer that is known already, where the hub gave one.

        Seconds: `deadline` covers all of it. Raises the errors of snapshot.py and no others.
        """

"""What comes of reading one hub entry."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from registry.hubs.repository import Repository
from registry.hubs.snapshot import Disabled, Gated, Malformed, NotVisible, Snapshot
from registry.scorecards.record import Recorded

# Answers that settle the matter for now; all other errors are worth another try.
SETTLED = (NotVisible, Gated, Disabled, Malformed)

NOTHING = Recorded()
Writing = Callable[[], AbstractContextManager[None]]


@dataclass(frozen=True)
class Refreshed:
    """What came of reading one entry. `trouble` is a sentence when nothing could be taken over."""

    path: str
    trouble: str = ""
    seen: Snapshot | Repository | None = None
    moved: bool = False
    recorded: Recorded = NOTHING

"""Which badges a model shows, kept in memory: path -> profile and mark -> badge of each definition.

The map follows the sequence of changes that the writer of scorecards appends to. A hit reads two
dictionaries; only the follower, a thread of its own, ever asks the database.
"""

import logging
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from django.db import connection

from registry.badges import tally, words
from registry.badges.answers import Badge, badge, said
from registry.openness import definitions
from registry.scorecards import queries
from registry.scorecards.queries import BadgeRow, VerdictBrief

logger = logging.getLogger(__name__)

PAUSE = 1.0  # seconds between two looks
FIRST_LOAD = 5.0  # how long the first requests wait for the map, seconds
# Numbers of changes may appear out of order: a transaction that took number 10 can commit after the one that
# took 11. So the last numbers are read again for a while.
LATE = 60.0  # seconds
OVERLAP = 5_000  # changes read again after the first load
REREAD = 5.0  # seconds between two readings of numbers already seen
AT_ONCE = 1_000  # profiles in one query
RETRY = 60.0  # seconds between two readings of profiles that lack a verdict


# What a badge depends on: the model's profile, and whether a hub contradicts its record.
Shown = tuple[int, bool]


class Source(Protocol):
    """Where the map reads: `scorecards.queries`, or a stand-in."""

    def latest_change(self) -> int: ...
    def badge_rows(self, *, after: int = 0) -> Iterable[BadgeRow]: ...
    def profile_codes(self, profile_ids: Collection[int]) -> Mapping[int, Mapping[str, VerdictBrief]]: ...


@dataclass(frozen=True, slots=True)
class Freshness:
    """How well a map follows: the last change it has read, its models, and seconds since it last looked."""

    change: int
    models: int
    age: float


class Map:
    """All badges of all models, hidden ones included. `look` brings it up to date, `follow` keeps it so."""

    def __init__(
        self,
        source: Source = queries,
        *,
        patience: float = FIRST_LOAD,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self.labels = {definition.id: definition.short for definition in definitions.ordered()}
        self._source = source
        self._patience = patience
        self._pause = pause
        self._shown: dict[str, Shown] = {}
        self._badges: dict[Shown, Mapping[str, Badge]] = {}
        self._loaded = threading.Event()
        self._starting = threading.Lock()
        self._follower = 0  # the process whose thread follows
        self._wait_until = 0.0
        self._seen = 0  # the latest change read
        self._looked_at = 0.0
        self._settled = 0  # everything up to here has been read for good
        self._marks: deque[tuple[float, int]] = deque()  # (when seen, number), not settled yet
        self._read_at = 0.0
        self._incomplete: set[Shown] = set()
        self._retried_at = 0.0

    def badges(self, path: str) -> Mapping[str, Badge] | None:
        """The badges by definition of a lower-case path or old path; None for a model nobody knows."""
        shown = self._shown.get(path)
        return None if shown is None else self._badges.get(shown, {})

    def ready(self) -> bool:
        """Whether the map may be asked. Starts the follower of this process on the first call."""
        if self._follower != os.getpid():
            self._start()
        return self._loaded.is_set() or self._loaded.wait(max(0.0, self._wait_until - time.monotonic()))

    def freshness(self, *, now: float) -> Freshness | None:
        """How well it follows, `now` on the clock of `look`; None until it was loaded."""
        if not self._loaded.is_set():
            return None
        return Freshness(self._seen, len(self._shown), max(now - self._looked_at, 0.0))

    def _start(self) -> None:
        with self._starting:
            if self._follower == os.getpid():
                return
            self._wait_until = time.monotonic() + self._patience
            self._follower = os.getpid()
            threading.Thread(target=self.follow, name="badge-map", daemon=True).start()

    def follow(self) -> None:
        while True:
            try:
                self.look(now=time.monotonic())
            except Exception:
                # A follower that dies would freeze every badge: whatever it was, the old values stay and
                # the next look begins with a new connection.
                logger.exception("the badge map could not be brought up to date")
                connection.close()
            tally.show()
            self._pause(PAUSE)

    def look(self, *, now: float) -> None:
        """Reads what changed since the last look; `now` in seconds of any steady clock."""
        latest = self._source.latest_change()
        first = not self._loaded.is_set() or latest < self._seen  # less than before: another database
        if first:
            self._begin(latest)
        elif latest != self._seen or (self._settled != latest and now - self._read_at >= REREAD):
            self._take(list(self._source.badge_rows(after=self._settled)))
            self._read_at = now
        if latest != self._seen:
            self._marks.append((now, latest))
            self._seen = latest
        while self._marks and self._marks[0][0] <= now - LATE:
            self._settled = max(self._settled, self._marks.popleft()[1])
        if now - self._retried_at >= RETRY:
            self._retried_at = now
            self._judge(self._incomplete)
        self._looked_at = now
        self._loaded.set()

    def _begin(self, latest: int) -> None:
        """Reads everything anew; what was known before is served until then."""
        rows = list(self._source.badge_rows())
        self._judge({_key(row) for row in rows})
        self._shown = _addresses(rows)
        self._seen = 0
        self._settled = max(0, latest - OVERLAP)
        self._marks.clear()

    def _take(self, rows: Collection[BadgeRow]) -> None:
        # Profiles first: a path never points at a profile without badges.
        self._judge({_key(row) for row in rows} - self._badges.keys() | self._incomplete)
        self._shown.update(_addresses(rows))

    def _judge(self, wanted: Collection[Shown]) -> None:
        """Reads what these badges say; profiles that lack a verdict are kept in mind."""
        drawn: dict[int, list[bool]] = {}
        for profile, drift in sorted(wanted):
            drawn.setdefault(profile, []).append(drift)
        for some in _batches(list(drawn), AT_ONCE):
            for profile, found in self._source.profile_codes(some).items():
                for drift in drawn[profile]:
                    self._badges[profile, drift] = self._draw(found, drift)
        self._incomplete = {
            key for key in {*self._incomplete, *wanted} if len(self._badges.get(key, ())) < len(self.labels)
        }

    def _draw(self, found: Mapping[str, VerdictBrief], drift: bool) -> Mapping[str, Badge]:
        return {
            definition: badge(label, said(found[definition], drift=drift), words.tone(found[definition]))
            for definition, label in self.labels.items()
            if definition in found
        }


@cache
def shown() -> Map:
    """The map that this process answers from."""
    return Map()


def _addresses(rows: Iterable[BadgeRow]) -> dict[str, Shown]:
    """What is shown by path, old paths included; a path in use beats an old one."""
    listed = list(rows)
    old = {path.lower(): _key(row) for row in listed for path in row.aliases}
    return old | {row.path: _key(row) for row in listed}


def _key(row: BadgeRow) -> Shown:
    return (row.profile, row.drift)


def _batches(values: Sequence[int], size: int) -> Iterable[Sequence[int]]:
    return (values[start : start + size] for start in range(0, len(values), size))

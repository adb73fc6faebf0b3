"""How many listed models there are of each kind: by profile, and by what else a list is narrowed by.

Lists, their totals and the numbers beside facets come from these counts without asking for single models.
They are read anew when a scorecard changed; where that takes long, by a thread of its own from time to time,
so that totals of a large registry may lag behind by some seconds, as `PATIENCE` says.
"""

import logging
import threading
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count, QuerySet
from django.db.models.functions import Substr

from registry.openness import definitions
from registry.scorecards.models import Scorecard
from registry.scorecards.queries.badges import latest_change
from registry.scorecards.queries.results import Results

logger = logging.getLogger(__name__)

SLOW = 0.25  # seconds; reading that takes longer is done beside the requests
PATIENCE = 20  # times as long as reading took, until it is read again
OLDEST = 60.0  # seconds


class Kind(NamedTuple):
    """What a model can be narrowed by besides its profile."""

    state: str
    license: str
    modality: str
    size: int
    year: str


Rows = dict[int, list[tuple[int, int]]]  # by profile: (number of the kind, models)


class Tally(NamedTuple):
    """Numbers of models by number of their kind; and by value, as one long number (Results.summed)."""

    kinds: list[int]
    values: int

    def less(self, other: "Tally") -> "Tally":
        kinds = [n - without for n, without in zip(self.kinds, other.kinds, strict=True)]
        return Tally(kinds, self.values - other.values)


@dataclass
class Cells:
    """Numbers of models by profile and kind; `answers` is what came of narrowing them, to be remembered."""

    kinds: list[Kind]
    all: Rows
    vouched: Rows
    results: Results
    answers: dict[Any, Any] = field(default_factory=dict)
    _values: dict[str, list[str]] = field(default_factory=dict)

    @cached_property
    def drafts_of(self) -> dict[int, int]:
        """How many machine drafts each profile has."""
        return {pk: n for pk, rows in self.all.items() if (n := _sum(rows) - _sum(self.vouched.get(pk, ())))}

    @cached_property
    def _models(self) -> tuple[dict[int, int], dict[int, int]]:
        every, vouched = ({pk: _sum(rows) for pk, rows in kept.items()} for kept in (self.all, self.vouched))
        return every, vouched

    def models(self, *, drafts: bool) -> dict[int, int]:
        """How many models each profile has, with machine drafts or without."""
        return self._models[not drafts]

    def tally(self, profiles: Collection[int] | None, *, drafts: bool) -> "Tally":
        """How many models of these profiles there are of each kind, and with each value; None: of all.

        What is not asked for is taken from the whole where that is the shorter way.
        """
        whole, rows = self._tallies[not drafts], self.all if drafts else self.vouched
        if profiles is None:
            return whole
        chosen = rows.keys() & profiles
        if 2 * len(chosen) <= len(rows):
            return self._add_up(rows, chosen)
        return whole.less(self._add_up(rows, rows.keys() - chosen))

    @cached_property
    def _tallies(self) -> tuple["Tally", "Tally"]:
        return self._add_up(self.all, self.all), self._add_up(self.vouched, self.vouched)

    def _add_up(self, rows: Rows, profiles: Iterable[int]) -> "Tally":
        kinds = [0] * len(self.kinds)
        weights = []
        for profile in profiles:
            here = 0
            for kind, n in rows[profile]:
                kinds[kind] += n
                here += n
            weights.append((profile, here))
        return Tally(kinds, self.results.summed(weights))

    @cached_property
    def _totals(self) -> tuple[int, int]:
        return sum(map(_sum, self.all.values())), sum(map(_sum, self.vouched.values()))

    def values_of(self, column: str) -> list[str]:
        """What each kind has in this column."""
        if column not in self._values:
            self._values[column] = [str(getattr(kind, column)) for kind in self.kinds]
        return self._values[column]

    def total(self, *, drafts: bool) -> int:
        """How many models there are, with machine drafts or without."""
        return self._totals[not drafts]


def _sum(rows: Iterable[tuple[int, int]]) -> int:
    return sum(n for _, n in rows)


def cells_of(cards: QuerySet[Scorecard], results: Results) -> Cells:
    """The counts of these models; one query, and two for every thousand profiles nobody has read yet."""
    counted = cards.annotate(year=Substr("released_on", 1, 4)).order_by()
    rows = counted.values_list("profile", "state", "license", "modality", "size", "year").annotate(
        n=Count("pk")
    )
    return made_of(((profile, Kind(*kind), n) for profile, *kind, n in rows), results, rules_now())


def made_of(rows: Iterable[tuple[int, Kind, int]], results: Results, rules: Mapping[str, str]) -> Cells:
    """The counts in these rows (profile, kind, models), the profiles judged by these rules."""
    number_of: dict[Kind, int] = {}
    every: Rows = {}
    vouched: Rows = {}
    for profile, kind, n in rows:
        number = number_of.setdefault(kind, len(number_of))
        every.setdefault(profile, []).append((number, n))
        if kind.state != Scorecard.State.DRAFT:
            vouched.setdefault(profile, []).append((number, n))
    results.read(every.keys(), rules)
    return Cells(list(number_of), every, vouched, results)


def rules_now() -> dict[str, str]:
    """The definitions this process has loaded: id by digest."""
    return {definition.digest: definition.id for definition in definitions.ordered()}


class Kept:
    """The counts of all listed models, as this process last read them."""

    def __init__(self) -> None:
        self.results = Results()
        self._cells: Cells | None = None
        self._version: tuple[object, ...] = ()
        self._took = 0.0
        self._read_at = 0.0
        self._reading = threading.Lock()

    def cells(self) -> Cells:
        """One query while nothing has changed."""
        version = (latest_change(), *rules_now())
        old, age = self._cells, time.monotonic() - self._read_at
        if old is not None and self._version == version and age < max(OLDEST, PATIENCE * self._took):
            return old
        if old is None or self._took < SLOW:
            return self._read(version)
        if age > PATIENCE * self._took and self._reading.acquire(blocking=False):
            threading.Thread(target=self._read_beside, args=[version], name="counts", daemon=True).start()
        return old

    def _read(self, version: tuple[object, ...]) -> Cells:
        began = time.monotonic()
        found = cells_of(Scorecard.objects.filter(hidden=False), self.results)
        self._took = time.monotonic() - began
        self._cells, self._version, self._read_at = found, version, time.monotonic()
        return found

    def _read_beside(self, version: tuple[object, ...]) -> None:
        try:
            self._read(version)
        except Exception:
            logger.exception("the numbers of models could not be read anew")  # the old ones stay
        finally:
            self._reading.release()
            connection.close()

    def forget(self) -> None:
        self.__init__()  # type: ignore[misc]


kept = Kept()

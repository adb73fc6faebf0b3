"""The timeline of one model: what its hubs said and when, what happened there, drifts opened and closed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.core import signing
from django.db.models import Q

from registry.catalog.models import AIModel, EntryEvent
from registry.scorecards.models import Drift, Observation
from registry.scorecards.queries.drift_rows import DriftRow, drift_row, with_both_sides
from registry.scorecards.queries.lists import BadCursor
from registry.scorecards.said import Difference, differences

_signer = signing.Signer(salt="registry.scorecards.observations")

# What happened at one moment is listed in this order: a drift stands above the observation it follows from.
KINDS = ("drift_closed", "drift_opened", "event", "observation")


@dataclass(frozen=True)
class TimelineRow:
    """One thing that happened. `kind` is one of KINDS, and says which of the other fields are set.

    `is_first`: the entry was never read before, so that `changes` is all that was said.
    """

    kind: str
    id: int
    at: datetime
    hub: str
    repo_id: str
    commit: str = ""
    changes: tuple[Difference, ...] = ()
    is_first: bool = False
    weights_removed: bool = False
    event: str = ""
    before: str = ""
    after: str = ""
    drift: DriftRow | None = None

    @property
    def order(self) -> tuple[datetime, int, int]:
        """The later the greater."""
        return (self.at, -KINDS.index(self.kind), self.id)


@dataclass(frozen=True)
class Timeline:
    """A page of the timeline of a model, newest first; `next_cursor` is "" on the last."""

    path: str
    name: str
    organization: str
    organization_slug: str
    hidden: bool
    rows: tuple[TimelineRow, ...]
    next_cursor: str


def timeline(path: str, *, after: str = "", limit: int = 25) -> Timeline | None:
    """What happened to the model with exactly this path; None if there is none. Raises BadCursor.

    Six queries, whatever there is.
    """
    model = AIModel.objects.filter(path=path).select_related("organization").first()
    if model is None:
        return None
    below = _Below.read(after)
    merged = chain(
        _observations(model, below, limit),
        _events(model, below, limit),
        _drifts(model, below, limit, opened=True),
        _drifts(model, below, limit, opened=False),
    )
    rows = sorted(merged, key=lambda row: row.order, reverse=True)
    return Timeline(
        path=model.path,
        name=model.name,
        organization=model.organization.name,
        organization_slug=model.organization.slug,
        hidden=model.hidden,
        rows=tuple(rows[:limit]),
        next_cursor=_cursor(rows[limit - 1]) if len(rows) > limit else "",
    )


@dataclass(frozen=True)
class _Below:
    """Where a page begins: below one row of the timeline, or at the top."""

    at: datetime | None = None
    kind: int = 0
    id: int = 0

    @classmethod
    def read(cls, cursor: str) -> "_Below":
        if not cursor:
            return cls()
        try:
            at, kind, number = _signer.unsign(cursor).split("|")
            return cls(datetime.fromisoformat(at), int(kind), int(number))
        except (signing.BadSignature, ValueError) as error:
            raise BadCursor("this page address is not one we gave out") from error

    def of(self, kind: str, at: str) -> Q:
        """The rows of this kind below, given the name of the column that says when."""
        if self.at is None:
            return Q(**{f"{at}__isnull": False})
        earlier, same, place = Q(**{f"{at}__lt": self.at}), Q(**{at: self.at}), KINDS.index(kind)
        if place > self.kind:
            return earlier | same
        return earlier | same & Q(pk__lt=self.id) if place == self.kind else earlier


def _cursor(row: TimelineRow) -> str:
    return _signer.sign(f"{row.at.isoformat()}|{KINDS.index(row.kind)}|{row.id}")


def _observations(model: AIModel, below: _Below, limit: int) -> Iterable[TimelineRow]:
    rows = Observation.objects.filter(below.of("observation", "fetched_at"), entry__model=model)
    found = list(rows.select_related("entry").order_by("-fetched_at", "-pk")[: limit + 1])
    earlier = _before(found)
    for row in found:
        last = earlier.get((row.entry_id, row.sequence - 1))
        yield TimelineRow(
            kind="observation",
            id=row.pk,
            at=row.fetched_at,
            hub=row.entry.hub,
            repo_id=row.entry.repo_id,
            commit=row.commit,
            changes=differences(last.said if last else None, row.said),
            is_first=row.sequence == 1,
            weights_removed=row.weights_removed and not (last and last.weights_removed),
        )


def _before(found: Sequence[Observation]) -> Mapping[tuple[int, int], Observation]:
    """Of each of these the one before it, by entry and number."""
    known = {(row.entry_id, row.sequence): row for row in found}
    wanted = {(row.entry_id, row.sequence - 1) for row in found if row.sequence > 1} - known.keys()
    if not wanted:
        return known
    asked = Q()
    for entry_id, sequence in wanted:
        asked |= Q(entry=entry_id, sequence=sequence)
    return known | {(row.entry_id, row.sequence): row for row in Observation.objects.filter(asked)}


def _events(model: AIModel, below: _Below, limit: int) -> Iterable[TimelineRow]:
    rows = EntryEvent.objects.filter(below.of("event", "at"), entry__model=model).select_related("entry")
    for row in rows.order_by("-at", "-pk")[: limit + 1]:
        yield TimelineRow(
            kind="event",
            id=row.pk,
            at=row.at,
            hub=row.entry.hub,
            repo_id=row.entry.repo_id,
            commit=row.commit,
            event=row.kind,
            before=row.before,
            after=row.after,
        )


def _drifts(model: AIModel, below: _Below, limit: int, *, opened: bool) -> Iterable[TimelineRow]:
    kind, column = ("drift_opened", "opened_at") if opened else ("drift_closed", "closed_at")
    rows = with_both_sides(Drift.objects.filter(below.of(kind, column), model=model))
    for row in rows.order_by(f"-{column}", "-pk")[: limit + 1]:
        shown = drift_row(row)
        at = row.opened_at if opened else row.closed_at or row.opened_at
        yield TimelineRow(kind, row.pk, at, shown.hub, shown.repo_id, shown.commit, drift=shown)

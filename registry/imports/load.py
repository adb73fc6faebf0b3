"""Records into the catalog: models and their addresses, evidence, ratings. Repeatable, in bulk.

A second run with the same records writes nothing. What a person or another source has filled in of a model
(its name, size, modality) is never overwritten, only blanks are filled.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction

from registry.catalog.datasets import list_dataset, note_uses
from registry.catalog.models import AIModel, DatasetUse
from registry.imports import datasets, identity, rows
from registry.imports.identity import Placed
from registry.imports.provenance import forget_unused, provenance_of
from registry.imports.records import Record, Source
from registry.openness.facts import Facts
from registry.scorecards import listed
from registry.scorecards.models import Evidence
from registry.scorecards.ratings import About, Rating, rate_many
from registry.scorecards.record import Cause, Stated, StatedOfDataset, record_many

AT_ONCE = 100  # models per transaction
Item = TypeVar("Item")


@dataclass(frozen=True)
class Batch:
    """Records of one source as of one commit; `as_of` is the date of that copy, where it is known."""

    source: Source
    commit: str
    records: tuple[Record, ...]
    as_of: str = ""


@dataclass
class Summary:
    """What an import did, for people. The lists name every case somebody may want to look at."""

    read: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    ratings: int = 0  # rows new or different
    aside: list[str] = field(default_factory=list)
    apart: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)  # gives an address that is no model on the hub
    notes: list[str] = field(default_factory=list)

    @property
    def did_something(self) -> bool:
        return bool(self.created or self.changed or self.ratings)


def load(
    batches: Sequence[Batch], *, now: datetime, progress: Callable[[int], Any] = lambda done: None
) -> Summary:
    """Write these records; `progress` is told how many models each step finished."""
    listed = [
        (batch.source.origin, record)
        for batch in batches
        for record in sorted(batch.records, key=lambda record: record.file)
    ]
    placement = identity.place(listed, _known(identity.paths(listed)))
    summary = Summary(read=len(listed), aside=placement.aside, apart=placement.apart)
    _remark(summary, listed)
    by_path: dict[str, list[Placed]] = {}
    for placed in placement.placed:
        by_path.setdefault(placed.path, []).append(placed)
    commits = {batch.source.origin: batch for batch in batches}
    for batch in batches:
        _write_datasets(batch, now=now)
    for paths in some_of(_least_documented_first(by_path), AT_ONCE):
        _write({path: by_path[path] for path in paths}, commits, summary, now=now)
        progress(len(paths))
    forget_unused((batch.source.origin, batch.commit) for batch in batches)
    return summary


def _least_documented_first(by_path: Mapping[str, list[Placed]]) -> list[str]:
    """The order of writing. Among models of equal downloads the one written last stands first in lists."""

    def documented(path: str) -> tuple[int, str]:
        records = (placed.record for placed in by_path[path])
        return sum(len(record.facts.components) + len(record.ratings) for record in records), path

    return sorted(by_path, key=documented)


def some_of(values: Sequence[Item], most: int) -> Iterator[Sequence[Item]]:
    """The values in pieces of at most so many."""
    return (values[start : start + most] for start in range(0, len(values), most))


def _known(paths: Iterable[str]) -> dict[str, identity.Known]:
    """The models that exist under these paths, and which sources have described them."""
    names: dict[str, str] = {}
    origins: dict[str, set[str]] = {}
    for some in some_of(sorted(paths), 500):
        names |= dict(AIModel.objects.filter(path__in=some).values_list("path", "name"))
        described = Evidence.objects.filter(model__path__in=some, source=Evidence.Source.IMPORT)
        described = described.exclude(availability="")  # a release fact alone may come from a mere quote
        for path, origin in described.values_list("model__path", "origin").distinct():
            origins.setdefault(path, set()).add(origin)
    return {path: identity.Known(name, frozenset(origins.get(path, ()))) for path, name in names.items()}


def _remark(summary: Summary, listed: identity.Batch) -> None:
    for origin, record in listed:
        where = f"{origin} {record.file}"
        if record.hidden:
            summary.hidden.append(f"{where}: {record.name} is kept out of lists, {record.hidden}")
        if record.address:
            summary.unplaced.append(
                f"{where}: {record.name} gives {record.address!r}, which is no model on the hub"
            )
        elif not record.hub_id:
            summary.notes.append(f"{where}: {record.name} gives no hub id")
        summary.notes += [f"{where}: {note}" for note in record.notes]


@transaction.atomic
def _write(
    by_path: Mapping[str, list[Placed]], batches: Mapping[str, Batch], summary: Summary, *, now: datetime
) -> None:
    """Write some models, in a number of queries that does not depend on how many they are."""
    models, created, filled = rows.models(by_path, now=now)
    rows.hub_entries(by_path, models)
    provenance = _provenance(by_path, batches)
    statements, ratings = [], []
    for path, placed in by_path.items():
        for row in placed:
            source = provenance[row.origin, row.record.file]
            statements.append(
                Stated(
                    model_id=models[path].pk,
                    facts=row.record.facts,
                    source=Evidence.Source.IMPORT,
                    origin=row.origin,
                    provenance_id=source,
                    assessed_on=row.record.assessed_on,
                )
            )
            ratings += list(_ratings(row, models[path].pk, source, batches[row.origin].as_of))
    uses = {
        models[path].pk: [used for row in placed for used in datasets.cited(row.record.facts)]
        for path, placed in by_path.items()
    }
    note_uses(uses, source=DatasetUse.Source.IMPORTED, now=now)
    recorded = record_many(statements, cause=Cause.IMPORT, now=now)
    summary.ratings += rate_many(ratings)
    listed.follow(filled)
    changed = (set(recorded.changed_ids) | filled) - created
    summary.created += len(created)
    summary.changed += len(changed)
    summary.unchanged += len(models) - len(created) - len(changed)


@transaction.atomic
def _write_datasets(batch: Batch, *, now: datetime) -> None:
    """What a source found of the datasets it cites. First of all, so that models follow from it at once."""
    found = datasets.released(record for record in batch.records if not record.hidden)
    provenance = provenance_of(batch.source, batch.commit, {cited.file for cited in found.values()})
    statements = [
        StatedOfDataset(
            dataset_id=list_dataset(path, name=cited.path.partition("/")[2], now=now).pk,
            facts=Facts.of([cited.fact]),
            source=Evidence.Source.IMPORT,
            origin=batch.source.origin,
            provenance_id=provenance[cited.file],
            assessed_on=cited.assessed_on,
        )
        for path, cited in found.items()
    ]
    if statements:
        record_many(statements, cause=Cause.IMPORT, now=now)


def _provenance(
    by_path: Mapping[str, list[Placed]], batches: Mapping[str, Batch]
) -> dict[tuple[str, str], int]:
    """The id of the provenance row of each (origin, file)."""
    files: dict[str, set[str]] = {}
    for placed in by_path.values():
        for row in placed:
            files.setdefault(row.origin, set()).add(row.record.file)
    return {
        (origin, file): pk
        for origin, named in files.items()
        for file, pk in provenance_of(batches[origin].source, batches[origin].commit, named).items()
    }


def _ratings(row: Placed, model_id: int, provenance_id: int, rated_on: str) -> Iterator[Rating]:
    for rating in row.record.ratings:
        yield Rating(
            about=About("model", model_id),
            origin=row.origin,
            subject=row.record.subject[:200],
            dimension=rating.dimension,
            value=rating.value,
            links=rating.links,
            provenance_id=provenance_id,
            rated_on=rated_on,
        )

"""Facts that somebody hands over as a file: what it says of datasets or of a model is recorded, unreviewed.

A file speaks for itself: what it said before and says no more is retired, what it says again changes nothing.
The outcome names every model of which a verdict became another.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from registry.accounts.actors import SYSTEM
from registry.accounts.events import note
from registry.catalog.datasets import list_dataset
from registry.catalog.models import AIModel, Dataset, DatasetUse
from registry.imports.load import some_of
from registry.imports.provenance import forget_unused, provenance_of
from registry.imports.records import Source
from registry.openness.dataset_document import DatasetDocument
from registry.openness.facts import Facts, Origin
from registry.scorecards.models import Evidence, Scorecard
from registry.scorecards.queries import profile_codes
from registry.scorecards.queries.rows import VerdictBrief
from registry.scorecards.record import MOST, Cause, Derived, Stated, StatedOfDataset, record, record_many

ORIGIN = "operator"


@dataclass(frozen=True)
class Effect:
    """What recording did. `verdicts` has, by model, (definition, before, after) of those that changed."""

    changed: int  # datasets, or 1 for a model
    retired: tuple[str, ...]  # datasets of which this file says nothing any more
    models: int  # that were recorded anew
    verdicts: Mapping[str, tuple[tuple[str, str, str], ...]]


@dataclass(frozen=True)
class File:
    """The file as evidence names it: by its name, as of a digest of its content."""

    name: str
    digest: str

    @classmethod
    def of(cls, name: str, content: bytes) -> "File":
        return cls(name[:300], hashlib.sha256(content).hexdigest()[:40])


def by_operator(assessor: str, assessed_on: str) -> Source:
    """Whoever runs this installation, on the word of the person who looked."""
    said = f"Recorded by the operator of this site; assessed by {assessor}, {assessed_on}"
    return Source(ORIGIN, "Operator's file", "", "", said[:500])


@transaction.atomic
def record_datasets(document: DatasetDocument, *, file: File, source: Source, now: datetime) -> Effect:
    """Record what a document says of datasets, and at once what follows for the models that used them.

    What was made from those models follows by jobs. Names are listed that were not listed before.
    """
    rows = {told.path: list_dataset(told.path, name=told.name, now=now) for told in document.datasets}
    provenance = provenance_of(source, file.digest, {file.name})[file.name]
    gone = [row for row in _said_by(source.origin, file) if row.path not in rows]
    statements = [
        StatedOfDataset(
            dataset_id=rows[told.path].pk,
            facts=told.facts.with_origin(Origin.IMPORTED, source.origin),
            source=Evidence.Source.IMPORT,
            origin=source.origin,
            provenance_id=provenance,
            assessed_on=document.assessed_on,
        )
        for told in document.datasets
    ]
    statements += [
        StatedOfDataset(row.pk, Facts(), Evidence.Source.IMPORT, source.origin, provenance) for row in gone
    ]
    named = [row.pk for row in (*rows.values(), *gone)]
    users = sorted(set(DatasetUse.objects.filter(dataset__in=named).values_list("model", flat=True)))
    before = _profiles(users)
    recorded = record_many(statements, cause=Cause.IMPORT, now=now)
    forget_unused([(source.origin, file.digest)])
    if not recorded.datasets_changed:
        return Effect(0, (), 0, {})
    for some in some_of(users, MOST):
        record_many([Derived(model_id) for model_id in some], cause=Cause.BASE, now=now)
    changed, retired = recorded.datasets_changed, tuple(row.path for row in gone)
    _remember("record datasets", file, changed, now=now)
    return Effect(changed, retired, len(users), _verdicts(before, _profiles(users)))


@transaction.atomic
def record_model(
    model: AIModel, facts: Facts, *, file: File, source: Source, assessed_on: str, now: datetime
) -> Effect:
    """Record what a facts document says of a model."""
    stated = Stated(
        model_id=model.pk,
        facts=facts.with_origin(Origin.IMPORTED, source.origin),
        source=Evidence.Source.IMPORT,
        origin=source.origin,
        provenance_id=provenance_of(source, file.digest, {file.name})[file.name],
        assessed_on=assessed_on,
    )
    before = _profiles([model.pk])
    recorded = record(stated, cause=Cause.IMPORT, now=now)
    forget_unused([(source.origin, file.digest)])
    changed = recorded.created + recorded.changed
    if changed:
        _remember("record model", file, changed, now=now)
    return Effect(changed, (), changed, _verdicts(before, _profiles([model.pk])))


def _said_by(origin: str, file: File) -> list[Dataset]:
    """The datasets of which a file of this name says something now."""
    in_force = Evidence.objects.filter(
        dataset__isnull=False, retired__isnull=True, origin=origin, provenance__file=file.name
    )
    return list(Dataset.objects.filter(pk__in=in_force.values("dataset")).order_by("path"))


def _profiles(model_ids: Collection[int]) -> dict[int, tuple[str, int]]:
    """(path, profile) of these models."""
    return {
        model_id: (path, profile)
        for some in some_of(sorted(model_ids), 500)
        for model_id, path, profile in Scorecard.objects.filter(pk__in=some).values_list(
            "pk", "model__path", "profile"
        )
    }


def _verdicts(
    before: Mapping[int, tuple[str, int]], after: Mapping[int, tuple[str, int]]
) -> dict[str, tuple[tuple[str, str, str], ...]]:
    moved = [model_id for model_id, found in after.items() if before.get(model_id) != found]
    profiles = {side[model_id][1] for side in (before, after) for model_id in moved if model_id in side}
    said = profile_codes(profiles)
    found = {}
    for model_id in moved:
        path, profile = after[model_id]
        then = said.get(before[model_id][1], {}) if model_id in before else {}
        changes = tuple(_changes(then, said.get(profile, {})))
        if changes:
            found[path] = changes
    return dict(sorted(found.items()))


def _changes(
    before: Mapping[str, VerdictBrief], after: Mapping[str, VerdictBrief]
) -> Iterator[tuple[str, str, str]]:
    for definition, verdict in after.items():
        then, now = (
            (_result(before[definition]) if definition in before else "not assessed"),
            _result(verdict),
        )
        if then != now:
            yield definition, then, now


def _result(verdict: VerdictBrief) -> str:
    """A result as codes, without its reasons."""
    score = "{:.3f} to {:.3f}".format(*verdict.score) if verdict.score else ""
    reach = f"could reach {verdict.could_reach}" if verdict.could_reach not in ("", verdict.level) else ""
    words: Iterable[str] = (verdict.level or verdict.outcome, reach, score)
    return ", ".join(word for word in words if word)


def _remember(verb: str, file: File, changed: int, *, now: datetime) -> None:
    details = {"changed": changed, "digest": file.digest}
    note(verb, by=SYSTEM, target=file.name, now=now, details=details)

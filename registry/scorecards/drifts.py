"""Drift: a hub contradicts what people or imports recorded. Opened and closed here, judged nowhere."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from registry.catalog.models import OF_MODELS
from registry.hubs.observed import IMPLIED, observed
from registry.openness import licenses, merge
from registry.openness.facts import NOASSERTION, Availability, Fact, Facts, Origin
from registry.scorecards.layers import Layers
from registry.scorecards.models import Drift, Observation

LOOK_BACK = 20  # earlier observations of an entry that are searched for one that agreed
AT_ONCE = 100  # entries in one query

Key = tuple[str, str]
FacetKey = tuple[str, str, str]


@dataclass
class DriftChanges:
    """What must be written so that the drifts say what is so."""

    opened: list[Drift] = field(default_factory=list)
    updated: list[Drift] = field(default_factory=list)
    closed: list[Drift] = field(default_factory=list)
    answered: list[Drift] = field(default_factory=list)  # a review contradicts a hub, and knows it
    over: list[Drift] = field(default_factory=list)  # the hub says no more what a review had answered


@dataclass(frozen=True, slots=True)
class Contradiction:
    """On one facet a hub says other than the record, as this observation shows."""

    recorded: str
    observed: str
    reason: Drift.Reason
    observation: Observation


def compare(
    model_id: int, layers: Layers, *, reviewed: Collection[Key], now: datetime, changes: DriftChanges
) -> None:
    """Bring the drifts of one model up to date with its layers; adds to `changes`, writes nothing.

    `reviewed` names what a review states just now: it answers whatever a hub had said of that by then.
    """
    contradictions = _contradictions(layers)
    known = {_key(drift): drift for drift in layers.drifts}
    settled = _still_settled(layers, contradictions, changes)
    for key, drift in known.items():
        if key[:2] in reviewed:
            _answer(drift, now, kept=key in contradictions)
        elif key not in contradictions:
            _close(drift, Drift.State.GONE, now)
        if drift.state != Drift.State.OPEN:
            changes.closed.append(drift)
    for key, found in contradictions.items():
        if key in known:
            _restate(known[key], found, changes)
        elif key not in settled:
            _add(_opened(model_id, key, found, now), key[:2] in reviewed, now, changes, layers)
    layers.drifts = [drift for drift in layers.drifts if drift.state == Drift.State.OPEN]


def _key(drift: Drift) -> FacetKey:
    return (drift.component, drift.qualifier, drift.facet)


def _contradictions(layers: Layers) -> dict[FacetKey, Contradiction]:
    record = layers.record()
    if not record.components or not layers.observations:
        return {}
    stated = [fact for fact in layers.shown if not _is_implied(fact)]
    seen = merge.effective(observed=[*stated, *(row.fact for row in layers.withdrawals)])
    return {
        (*key, found.facet): _contradiction(layers, record.components[key], found)
        for key, fact in seen.components.items()
        if key in record.components
        for found in merge.disagreements(record.components[key], fact)
    }


def _is_implied(fact: Fact) -> bool:
    """What follows from a library or a citation; a repository that a source cites for the part shows it."""
    return fact.component in IMPLIED and fact.source == OF_MODELS


def _contradiction(layers: Layers, record: Fact, found: merge.Disagreement) -> Contradiction:
    gone = [row for row in layers.withdrawals if row.fact.key == record.key]
    if gone and (found.facet, found.observed) == ("availability", Availability.WITHHELD.value):
        last = max(gone, key=lambda row: row.observation.fetched_at)
        return Contradiction(found.recorded, found.observed, last.reason, last.observation)
    said = [row for entry, row in layers.observations.items() if _contradicts(layers, entry, record, found)]
    newest = max(said or layers.observations.values(), key=lambda row: row.fetched_at)
    return Contradiction(found.recorded, found.observed, Drift.Reason.STATED, newest)


def _contradicts(layers: Layers, entry_id: int, record: Fact, found: merge.Disagreement) -> bool:
    fact = layers.seen[entry_id].components.get(record.key)
    return fact is not None and any(row.facet == found.facet for row in merge.disagreements(record, fact))


def _still_settled(
    layers: Layers, contradictions: Mapping[FacetKey, Contradiction], changes: DriftChanges
) -> set[FacetKey]:
    """What reviews have answered. It ends when the hub says something else, or the review is retracted."""
    record = layers.record()
    settled = set()
    for drift in layers.settled:
        found = contradictions.get(_key(drift))
        fact = record.components.get((drift.component, drift.qualifier))
        by_review = fact is not None and fact.origin is Origin.REVIEWED
        if by_review and found and found.observed == drift.observed:
            settled.add(_key(drift))
        else:
            drift.settles = False
            changes.over.append(drift)
    return settled


def _opened(model_id: int, key: FacetKey, found: Contradiction, now: datetime) -> Drift:
    component, qualifier, facet = key
    return Drift(
        model_id=model_id,
        component=component,
        qualifier=qualifier,
        facet=facet,
        opened_at=now,
        recorded=found.recorded,
        observed=found.observed,
        reason=found.reason,
        observation=found.observation,
    )


def _add(drift: Drift, answered: bool, now: datetime, changes: DriftChanges, layers: Layers) -> None:
    if answered:
        _answer(drift, now, kept=True)
        changes.answered.append(drift)
    else:
        changes.opened.append(drift)
        layers.drifts.append(drift)


def _restate(drift: Drift, found: Contradiction, changes: DriftChanges) -> None:
    """An open drift says what the hub says now; when it was opened, and what agreed before, stays."""
    same = (drift.recorded, drift.observed, drift.reason) == (found.recorded, found.observed, found.reason)
    if same or drift.state != Drift.State.OPEN:
        return
    drift.recorded, drift.observed, drift.reason = found.recorded, found.observed, found.reason
    drift.observation = found.observation
    changes.updated.append(drift)


def _answer(drift: Drift, now: datetime, *, kept: bool) -> None:
    """A review answered: it kept the record against the hub, or accepted what the hub says."""
    _close(drift, Drift.State.KEPT if kept else Drift.State.ACCEPTED, now, settles=kept)


def _close(drift: Drift, state: Drift.State, now: datetime, *, settles: bool = False) -> None:
    """A review closes a drift; a machine can only find that the contradiction is gone."""
    drift.state, drift.closed_at, drift.settles = state, now, settles


def write(changes: DriftChanges) -> None:
    """Write what `compare` found. Part of the caller's transaction."""
    find_before([*changes.opened, *changes.answered])
    Drift.objects.bulk_update(changes.closed, ["state", "closed_at", "settles"], batch_size=200)
    Drift.objects.bulk_update(changes.over, ["settles"], batch_size=200)
    restated = ["recorded", "observed", "reason", "observation"]
    Drift.objects.bulk_update(changes.updated, restated, batch_size=200)
    Drift.objects.bulk_create([*changes.opened, *changes.answered])


def find_before(drifts: Sequence[Drift]) -> None:
    """Give each drift the last observation of its hub entry that agreed with the record, if one did."""
    newest = {drift.observation.entry_id: drift.observation.sequence for drift in drifts}
    earlier: dict[int, list[Observation]] = {entry_id: [] for entry_id in newest}
    for row in _earlier(newest):
        earlier[row.entry_id].append(row)
    for drift in drifts:
        # What is gone now may be what the last observation still showed.
        said = [drift.observation] if drift.reason != Drift.Reason.STATED else []
        said += [row for row in earlier[drift.observation.entry_id] if row.pk != drift.observation_id]
        drift.before = next((row for row in said if _agrees(row, drift)), None)


def _earlier(newest: Mapping[int, int]) -> Iterable[Observation]:
    """The observations before these numbers, by entry, newest first."""
    listed = [(entry_id, sequence) for entry_id, sequence in newest.items() if sequence > 1]
    for start in range(0, len(listed), AT_ONCE):
        wanted = Q()
        for entry_id, sequence in listed[start : start + AT_ONCE]:
            wanted |= Q(entry=entry_id, sequence__lt=sequence, sequence__gte=sequence - LOOK_BACK)
        yield from Observation.objects.filter(wanted).order_by("entry", "-sequence")


def _agrees(row: Observation, drift: Drift) -> bool:
    fact = observed(row.said, _recorded(drift)).components.get((drift.component, drift.qualifier))
    if fact is None:
        return False
    if drift.facet == "license":
        return licenses.same(fact.license, drift.recorded)
    return str(getattr(fact, drift.facet)) == drift.recorded


def _recorded(drift: Drift) -> Facts:
    """The record as far as the drift tells it: beside it, repositories that are cited show what they do."""
    license = drift.recorded if drift.facet == "license" else NOASSERTION
    fact = Fact(drift.component, drift.qualifier, availability=Availability.RELEASED, license=license)
    return Facts.of([fact])

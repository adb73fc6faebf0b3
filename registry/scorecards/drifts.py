"""Drift: a hub contradicts what people or imports recorded. Opened and closed here, judged nowhere."""

from dataclasses import dataclass, field
from datetime import datetime

from registry.hubs.observed import IMPLIED
from registry.openness import merge
from registry.scorecards.layers import Layers
from registry.scorecards.models import Drift, Revision


@dataclass
class DriftChanges:
    """What must be written so that the open drifts say what is so."""

    opened: list[Drift] = field(default_factory=list)
    updated: list[Drift] = field(default_factory=list)
    closed: list[Drift] = field(default_factory=list)


def compare(
    model_id: int, layers: Layers, *, cause: Revision.Cause, now: datetime, changes: DriftChanges
) -> None:
    """Bring the drifts of one model up to date with its layers; adds to `changes`, writes nothing."""
    contradictions = _contradictions(layers)
    known = {(drift.component, drift.qualifier, drift.facet): drift for drift in layers.drifts}
    for key, drift in known.items():
        if key not in contradictions:
            _close(drift, cause, now)
            changes.closed.append(drift)
    for key, found in contradictions.items():
        if key not in known:
            known[key] = _opened(model_id, key, found, layers, now)
            changes.opened.append(known[key])
        elif known[key].observed != found.observed or known[key].recorded != found.recorded:
            _restate(known[key], found, layers)
            changes.updated.append(known[key])
    layers.drifts = [drift for drift in known.values() if drift.state == Drift.State.OPEN]


def _contradictions(layers: Layers) -> dict[tuple[str, str, str], merge.Disagreement]:
    record = layers.record()
    seen = merge.effective(observed=layers.observed)
    return {
        (*key, found.facet): found
        for key, fact in seen.components.items()
        if key in record.components and fact.component not in IMPLIED
        for found in merge.disagreements(record.components[key], fact)
    }


def _opened(
    model_id: int, key: tuple[str, str, str], found: merge.Disagreement, layers: Layers, now: datetime
) -> Drift:
    component, qualifier, facet = key
    drift = Drift(model_id=model_id, component=component, qualifier=qualifier, facet=facet, opened_at=now)
    _restate(drift, found, layers)
    return drift


def _restate(drift: Drift, found: merge.Disagreement, layers: Layers) -> None:
    drift.recorded = found.recorded
    drift.observed = found.observed
    drift.observation = max(layers.observations.values(), key=lambda seen: seen.fetched_at)


def _close(drift: Drift, cause: Revision.Cause, now: datetime) -> None:
    """A review closes a drift; anything else can only find that the contradiction is gone."""
    drift.state = Drift.State.REVIEWED if cause == Revision.Cause.REVIEW else Drift.State.GONE
    drift.closed_at = now

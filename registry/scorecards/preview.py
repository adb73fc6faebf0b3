"""What a statement would make of a scorecard, worked out exactly as `record` does, and not written."""

from dataclasses import dataclass
from datetime import datetime

from registry.openness.facts import Facts
from registry.scorecards import drifts, layers
from registry.scorecards.statements import Stated, plan_evidence


@dataclass(frozen=True)
class Previewed:
    """The facts that count now, and those that would count. `changes`: whether any evidence would change."""

    before: Facts
    after: Facts
    changes: bool


def preview(statement: Stated, *, now: datetime) -> Previewed:
    """The facts of one model before and after this statement. Five queries, nothing is written."""
    model_id = statement.model_id
    said = layers.load([model_id])
    layer = said[model_id]
    before = layer.effective()
    plans = plan_evidence([statement], said)
    reviewed = plans[model_id].reviewed if model_id in plans else frozenset()
    drifts.compare(model_id, layer, reviewed=reviewed, now=now, changes=drifts.DriftChanges())
    return Previewed(before, layer.effective(), model_id in plans)

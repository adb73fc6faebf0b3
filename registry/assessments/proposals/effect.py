"""What proposed facts would make of the verdicts, by the very engine that records them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from registry.assessments.proposals.proposed import Proposed
from registry.catalog.models import AIModel
from registry.openness import definitions, inputs
from registry.openness.evaluate import evaluate_all
from registry.openness.facts import Fact, Facts, Origin, ReleaseFact
from registry.openness.verdict import Outcome, Verdict
from registry.scorecards.models import Evidence
from registry.scorecards.preview import preview
from registry.scorecards.statements import Stated

ORIGIN = "review"  # of all reviewed evidence


@dataclass(frozen=True)
class Moved:
    """One definition before and after. `flips`: what is shown of it as outcome or level would change."""

    definition: str
    before: Verdict
    after: Verdict

    @property
    def flips(self) -> bool:
        return shown(self.before) != shown(self.after)

    @property
    def reads_otherwise(self) -> bool:
        """Whether a reader would see another outcome, level or score, or one that is reviewed by then."""
        return read(self.before) != read(self.after)


@dataclass(frozen=True)
class Effect:
    """Every definition in force before and after, in their order, and the facts behind both."""

    verdicts: tuple[Moved, ...]
    before: Facts
    after: Facts
    changes: bool  # whether any evidence would change

    @property
    def changed(self) -> tuple[Moved, ...]:
        return tuple(row for row in self.verdicts if row.reads_otherwise)

    def flipped(self, definition_ids: Iterable[str]) -> list[str]:
        """Those of these definitions whose shown outcome would change."""
        wanted = set(definition_ids)
        return [row.definition for row in self.verdicts if row.definition in wanted and row.flips]


def shown(verdict: Verdict) -> tuple[str, str]:
    """Outcome and level as they are shown: a machine draft shows no better than a "no".

    That nothing is decided yet is no outcome: saying so for the first time flips nothing.
    """
    if verdict.outcome is Outcome.INSUFFICIENT:
        return ("", verdict.level)
    if verdict.basis is Origin.OBSERVED and verdict.outcome is not Outcome.DOES_NOT_MEET:
        return ("", "")
    return (verdict.outcome.value, verdict.level)


def read(verdict: Verdict) -> tuple[object, ...]:
    """What a reader sees of it; what is undecided is so on any basis."""
    if verdict.basis is Origin.OBSERVED and verdict.outcome is not Outcome.DOES_NOT_MEET:
        return ()
    is_marked = verdict.basis is Origin.IMPORTED and not is_undecided(verdict)
    return (verdict.outcome, verdict.level, verdict.score, is_marked)


def is_undecided(verdict: Verdict) -> bool:
    """Whether it says nothing yet, which is no result that anybody could vouch for."""
    return verdict.outcome is Outcome.INSUFFICIENT or verdict.score == (0.0, 1.0)


def effect(model: AIModel, proposals: Sequence[Proposed], *, now: datetime) -> Effect:
    """What publishing these would do to the verdicts of the model. Five queries; nothing is written."""
    seen = preview(statement(model, proposals), now=now)
    before, after = _verdicts(seen.before), _verdicts(seen.after)
    moved = tuple(Moved(old.definition, old, new) for old, new in zip(before, after, strict=True))
    return Effect(moved, seen.before, seen.after, seen.changes)


def _verdicts(facts: Facts) -> list[Verdict]:
    return list(evaluate_all(inputs.inputs(facts), definitions.shipped().values()))


def statement(model: AIModel, proposals: Sequence[Proposed]) -> Stated:
    """What a review of exactly these findings states; findings that are taken back it states no more."""
    rows = [proposed.row() for proposed in proposals if not proposed.retract]
    facts = [row for row in rows if isinstance(row, Fact)]
    release = [row for row in rows if isinstance(row, ReleaseFact)]
    only = frozenset(proposed.key for proposed in proposals)
    return Stated(model.pk, Facts.of(facts, release), Evidence.Source.REVIEW, ORIGIN, only=only)

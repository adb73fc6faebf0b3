"""Verdicts: what one definition says of one set of facts, and which facts decided it.

A verdict holds codes and parameters only; sentences are made of them where they are shown, so that
everything said can be translated. `as_dict` and `from_dict` are the stored form.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from registry.openness.facts import Origin


class Outcome(StrEnum):
    MEETS = "meets"
    DOES_NOT_MEET = "does_not_meet"
    INSUFFICIENT = "insufficient_evidence"
    NOT_APPLICABLE = "not_applicable"
    NONE = ""  # a ladder or score without a passing level says only where a model stands


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one term came out as it did: one component (or release fact) and what was found of it."""

    code: str  # listed in reasons.CODES
    value: str  # T, F or U: what this reason made of its term
    component: str = ""  # component slug, or the key of a release fact
    qualifier: str = ""
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ClauseResult:
    """One clause (or level, dimension, component slot) with its truth value and what decided it."""

    id: str
    value: str  # T, F, U, or "-" when skipped
    info: bool = False  # shown, never decides
    low: float | None = None  # graded only: bounds of this dimension
    high: float | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of one definition.

    `level` and `could_reach` are set by ladders and the MOF; `score` (low, high) by graded definitions,
    unrounded; `progress` maps a MOF class ("1", "2", "3") to its percentage, 0 to 100, unrounded.
    `missing` is what stands between these facts and a better result: unknown terms, then failed ones.
    `basis` is the weakest origin that was needed to reach this result. `points` is over how many
    dimensions a score that is shown in points was taken, else 0.
    """

    definition: str
    outcome: Outcome
    level: str = ""
    could_reach: str = ""
    score: tuple[float, float] | None = None
    progress: Mapping[str, float] = field(default_factory=dict)
    clauses: tuple[ClauseResult, ...] = ()
    missing: tuple[Reason, ...] = ()
    basis: Origin = Origin.OBSERVED
    points: int = 0

    @property
    def result(self) -> tuple[object, ...]:
        """What is compared when two verdicts are asked whether they say the same."""
        progress = tuple(sorted(self.progress.items()))
        return (self.outcome, self.level, self.could_reach, self.score, self.points, progress)

    def on(self, basis: Origin) -> "Verdict":
        """The same verdict on this basis; written out, because `replace` takes five times as long."""
        if basis is self.basis:
            return self
        return Verdict(
            self.definition,
            self.outcome,
            self.level,
            self.could_reach,
            self.score,
            self.progress,
            self.clauses,
            self.missing,
            basis,
            self.points,
        )

    def as_dict(self) -> dict[str, Any]:
        return {
            "definition": self.definition,
            "outcome": self.outcome.value,
            "level": self.level,
            "could_reach": self.could_reach,
            "score": list(self.score) if self.score else None,
            "points": self.points,
            "progress": dict(self.progress),
            "clauses": [_clause_as_dict(clause) for clause in self.clauses],
            "missing": [_reason_as_dict(reason) for reason in self.missing],
            "basis": self.basis.value,
        }

    def as_json(self) -> str:
        """`as_dict` as JSON text; what verdicts of many models share is written once."""
        head = {
            "definition": self.definition,
            "outcome": self.outcome.value,
            "level": self.level,
            "could_reach": self.could_reach,
            "score": list(self.score) if self.score else None,
            "points": self.points,
            "progress": dict(self.progress),
            "basis": self.basis.value,
        }
        clauses = ", ".join([_written(clause, _clause_as_dict) for clause in self.clauses])
        missing = ", ".join([_written(reason, _reason_as_dict) for reason in self.missing])
        return f'{json.dumps(head)[:-1]}, "clauses": [{clauses}], "missing": [{missing}]}}'

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "Verdict":
        return cls(
            definition=stored["definition"],
            outcome=Outcome(stored["outcome"]),
            level=stored["level"],
            could_reach=stored["could_reach"],
            score=tuple(stored["score"]) if stored["score"] else None,
            progress=stored["progress"],
            clauses=tuple(_clause_from_dict(clause) for clause in stored["clauses"]),
            missing=tuple(_reason_from_dict(reason) for reason in stored["missing"]),
            basis=Origin(stored["basis"]),
            points=stored.get("points", 0),
        )


# By the number of the object, which is kept beside the text so that the number stays its own.
_WRITTEN: dict[int, tuple[object, str]] = {}
_WRITTEN_KEPT = 50_000
Part = TypeVar("Part")


def _written(part: Part, as_dict: Callable[[Part], dict[str, Any]]) -> str:
    """The JSON of a clause or a reason, which judging shares between models (clauses.py)."""
    known = _WRITTEN.get(id(part))
    if known is None:
        if len(_WRITTEN) >= _WRITTEN_KEPT:
            _WRITTEN.clear()
        known = _WRITTEN[id(part)] = (part, json.dumps(as_dict(part)))
    return known[1]


def _reason_as_dict(reason: Reason) -> dict[str, Any]:
    row: dict[str, Any] = {"code": reason.code, "value": reason.value}
    if reason.component:
        row["component"] = reason.component
    if reason.qualifier:
        row["qualifier"] = reason.qualifier
    if reason.params:
        row["params"] = dict(reason.params)
    return row


def _reason_from_dict(row: Mapping[str, Any]) -> Reason:
    return Reason(
        row["code"], row["value"], row.get("component", ""), row.get("qualifier", ""), row.get("params", {})
    )


def _clause_as_dict(clause: ClauseResult) -> dict[str, Any]:
    row: dict[str, Any] = {"id": clause.id, "value": clause.value}
    if clause.info:
        row["info"] = True
    if clause.low is not None:
        row |= {"low": clause.low, "high": clause.high}
    if clause.reasons:
        row["reasons"] = [_reason_as_dict(reason) for reason in clause.reasons]
    return row


def _clause_from_dict(row: Mapping[str, Any]) -> ClauseResult:
    return ClauseResult(
        row["id"],
        row["value"],
        row.get("info", False),
        row.get("low"),
        row.get("high"),
        tuple(_reason_from_dict(reason) for reason in row.get("reasons", ())),
    )

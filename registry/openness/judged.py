"""A facts document judged: the one road for the command line and for the API.

found = judge(document.read(path), chosen(["osaid-1.0"]))
found.rows[0].verdict, found.rows[0].clauses, found.rows[0].what_if
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from registry.openness import definitions
from registry.openness.definitions import Definition
from registry.openness.document import Document
from registry.openness.effort import easiest_first
from registry.openness.evaluate import evaluate_all
from registry.openness.facts import Facts
from registry.openness.syntax import shown
from registry.openness.trace import TracedClause, trace
from registry.openness.verdict import Reason, Verdict
from registry.openness.what_if import WhatIf, what_if_all


class UnknownDefinition(ValueError):
    """A definition was asked for that is not loaded; the message lists those that are."""


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """One definition: its verdict, followed to its facts, and what a better one would take."""

    definition: Definition
    verdict: Verdict
    clauses: tuple[TracedClause, ...]
    what_if: tuple[WhatIf, ...]

    @property
    def missing(self) -> tuple[Reason, ...]:
        """What is missing, easiest first."""
        return easiest_first(self.verdict.missing)


@dataclass(frozen=True, slots=True)
class Judged:
    document: Document
    rows: tuple[JudgedRow, ...]


def chosen(ids: Sequence[str] | None = None) -> list[Definition]:
    """These definitions, in the order asked; all of them when none is. Raises UnknownDefinition."""
    known = {definition.id: definition for definition in definitions.ordered()}
    unknown = [shown(name) for name in ids or () if name not in known]
    if unknown:
        raise UnknownDefinition(f"Unknown definition {', '.join(unknown)}; known are {', '.join(known)}.")
    return [known[name] for name in dict.fromkeys(ids)] if ids else list(known.values())


def get_ready() -> None:
    """Make now what the first model judged in a process would have to wait for: some 0.1 s."""
    judge_facts(Facts(), definitions.ordered())


def judge(document: Document, by: Iterable[Definition]) -> Judged:
    """What these definitions say of a document."""
    return Judged(document, judge_facts(document.facts, by))


def judge_facts(facts: Facts, by: Iterable[Definition]) -> tuple[JudgedRow, ...]:
    """What these definitions say of some facts."""
    listed = list(by)
    verdicts = evaluate_all(facts, listed)
    answers = what_if_all(listed, facts)
    return tuple(
        JudgedRow(one, verdict, trace(one, verdict, facts), answer)
        for one, verdict, answer in zip(listed, verdicts, answers, strict=True)
    )

"""The Model Openness Framework's own evaluation, a shape that fits none of the three others.

Its tables and switches stand in the definition files; here is its arithmetic: which components are open, what
that makes of the three classes, and what the unknown ones could still change. The reference tool knows only
"listed" and "not listed", so everything is computed twice: unknown as missing gives the class, unknown as
open the class it could reach. Source: arXiv 2403.13784 and lfai/model_openness_tool @ 8b5d30e.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from registry.openness import mof_slots, mof_table
from registry.openness.definitions.tree import Definition
from registry.openness.facts import Facts
from registry.openness.logic import Kleene
from registry.openness.mof_slots import Slot, SlotResult
from registry.openness.parts import Reading, reading_of
from registry.openness.verdict import Outcome, Reason, Verdict

UNCLASSIFIED = "unclassified"


@dataclass(frozen=True, eq=False)
class Rules:
    """A definition file of this shape, made ready for judging."""

    slots: tuple[Slot, ...]
    report: str
    paper: str
    levels: Mapping[int, str]  # class number -> level
    passing: int


def judge(definition: Definition, facts: Facts) -> Verdict:
    """The verdict of a definition of shape `mof`; its basis is left at the default."""
    return judge_reading(definition, reading_of(facts))


def judge_reading(definition: Definition, reading: Reading) -> Verdict:
    """The same for facts that have been made ready."""
    rules = rules_of(definition)
    results = mof_slots.judge(rules.slots, reading.parts)
    least = _standing(rules, _open_ids(results, ok=(Kleene.TRUE,)))
    most = _standing(rules, _open_ids(results, ok=(Kleene.TRUE, Kleene.UNKNOWN)))
    return Verdict(
        definition=definition.id,
        outcome=_outcome(rules, least.number, most.number),
        level=rules.levels.get(least.number, UNCLASSIFIED),
        could_reach=rules.levels.get(most.number, UNCLASSIFIED),
        progress=least.progress,
        clauses=tuple(result.clause for result in results),
        missing=_missing(rules, results),
    )


def tool_status(license_verbatim: str, kind: str) -> str:
    """What the reference tool makes of a license string: open, open-untyped, invalid or unlicensed.

    `kind` is the kind of the component: code, data or document.
    """
    return mof_table.status(license_verbatim, kind)


@dataclass(frozen=True, slots=True)
class _Standing:
    number: int  # 1, 2, 3; 0 for no class
    progress: Mapping[str, float]


def _open_ids(results: Sequence[SlotResult], *, ok: Sequence[Kleene]) -> frozenset[str]:
    """The required slots whose value is in `ok`."""
    return frozenset([result.slot.id for result in results if result.value in ok and result.slot.required])


@lru_cache(maxsize=4096)
def _standing(rules: Rules, open_ids: frozenset[str]) -> _Standing:
    """Progress per class in percent and the class reached, with these slots open."""
    required = [slot for slot in rules.slots if slot.required]
    report, paper = rules.report in open_ids, rules.paper in open_ids
    progress: dict[int, float] = {}
    complete = True
    for number in (3, 2, 1):
        ids = [slot.id for slot in required if slot.number >= number]
        have, total = sum(id in open_ids for id in ids), len(ids)
        if number > 1:
            have += paper and not report  # an open paper fills the place of the report
        elif paper and not report:
            total -= 1  # and waives it where the paper itself is asked for
        progress[number] = min(100.0, 100 * have / total) if complete else 0.0
        complete = progress[number] == 100
    reached = [number for number in (1, 2, 3) if progress[number] == 100]
    return _Standing(min(reached, default=0), {str(number): progress[number] for number in (1, 2, 3)})


def _outcome(rules: Rules, least: int, most: int) -> Outcome:
    if 0 < least <= rules.passing:
        return Outcome.MEETS
    return Outcome.INSUFFICIENT if 0 < most <= rules.passing else Outcome.DOES_NOT_MEET


def _missing(rules: Rules, results: Sequence[SlotResult]) -> tuple[Reason, ...]:
    """The reasons of required slots that are not open, unknown first; an open paper waives the report."""
    paper_is_open = any(r.slot.id == rules.paper and r.value is Kleene.TRUE for r in results)
    lacking = [
        result
        for result in results
        if result.slot.required
        and result.value is not Kleene.TRUE
        and not (paper_is_open and result.slot.id == rules.report)
    ]
    reasons = [reason for result in lacking for reason in result.clause.reasons]
    unknown = [reason for reason in reasons if reason.value == "U"]
    return (*unknown, *(reason for reason in reasons if reason.value == "F"))


@lru_cache(maxsize=64)
def rules_of(definition: Definition) -> Rules:
    """The slots, the classes and the report and paper rule of a definition of this shape."""
    table = definition.table
    levels = {row["number"]: row["level"] for row in table["class"]}
    return Rules(
        slots=mof_slots.read(table, definition.switches),
        report=table["report"],
        paper=table["paper"],
        levels=levels,
        passing=next(number for number, level in levels.items() if level == table["passing"]),
    )

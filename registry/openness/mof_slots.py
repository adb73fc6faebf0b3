"""The components of the Model Openness Framework as slots, and what one model's facts make of each.

A slot is open when one of the parts that may fill it is included (downloadable, all or most of it) under a
license that is accepted. Its clause lists per part what was found; notes say what does not decide: a gate, a
license that is unusual for its kind, a license stated for the whole release.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

from registry.openness import components, licenses, mof_table
from registry.openness.facts import NONE, Fact
from registry.openness.logic import Kleene, all_of, any_of
from registry.openness.parts import Part
from registry.openness.verdict import ClauseResult, Reason

TRUE, FALSE, UNKNOWN = Kleene.TRUE, Kleene.FALSE, Kleene.UNKNOWN
Value = TypeVar("Value")


class Row(NamedTuple):
    """What is read of one part: plain words, so that equal rows are judged once."""

    component: str
    availability: str
    coverage: str
    gate: str
    license: str
    verbatim: str | None
    inherited_from: str


class Answer(NamedTuple):
    """Whether a license is accepted, and with which code and parameters that is said."""

    value: Kleene
    code: str = ""
    params: Mapping[str, str] = {}


@dataclass(frozen=True, eq=False)
class Slot:
    """One component of the framework."""

    id: str
    number: int  # of its class
    required: bool
    parts: tuple[str, ...]  # any of them may fill it
    if_known: tuple[str, ...]  # each must pass too, once anything is known of it
    accepts: Callable[[Row], Answer]
    asks: str  # the license predicate that reasons name: mof_open, mof_strict, or "" for none

    def read_of(self, parts: Mapping[str, Value]) -> tuple[Value, ...]:
        """What of a model decides this slot: its own parts, then those that count once known."""
        return tuple([parts[slug] for slug in (*self.parts, *self.if_known)])


class SlotResult(NamedTuple):
    slot: Slot
    value: Kleene
    clause: ClauseResult


_read_row = attrgetter(
    *("component", "availability._value_", "coverage._value_", "gate._value_"),
    *("license", "license_verbatim", "license_inherited_from"),
)


def judge(slots: Iterable[Slot], parts: Mapping[str, Part]) -> list[SlotResult]:
    """What these parts of a model make of each slot."""
    return [_slot_result(slot, slot.read_of(parts)) for slot in slots]


@lru_cache(maxsize=16_384)
def _slot_result(slot: Slot, read: tuple[Part, ...]) -> SlotResult:
    rows = [Row(*_read_row(part.fact)) if part.rows else None for part in read]
    parts, if_known = rows[: len(slot.parts)], rows[len(slot.parts) :]
    found = [_part(slot, part, row) for part, row in zip(slot.parts, parts, strict=True)]
    value = any_of(value for value, _ in found)
    if value is TRUE:
        found = [next(part for part in found if part[0] is TRUE)]
    elif any(row is not None for row in parts):
        # Name what decides: of an unknown and a failed part, the unknown one could still fill the slot.
        found = [part for part in found if part[0] is value]
    else:
        found = found[:1]
    also = [_part(slot, row.component, row) for row in if_known if row is not None and _is_known(row)]
    value = all_of([value, *(one for one, _ in also)])
    reasons = tuple(reason for _, reasons in (*found, *also) for reason in reasons)
    return SlotResult(
        slot, value, ClauseResult(slot.id, value.letter, info=not slot.required, reasons=reasons)
    )


def part_value(slot: Slot, fact: Fact) -> Kleene:
    """Whether this fact alone fills the slot."""
    return _part(slot, fact.component, Row(*_read_row(fact)))[0]


def _is_known(row: Row) -> bool:
    return row.availability not in ("unknown", "not_applicable")


def _part(slot: Slot, component: str, row: Row | None) -> tuple[Kleene, tuple[Reason, ...]]:
    """Whether one part is included under an accepted license, with the reasons."""
    if row is None or row.availability == "unknown":
        return UNKNOWN, (Reason("not_assessed", "U", component),)
    if row.availability not in ("released", "released_gated"):
        needed = {"found": row.availability, "needed": "released_gated"}
        return FALSE, (Reason("availability", "F", component, params=needed),)
    if row.coverage in ("some", "none"):
        return FALSE, (_coverage(component, row, FALSE),)
    answer = slot.accepts(row)
    if row.coverage == "unknown":
        reasons = (_coverage(component, row, UNKNOWN), *_license_reasons(component, row, answer))
        return min(UNKNOWN, answer.value), reasons
    return answer.value, _license_reasons(component, row, answer)


def _coverage(component: str, row: Row, value: Kleene) -> Reason:
    return Reason("coverage", value.letter, component, params={"found": row.coverage, "needed": "most"})


def _license_reasons(component: str, row: Row, answer: Answer) -> tuple[Reason, ...]:
    if answer.value is not TRUE:
        return (Reason(answer.code, answer.value.letter, component, params=answer.params),)
    found = {"availability": row.availability, "license": row.license}
    notes = [Reason("present", "T", component, params=found)]
    if row.gate not in ("none", "unknown"):
        notes.append(Reason("mof_gate", "T", component, params={"found": row.gate}))
    if row.inherited_from:
        notes.append(Reason("mof_inherited", "T", component, params={"inherited_from": row.inherited_from}))
    if answer.code:
        notes.append(Reason(answer.code, "T", component, params=answer.params))
    return tuple(notes)


def read(table: Mapping[str, Any], switches: Mapping[str, str]) -> tuple[Slot, ...]:
    """The slots of a definition file."""
    accepted = {name: _accepted(rule, switches) for name, rule in table.get("terms", {}).items()}
    reach = switches["inherited_license"]
    return tuple(_slot(row, accepted, reach) for row in table["component"])


def _slot(row: Mapping[str, Any], accepted: Mapping[str, frozenset[str]], reach: str) -> Slot:
    accepts: Callable[[Row], Answer]
    match row.get("terms"):
        case None:
            accepts = _as_the_tool
        case "included":
            accepts = _included
        case terms:
            accepts = _listed_in(accepted[terms], reach)
    return Slot(
        id=row["id"],
        number=row["class"],
        required=row["required"],
        parts=(row["part"], *row.get("else", ())),
        if_known=tuple(row.get("if_known", ())),
        accepts=accepts,
        asks={None: "mof_open", "included": ""}.get(row.get("terms"), "mof_strict"),
    )


def _accepted(rule: Mapping[str, Any], switches: Mapping[str, str]) -> frozenset[str]:
    """The ids of one [terms] table, in lower case."""
    ids = set(rule.get("ids", ()))
    if rule.get("open_data"):
        ids |= mof_table.OPEN_DATA - set(rule.get("without", ()))
    osi = rule.get("osi", False)
    if osi is True or switches.get(str(osi)) == "on":
        ids |= mof_table.OSI
    for pattern in rule.get("patterns", ()):
        ids |= {id for id in mof_table.LISTED.union(licenses.spdx_ids().values()) if fnmatchcase(id, pattern)}
    return frozenset(id.casefold() for id in ids)


def _included(row: Row) -> Answer:
    return Answer(TRUE)


def _as_the_tool(row: Row) -> Answer:
    """By the tool's table: strings of its own records as they stand, other facts by their SPDX ids."""
    license, verbatim = row.license, row.verbatim
    kind = components.ALL[row.component].kind
    match _status(license, kind) if verbatim is None else mof_table.status(verbatim, kind):
        case "open":
            return Answer(TRUE)
        case "open-untyped":
            return Answer(TRUE, "mof_untyped", {"found": license, "kind": kind})
        case "unlicensed":
            return Answer(FALSE, "mof_unlicensed")
        case "unknown":
            return Answer(UNKNOWN, "license", {"found": license, "needed": "mof_open"})
    if verbatim is not None and licenses.predicate("mof_open", license) is TRUE:
        return Answer(FALSE, "mof_spelling", {"found": license})
    return Answer(FALSE, "license", {"found": license, "needed": "mof_open"})


def _status(license: str, kind: str) -> str:
    """The tool's status for a license expression; "unknown" where that cannot be said."""
    if license == NONE:
        return "unlicensed"
    match licenses.predicate("mof_open", license):
        case Kleene.UNKNOWN:
            return "unknown"
        case Kleene.FALSE:
            return "invalid"
    return "open" if licenses.listed_in(license, _content_type(kind)) is TRUE else "open-untyped"


@cache
def _content_type(kind: str) -> frozenset[str]:
    return frozenset(id.casefold() for id in mof_table.CONTENT_TYPES[kind])


def _listed_in(accepted: frozenset[str], reach: str) -> Callable[[Row], Answer]:
    """A rule that accepts these licenses, and reads claims for the whole release as far as they reach."""

    def accepts(row: Row) -> Answer:
        license = row.license
        if reach == "not_datasets" and row.inherited_from == "distribution" and _is_dataset(row.component):
            return Answer(UNKNOWN, "license_inherited", {"found": license, "inherited_from": "distribution"})
        if license == NONE:
            return Answer(FALSE, "mof_unlicensed")
        value = licenses.listed_in(license, accepted)
        return Answer(value, "" if value is TRUE else "license", {"found": license, "needed": "mof_strict"})

    return accepts


def _is_dataset(component: str) -> bool:
    found = components.ALL[component]
    return found.kind == "data" and not found.is_weights

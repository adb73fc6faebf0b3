"""What counts when several rows or sources speak of the same thing.

Two different questions, two rules (definitions reference A.4; architecture, "Never overstate"):

- `least_open`: several *parts* together (sub-models, the bases of a merge). A part nobody knows makes
  the whole unknown, unless another part already is as closed as can be.
- `agree`: several *sources* about one thing. Facet by facet toward the less open; a source that does
  not know says nothing, so unknown never lowers.

`effective` is the one table of precedence: reviewed, else imported, else from datasets, else observed.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import reduce
from typing import Any, TypeVar

from registry.openness import licenses
from registry.openness.facts import (
    NOASSERTION,
    Availability,
    ContentsRights,
    Coverage,
    Fact,
    Facts,
    Gate,
    Quality,
    ReleaseFact,
    Rights,
    RightsReason,
    YesNo,
)

Key = tuple[str, str]
Word = TypeVar("Word", bound=StrEnum)

# Each list runs from least open to most open; what is not listed is unknown.
_AVAILABILITY = sorted(
    (rung for rung in Availability if rung.rung >= 0), key=lambda availability: availability.rung
)
_COVERAGE = [Coverage.NONE, Coverage.SOME, Coverage.MOST, Coverage.ALL]
_QUALITY = [Quality.STUB, Quality.PARTIAL, Quality.COMPREHENSIVE]
_CONTENTS = [ContentsRights.KNOWN_RESTRICTED, ContentsRights.MIXED, ContentsRights.KNOWN_OPEN]
_PEER = [YesNo.NO, YesNo.YES]
_GATE = [Gate.PAYMENT, Gate.APPROVAL, Gate.REGISTRATION, Gate.CLICKTHROUGH, Gate.NONE]


def least_open(parts: Iterable[Fact]) -> Fact | None:
    """The least open of several parts, facet by facet; None for no parts.

    Parts that are not applicable drop out; only if all are, so is the result.
    """
    rows = sorted(parts, key=lambda fact: fact.qualifier)
    if not rows:
        return None
    counted = [row for row in rows if row.availability is not Availability.NOT_APPLICABLE]
    return reduce(_lesser_part, counted) if counted else rows[0]


def _lesser_part(one: Fact, other: Fact) -> Fact:
    availability = _strict(one.availability, other.availability, _AVAILABILITY, Availability.UNKNOWN)
    return replace(
        _joined(one, other),
        availability=availability,
        coverage=_strict(one.coverage, other.coverage, _COVERAGE, Coverage.UNKNOWN),
        gate=_gate_of_parts(one, other),
        quality=_strict(one.quality, other.quality, _QUALITY, Quality.UNKNOWN),
        contents_rights=_strict(
            one.contents_rights, other.contents_rights, _CONTENTS, ContentsRights.UNKNOWN
        ),
        peer_reviewed=_strict(one.peer_reviewed, other.peer_reviewed, _PEER, YesNo.UNKNOWN),
        rights=one.rights if one.rights is other.rights else Rights.UNKNOWN,
        rights_reason=one.rights_reason if one.rights_reason is other.rights_reason else RightsReason.UNKNOWN,
        covers=_covers_of_parts(one.covers, other.covers),
        license=licenses.both(one.license, other.license),
        license_verbatim=_verbatim(one, other),
        license_inherited_from=one.license_inherited_from or other.license_inherited_from,
    )


def _strict(one: Word, other: Word, order: Sequence[Word], unknown: Word) -> Word:
    """The lesser of two words; unknown beside a known word stays unknown unless that word is the lowest."""
    if order[0] in (one, other):
        return order[0]
    if unknown in (one, other):
        return unknown
    return min(one, other, key=order.index)


def _gate_of_parts(one: Fact, other: Fact) -> Gate:
    """The strictest gate among the parts that can be downloaded at all (rungs 5 and 6)."""
    gates = [fact.gate for fact in (one, other) if fact.availability.rung >= 5]
    if not gates:
        return Gate.UNKNOWN
    return reduce(lambda a, b: _strict(a, b, _GATE, Gate.UNKNOWN), gates)


def _covers_of_parts(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    if one == frozenset() or other == frozenset():
        return frozenset()
    if one is None or other is None:
        return None
    return one & other


def agree(sources: Iterable[Fact]) -> Fact | None:
    """What several sources together support of one thing: per facet the less open of what is known."""
    rows = sorted(sources, key=lambda fact: (-fact.origin.strength, fact.source))
    return reduce(_lesser_source, rows) if rows else None


def _lesser_source(one: Fact, other: Fact) -> Fact:
    # A source that saw the artifact outweighs one that says the stage does not exist: "not applicable" is
    # not on the ladder and so gives way.
    availability = _lenient(one.availability, other.availability, _AVAILABILITY)
    conflict = any(found.facet == "license" for found in disagreements(one, other))
    return replace(
        _joined(one, other),
        availability=availability,
        coverage=_lenient(one.coverage, other.coverage, _COVERAGE),
        gate=_gate_of_sources(one, other, availability),
        quality=_lenient(one.quality, other.quality, _QUALITY),
        contents_rights=_lenient(one.contents_rights, other.contents_rights, _CONTENTS),
        peer_reviewed=_lenient(one.peer_reviewed, other.peer_reviewed, _PEER),
        rights=one.rights if one.rights is not Rights.UNKNOWN else other.rights,
        rights_reason=one.rights_reason
        if one.rights_reason is not RightsReason.UNKNOWN
        else other.rights_reason,
        covers=_covers_of_sources(one.covers, other.covers),
        license=_license_of_sources(one.license, other.license),
        license_verbatim=_verbatim_of_sources(one, other),
        license_inherited_from=(
            one.license_inherited_from if _states_license(one) else other.license_inherited_from
        ),
        license_conflict=one.license_conflict or other.license_conflict or conflict,
        license_source=_statements(one, other) if conflict else _joined(one, other).license_source,
    )


def _statements(one: Fact, other: Fact) -> str:
    """What each of two sources that disagree says of the license, in its words."""
    said = [text for fact in (one, other) for text in _statement(fact).split("; ")]
    return "; ".join(dict.fromkeys(said))


def _statement(fact: Fact) -> str:
    words = fact.license_source or fact.license_verbatim or licenses.title(fact.license)
    named = words.startswith(f"{fact.source}: ") or "; " in words or not fact.source
    return words if named else f"{fact.source}: {words}"


def _lenient(one: Word, other: Word, order: Sequence[Word]) -> Word:
    """The lesser of two words; an unlisted (unknown) word says nothing."""
    listed = [word for word in (one, other) if word in order]
    return min(listed, key=order.index) if listed else one


def _covers_of_sources(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    if one is None or other is None:
        return other if one is None else one
    return one & other


def _gate_of_sources(one: Fact, other: Fact, availability: Availability) -> Gate:
    if availability.rung < Availability.RELEASED_GATED.rung:
        return Gate.UNKNOWN
    return _lenient(one.gate, other.gate, _GATE)


def _license_of_sources(one: str, other: str) -> str:
    if NOASSERTION in (one, other):
        return other if one == NOASSERTION else one
    return licenses.both(one, other)


def _states_license(fact: Fact) -> bool:
    return fact.license != NOASSERTION or fact.license_verbatim is not None


def _verbatim_of_sources(one: Fact, other: Fact) -> str | None:
    """A source that states no license leaves the tool's string of the other as it is."""
    if not _states_license(other):
        return one.license_verbatim
    return other.license_verbatim if not _states_license(one) else _verbatim(one, other)


def _verbatim(one: Fact, other: Fact) -> str | None:
    """The tool's verbatim string survives only where both rows carry the same one."""
    return one.license_verbatim if one.license_verbatim == other.license_verbatim else None


def _joined(one: Fact, other: Fact) -> Fact:
    """`one` with the proofs of both, the weaker origin and both sources' names."""
    weaker = min(one.origin, other.origin, key=lambda origin: origin.strength)
    proofs = one.proofs + tuple(proof for proof in other.proofs if proof not in one.proofs)
    names = dict.fromkeys([*one.source.split("+"), *other.source.split("+")])
    return replace(one, proofs=proofs, origin=weaker, source="+".join(name for name in names if name))


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One facet on which an observation contradicts the record."""

    facet: str  # availability, gate or license
    recorded: str
    observed: str


def disagreements(record: Fact, seen: Fact) -> list[Disagreement]:
    """Where an observation contradicts the record. Only what both state can contradict."""
    found = []
    both_known = record.is_known and seen.is_known
    if both_known and record.availability is not seen.availability:
        found.append(Disagreement("availability", record.availability.value, seen.availability.value))
    elif both_known and record.gate is not seen.gate and Gate.UNKNOWN not in (record.gate, seen.gate):
        found.append(Disagreement("gate", record.gate.value, seen.gate.value))
    if NOASSERTION not in (record.license, seen.license) and not licenses.same(record.license, seen.license):
        found.append(Disagreement("license", record.license, seen.license))
    return found


def effective(
    *,
    reviewed: Iterable[Fact] = (),
    imported: Iterable[Fact] = (),
    datasets: Iterable[Fact] = (),
    observed: Iterable[Fact] = (),
    drifting: Collection[Key] = (),
    release: Iterable[ReleaseFact] = (),
) -> Facts:
    """The facts that count, one per (component, qualifier).

    Reviewed, if there is one; else imported, several sources combined by `agree`; else what follows from the
    datasets used (openness/datasets.py); else observed, several hub entries combined by `agree`. Where a
    drift is open, record and observation are combined as well. Terms that a record of the model leaves open
    follow from its datasets (`on_terms_of`).
    """
    layers = [_by_key(reviewed), _by_key(imported), _by_key(datasets), _by_key(observed)]
    facts = []
    for key in dict.fromkeys(key for layer in layers for key in layer):
        rows = next(layer[key] for layer in layers if key in layer)
        if key in drifting and layers[-1].get(key) and rows is not layers[-1][key]:
            rows = [*rows, *layers[-1][key]]
        fact = agree(rows)
        if fact is not None:
            follows = agree(layers[2].get(key, ()))
            facts.append(on_terms_of(fact, follows) if follows else fact)
    return Facts.of(facts, _release(release))


def on_terms_of(fact: Fact, follows: Fact) -> Fact:
    """What is recorded of a model's data, on the terms of the datasets used where it names none.

    How far the data are out was said of the model: where the datasets say otherwise, they are not what was
    meant, and nothing is taken. Nor is it from weaker origins.
    """
    if fact.availability is not follows.availability or follows.origin.strength < fact.origin.strength:
        return fact
    taken: dict[str, Any] = {}
    if not _states_license(fact) and _states_license(follows):
        taken = {name: getattr(follows, name) for name in _LICENSE_FACETS}
    if fact.contents_rights is ContentsRights.UNKNOWN is not follows.contents_rights:
        taken["contents_rights"] = follows.contents_rights
    return replace(_joined(fact, follows), **taken) if taken else fact


_LICENSE_FACETS = (
    "license",
    "license_verbatim",
    "license_source",
    "license_digest",
    "license_inherited_from",
)


def record_of(reviewed: Iterable[Fact], imported: Iterable[Fact]) -> Facts:
    """What people and imports say, leaving hubs aside: what an observation is compared with."""
    return effective(reviewed=reviewed, imported=imported)


def _by_key(rows: Iterable[Fact]) -> dict[Key, list[Fact]]:
    found: dict[Key, list[Fact]] = {}
    for row in rows:
        found.setdefault(row.key, []).append(row)
    return found


def _release(rows: Iterable[ReleaseFact]) -> list[ReleaseFact]:
    """The strongest origin per key; sources of one origin that differ leave the key unknown."""
    found: dict[str, list[ReleaseFact]] = {}
    for row in rows:
        found.setdefault(row.key, []).append(row)
    kept = []
    for same_key in found.values():
        strongest = max(row.origin.strength for row in same_key)
        best = [row for row in same_key if row.origin.strength == strongest]
        if len({row.value for row in best}) == 1:
            kept.append(best[0])
    return kept

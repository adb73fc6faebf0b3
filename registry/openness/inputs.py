"""What a verdict may read of the facts, and nothing else: the profile.

Models whose inputs are equal get equal verdicts under every definition, so they are judged once. The list of
readable facets is fixed and does not depend on which definitions are loaded. URLs, quotes, notes, dates and
names of sources are dropped; training compute is kept as one of three buckets; a string from a record of the
Model Openness Tool is kept as what the tool makes of it.
"""

import hashlib
import json
from collections import Counter
from dataclasses import replace
from typing import Any

from registry.openness import components, mof
from registry.openness.facts import (
    NOASSERTION,
    Availability,
    ContentsRights,
    Coverage,
    Fact,
    Facts,
    Gate,
    Origin,
    Quality,
    ReleaseFact,
    Rights,
    RightsReason,
    YesNo,
    flop_range,
)

READ_RELEASE_FACTS = (
    "modality",
    "training_flop",
    "gpai",
    "systemic_risk",
    "monetization",
    "public_api",
    "staged_release",
    "registry_package",
    "rebuild_judgment",
)
# The thresholds of the EU AI Act's presumptions, in FLOP; one stand-in figure for each bucket between them.
FLOP_THRESHOLDS = (1e23, 1e25)
_FLOP_BUCKETS = ("1e23", "1e25", "1e26")

_READ_FACETS = (
    ("availability", Availability),
    ("coverage", Coverage),
    ("gate", Gate),
    ("rights", Rights),
    ("rights_reason", RightsReason),
    ("contents_rights", ContentsRights),
    ("quality", Quality),
    ("peer_reviewed", YesNo),
    ("origin", Origin),
)
_TEXT_FACETS = ("license", "license_verbatim", "license_inherited_from")


def inputs(facts: Facts) -> Facts:
    """The same facts with everything dropped that no verdict may read."""
    rows = [_readable(fact) for fact in facts]
    # Beside other parts of the same component, one of which nothing is known makes the whole unknown.
    parts = Counter(row.component for row in rows)
    kept = (row for row in rows if parts[row.component] > 1 or _says_something(row))
    release = (_release(row) for row in facts.release.values() if row.key in READ_RELEASE_FACTS)
    return Facts.of(kept, release)


def key(facts: Facts) -> str:
    """The profile key: sha256 (hex) of the canonical form of the inputs."""
    text = json.dumps(pack(facts), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def pack(facts: Facts) -> dict[str, Any]:
    """The inputs as JSON: rows ordered by component and qualifier, defaults left out."""
    reduced = inputs(facts)
    rows = [_packed(fact) for _, fact in sorted(reduced.components.items())]
    release = {name: [row.value, row.origin.value] for name, row in sorted(reduced.release.items())}
    return {"components": rows, "release": release}


def unpack(packed: dict[str, Any]) -> Facts:
    """The facts that `pack` wrote; `unpack(pack(facts)) == inputs(facts)`."""
    release = (
        ReleaseFact(name, value, origin=Origin(origin)) for name, (value, origin) in packed["release"].items()
    )
    return Facts.of((_unpacked(row) for row in packed["components"]), release)


def _readable(fact: Fact) -> Fact:
    component = components.ALL[fact.component]
    licensed = component.kind != "fact"
    verbatim = fact.license_verbatim if licensed else None
    if verbatim is not None and not verbatim.startswith("="):
        verbatim = "=" + mof.tool_status(verbatim, component.kind)
    return Fact(
        component=fact.component,
        qualifier=fact.qualifier,
        availability=fact.availability,
        coverage=fact.coverage,
        gate=fact.gate,
        license=fact.license if licensed else NOASSERTION,
        license_verbatim=verbatim,
        license_inherited_from=fact.license_inherited_from if licensed else "",
        rights=fact.rights,
        rights_reason=fact.rights_reason,
        contents_rights=fact.contents_rights,
        quality=fact.quality if component.kind == "document" else Quality.UNKNOWN,
        covers=fact.covers,
        peer_reviewed=fact.peer_reviewed,
        origin=fact.origin,
    )


def _says_something(fact: Fact) -> bool:
    return fact != Fact(fact.component, fact.qualifier, origin=fact.origin)


def _release(row: ReleaseFact) -> ReleaseFact:
    value = row.value
    if row.key == "training_flop" and (ends := flop_range(value)):
        low, high = (_FLOP_BUCKETS[sum(end > limit for limit in FLOP_THRESHOLDS)] for end in ends)
        value = low if low == high else f"{low}..{high}"
    return replace(row, value=value, proofs=(), source="")


def _packed(fact: Fact) -> dict[str, Any]:
    plain = Fact(fact.component)
    row: dict[str, Any] = {"component": fact.component}
    if fact.qualifier:
        row["qualifier"] = fact.qualifier
    for name in (*(name for name, _ in _READ_FACETS), *_TEXT_FACETS):
        if getattr(fact, name) != getattr(plain, name):
            row[name] = getattr(fact, name)
    if fact.covers is not None:
        row["covers"] = sorted(fact.covers)
    return row


def _unpacked(row: dict[str, Any]) -> Fact:
    stated: dict[str, Any] = {name: kind(row[name]) for name, kind in _READ_FACETS if name in row}
    stated |= {name: row[name] for name in (*_TEXT_FACETS, "qualifier") if name in row}
    return Fact(row["component"], covers=frozenset(row["covers"]) if "covers" in row else None, **stated)

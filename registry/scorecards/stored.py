"""Facts as rows and back: the one place that knows how a fact is laid out in the table of evidence."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from registry.openness.facts import (
    NOASSERTION,
    Availability,
    ContentsRights,
    Coverage,
    Fact,
    Gate,
    Origin,
    Proof,
    Quality,
    ReleaseFact,
    Rights,
    RightsReason,
    YesNo,
)
from registry.scorecards.models import Citation, Evidence

Row = Fact | ReleaseFact

# Facets kept in the `details` column, with the type they are read back as.
_DETAILS: dict[str, Any] = {
    "share": str,
    "license_verbatim": str,
    "license_source": str,
    "license_digest": str,
    "license_inherited_from": str,
    "license_conflict": bool,
    "rights": Rights,
    "rights_reason": RightsReason,
    "contents_rights": ContentsRights,
    "quality": Quality,
    "covers": frozenset,
    "peer_reviewed": YesNo,
    "venue": str,
    "persistent_id": str,
    "reason": str,
}
_ORIGINS = {Evidence.Source.IMPORT: Origin.IMPORTED, Evidence.Source.REVIEW: Origin.REVIEWED}


def key_of(row: Row) -> tuple[str, str]:
    """(component, qualifier) of a fact; (key, "") of a release fact."""
    return row.key if isinstance(row, Fact) else (row.key, "")


def columns(row: Row) -> dict[str, Any]:
    """The evidence columns that hold this fact, digest included."""
    values = _fact_columns(row) if isinstance(row, Fact) else {"component": row.key, "value": row.value}
    return values | {"digest": _digest(values, row.proofs)}


def _fact_columns(fact: Fact) -> dict[str, Any]:
    return {
        "component": fact.component,
        "qualifier": fact.qualifier,
        "availability": fact.availability.value,
        "coverage": fact.coverage.value,
        "gate": fact.gate.value,
        "license": fact.license,
        "details": _details(fact),
        "note": fact.note,
    }


def _details(fact: Fact) -> dict[str, Any]:
    plain = Fact(fact.component)
    stated = {name: getattr(fact, name) for name in _DETAILS}
    kept = {name: value for name, value in stated.items() if value != getattr(plain, name)}
    if fact.covers is not None:
        kept["covers"] = sorted(fact.covers)
    return kept


def _digest(values: dict[str, Any], proofs: Iterable[Proof]) -> str:
    cited = [_cited(proof) for proof in proofs]
    content = values | {"note": _sha(values.get("note", "")), "proofs": cited}
    return _sha(json.dumps(content, sort_keys=True, separators=(",", ":")))


def _cited(proof: Proof) -> list[str]:
    """What of a proof goes into the digest; what few proofs state only where it is stated."""
    more = [proof.locator, proof.archive_url] if proof.locator or proof.archive_url else []
    return [proof.url, _sha(proof.quote), proof.accessed_on, proof.digest, *more]


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def citations(evidence: Evidence, proofs: Iterable[Proof]) -> list[Citation]:
    """The proofs of one piece of evidence as rows. A proof without an http(s) address is no citation."""
    return [
        Citation(
            evidence=evidence,
            position=position,
            url=proof.url,
            quote=proof.quote,
            accessed_on=proof.accessed_on,
            digest=proof.digest or _sha(proof.quote),
            locator=proof.locator,
            archive_url=proof.archive_url,
        )
        for position, proof in enumerate(proofs)
        if is_citation(proof)
    ]


def is_citation(proof: Proof) -> bool:
    """Whether others can look it up."""
    return proof.url.startswith(("https://", "http://"))


def row_of(evidence: Evidence, proofs: Iterable[Proof] = ()) -> Row:
    """The fact, or release fact, that a piece of evidence holds."""
    origin = _ORIGINS[Evidence.Source(evidence.source)]
    if not evidence.availability:
        return ReleaseFact(evidence.component, evidence.value, tuple(proofs), origin, evidence.origin)
    details = {name: _DETAILS[name](value) for name, value in evidence.details.items()}
    return Fact(
        component=evidence.component,
        qualifier=evidence.qualifier,
        availability=Availability(evidence.availability),
        coverage=Coverage(evidence.coverage),
        gate=Gate(evidence.gate),
        license=evidence.license or NOASSERTION,
        note=evidence.note,
        proofs=tuple(proofs),
        origin=origin,
        source=evidence.origin,
        **details,
    )


def proof_of(citation: Citation) -> Proof:
    return Proof(
        citation.url,
        citation.quote,
        citation.accessed_on,
        citation.digest,
        citation.locator,
        citation.archive_url,
    )

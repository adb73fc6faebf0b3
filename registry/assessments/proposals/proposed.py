"""What is proposed of one finding, as a value and as JSON: equal content gives equal JSON."""

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from registry.openness import admissible, components
from registry.openness.document import fact_as_table, fact_from_table
from registry.openness.facts import RELEASE_FACTS, Fact, Origin, Proof, ReleaseFact

Row = Fact | ReleaseFact
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Cited:
    """One proof: where it stands, in which words, when somebody looked (ISO date), where on the page."""

    url: str
    quote: str = ""
    accessed_on: str = ""
    locator: str = ""
    archive_url: str = ""


@dataclass(frozen=True, slots=True)
class Proposed:
    """One proposed fact. `retract` takes the reviewed finding back; its `fact` then only names the finding.

    `base_id` is the reviewed evidence that the author saw in force, or None. Only what a person may state of
    a fact is kept (`plain`).
    """

    fact: Row
    citations: tuple[Cited, ...] = ()
    note: str = ""
    retract: bool = False
    base_id: int | None = None

    @property
    def key(self) -> Key:
        return self.fact.key if isinstance(self.fact, Fact) else (self.fact.key, "")

    @property
    def name(self) -> str:
        return name_of(self.key)

    @property
    def is_unknown(self) -> bool:
        """Whether it says that something is not known, which needs no proof."""
        return self.retract or (isinstance(self.fact, Fact) and not self.fact.is_known)

    def content(self) -> dict[str, Any]:
        """All it says, as JSON: equal content, equal JSON."""
        return {
            "fact": {} if self.retract else fact_as_json(self.fact),
            "citations": [citation_as_json(cited) for cited in self.citations],
            "note": unicodedata.normalize("NFC", self.note),
            "retract": self.retract,
        }

    def row(self) -> Row:
        """The fact as it is recorded: with its note and its proofs."""
        proofs = tuple(proof_of(cited) for cited in self.citations)
        fact = plain(self.fact)
        return (
            replace(fact, proofs=proofs, note=self.note)
            if isinstance(fact, Fact)
            else replace(fact, proofs=proofs)
        )


def name_of(key: Key) -> str:
    """`final-weights`, or `final-weights[vae]` for a part."""
    return f"{key[0]}[{key[1]}]" if key[1] else key[0]


def is_finding(key: Key) -> bool:
    """Whether there is such a finding: a component that has evidence, or a release fact."""
    component, qualifier = key
    if component in RELEASE_FACTS:
        return not qualifier
    known = components.ALL.get(component)
    return known is not None and known.record_as == "evidence"


def plain(fact: Row) -> Row:
    """The fact without what no person states: where it came from, and how others spelled it."""
    if isinstance(fact, ReleaseFact):
        return ReleaseFact(fact.key, fact.value)
    return replace(
        fact,
        license_verbatim=None,
        license_source="",
        license_digest="",
        license_conflict=False,
        proofs=(),
        note="",
        origin=Origin.REVIEWED,
        source="",
        inherited_from="",
    )


def fact_as_json(fact: Row) -> dict[str, Any]:
    """The facets of a fact, in one spelling; `{"value": ...}` for a release fact."""
    kept = plain(fact)
    if isinstance(kept, ReleaseFact):
        return {"value": kept.value}
    table: dict[str, Any] = _normal(fact_as_table(kept))
    return table


def fact_from_json(key: Key, table: Mapping[str, Any]) -> Row:
    """The fact that `fact_as_json` wrote. Raises DocumentError for a word that is not listed."""
    if key[0] in RELEASE_FACTS:
        return ReleaseFact(key[0], str(table.get("value", "")))
    return fact_from_table(name_of(key), table)


def citation_as_json(cited: Cited) -> dict[str, str]:
    return {name: unicodedata.normalize("NFC", text) for name, text in asdict(cited).items() if text}


def citation_from_json(table: Mapping[str, str]) -> Cited:
    return Cited(**{"url": "", **table})


def proof_of(cited: Cited) -> Proof:
    return Proof(cited.url, cited.quote, cited.accessed_on)


def problems_of(proposed: Proposed) -> list[str]:
    """What makes the fact impossible, in words; empty when it may be recorded."""
    if proposed.retract:
        return []
    if isinstance(proposed.fact, Fact):
        return admissible.problems(proposed.fact)
    found = admissible.release_problem(proposed.fact.key, proposed.fact.value)
    return [found] if found else []


def content_sha(model_path: str, rows: Iterable[tuple[Proposed, str]]) -> str:
    """SHA-256 over everything proposed for this model, each with the digest of what it is based on."""
    facts = [
        {"key": name_of(row.key), "base": base, **row.content()}
        for row, base in sorted(rows, key=lambda pair: pair[0].key)
    ]
    return sha_of({"model": model_path, "facts": facts})


def sha_of(value: Any) -> str:
    """SHA-256 (hex) over the canonical JSON of a value: sorted keys, no spaces, UTF-8."""
    return hashlib.sha256(canonical(value)).hexdigest()


def canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _normal(value: Any) -> Any:
    """The same with every text in one Unicode form."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {name: _normal(inner) for name, inner in value.items()}
    return [_normal(inner) for inner in value] if isinstance(value, list) else value

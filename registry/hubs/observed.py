"""What a machine may draft from what a hub showed: facts, each with the page it was read from.

Pure: a stored observation in, facts out (definitions reference, section G). What is not listed there stays
unknown, and so does what is absent: nobody who merely does not find a file on a hub has looked for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from registry.hubs import observed_elsewhere
from registry.hubs.libraries import LIBRARIES
from registry.hubs.snapshot import Snapshot, from_relevant
from registry.openness import licenses
from registry.openness.facts import NOASSERTION, Availability, Coverage, Fact, Facts, Gate, Origin, Proof
from registry.openness.logic import Kleene

VERSION = 1  # raised when the same observation gives other facts

# Implied by a hub, not stated: the library a model runs on, a paper its card cites. They fill a gap in the
# record and contradict nothing, since a project may well have code and a paper of its own.
IMPLIED = frozenset({"architecture-code", "inference-code", "preprint"})

NO_RECORD = Facts()
LONGEST_LICENSE = 150  # characters of an expression; beyond that nobody meant it as one
_GATES = {"": Gate.NONE, "auto": Gate.REGISTRATION, "manual": Gate.APPROVAL}
# Files behind the hub's gate, and the component each kind shows.
_GATED_FILES = (
    ("weights", "final-weights"),
    ("tokenizer", "tokenizer"),
    ("configuration", "model-configuration"),
    ("optimizer", "optimizer-state"),
    ("checkpoint", "checkpoints"),
    ("policy", "use-policy"),
)
# How much of the whole a file shows: a folder of one step is some checkpoint, a document has no "all".
_COVERAGE = {"checkpoints": Coverage.SOME, "use-policy": Coverage.UNKNOWN}


@dataclass(frozen=True, slots=True)
class _License:
    expression: str = NOASSERTION
    source: str = ""
    conflict: bool = False
    file: str = ""  # that holds the text, and the digest of what it says
    digest: str = ""


def observed(said: Mapping[str, Any], record: Facts = NO_RECORD) -> Facts:
    """The facts one observation (Snapshot.relevant()) supports; none of a private or disabled repository.

    A repository that is only cited for parts of a model supports none but beside the record of them.
    """
    if said.get("hub") in observed_elsewhere.HUBS:
        facts = observed_elsewhere.observed(said, record)
        return Facts.of(facts).with_origin(Origin.OBSERVED, str(said["hub"]))
    seen = from_relevant(said)
    if seen.private or seen.disabled:
        return Facts.of([])
    facts = [*_files(seen), *_records(seen), *_library(seen)]
    return Facts.of(facts).with_origin(Origin.OBSERVED, seen.hub)


def _files(seen: Snapshot) -> list[Fact]:
    """What can be downloaded, behind the gate if there is one. A gate of unknown kind leaves all unknown."""
    gate = _GATES.get(seen.gated)
    if gate is None:
        return []
    availability = Availability.RELEASED if gate is Gate.NONE else Availability.RELEASED_GATED
    found = dict(seen.files)
    if seen.parameters:  # counted by the hub in weight files it has read
        found.setdefault("weights", "")
    return [
        _file_fact(seen, component, found[kind], availability, gate)
        for kind, component in _GATED_FILES
        if kind in found
    ]


def _file_fact(seen: Snapshot, component: str, name: str, availability: Availability, gate: Gate) -> Fact:
    # The card's license is a claim about the weights; that of other files is not stated by it.
    license = _license(seen) if component == "final-weights" else _License()
    files = dict.fromkeys((name, license.file) if license.file else (name,))
    return Fact(
        component,
        availability=availability,
        coverage=_COVERAGE.get(component, Coverage.ALL),
        gate=gate,
        license=license.expression,
        license_source=license.source,
        license_digest=license.digest,
        license_conflict=license.conflict,
        proofs=tuple(_proof(seen, file) for file in files),
    )


def _license(seen: Snapshot) -> _License:
    declared = licenses.from_hub(
        seen.license, seen.license_name, seen.license_link, text_digest=seen.license_digest
    )
    several = isinstance(seen.license, tuple) and len(seen.license) > 1
    expression = declared.expression
    if "policy" in dict(seen.files) and licenses.predicate("use_restricted", expression) is not Kleene.TRUE:
        expression = licenses.both(expression, "LicenseRef-use-policy")
    read = (seen.license_file, seen.license_digest) if seen.license_digest else ("", "")
    if len(expression) > LONGEST_LICENSE:
        return _License(NOASSERTION, "card", True, *read)
    said = [f"card: {declared.declared}"] if declared.declared else []
    said += [seen.license_file] if licenses.of_text(seen.license_digest) else []
    return _License(expression, "; ".join(said), declared.conflict or several, *read)


def _records(seen: Snapshot) -> list[Fact]:
    """What anybody may read: the hub shows card and results of gated repositories too."""
    files = dict(seen.files)
    facts = []
    if "readme" in files:
        facts.append(_public("model-card", _proof(seen, "README.md")))
    if seen.has_evaluation:
        facts.append(_public("evaluation-results", _proof(seen, "README.md")))
    if seen.arxiv:
        facts.append(_public("preprint", Proof(_arxiv(seen.arxiv[0]), accessed_on=seen.fetched_at[:10])))
    return facts


def _library(seen: Snapshot) -> list[Fact]:
    """Code that comes with a known library, unless the repository brings code of its own."""
    license = LIBRARIES.get(seen.library.lower())
    if license is None or seen.custom_code:
        return []
    proof = _proof(seen, "")
    return [
        Fact(
            component,
            availability=Availability.RELEASED,
            coverage=Coverage.ALL,
            gate=Gate.NONE,
            license=license,
            license_source=f"library {seen.library}",
            proofs=(proof,),
        )
        for component in ("inference-code", "architecture-code")
    ]


def _public(component: str, proof: Proof) -> Fact:
    return Fact(component, availability=Availability.RELEASED, gate=Gate.NONE, proofs=(proof,))


def _proof(seen: Snapshot, name: str) -> Proof:
    """A file as of the commit; the tree of that commit where no file is meant; the page without a commit."""
    address = seen.page
    if seen.commit:
        shown = f"blob/{seen.commit}/{quote(name)}" if name else f"tree/{seen.commit}"
        address = f"{seen.page}/{shown}"
    return Proof(url=address, accessed_on=seen.fetched_at[:10])


def _arxiv(number: str) -> str:
    return f"https://arxiv.org/abs/{quote(number)}"

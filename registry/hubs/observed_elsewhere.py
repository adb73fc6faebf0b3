"""What a repository that sources cite may say: that what they say of it is so, or is not.

Pure. Such a repository never speaks of a component by itself: a source in force must cite it for the
component and say that it is released, and what is seen then confirms or contradicts. It shows less than it
seems: the license file of a code repository is that of the code, not of data that a page of it leads to.
"""

from collections.abc import Mapping
from typing import Any

from registry.hubs.repository import Cited, Repository, from_relevant
from registry.openness import components, licenses
from registry.openness.facts import NOASSERTION, Availability, Fact, Facts, Gate, Proof
from registry.openness.license_expressions import read, singles

HUBS = frozenset({"github", "modelscope", "zenodo"})

_GATES = {"": Gate.NONE, "manual": Gate.APPROVAL}
_OTHER = "other-tag"  # a license of which a hub only says that it has no name for it
# The kind of file that shows each part of a model.
_FILES = {
    "base-weights": "weights",
    "checkpoints": "checkpoint",
    "final-weights": "weights",
    "model-configuration": "configuration",
    "optimizer-state": "optimizer",
    "tokenizer": "tokenizer",
}
_WEIGHTS = frozenset({"base-weights", "final-weights"})


def observed(said: Mapping[str, Any], record: Facts) -> list[Fact]:
    """The facts of one observation, beside what people and imports have on record of the same components."""
    seen = from_relevant(said)
    gate = _GATES.get(seen.gated)
    if seen.private or seen.disabled or gate is None:
        return []
    facts = []
    for cited in seen.cited:
        recorded = record.components.get((cited.component, cited.qualifier))
        if recorded and recorded.availability.rung >= Availability.RELEASED_GATED.rung:
            facts += _facts(seen, cited, recorded, gate)
    return facts


def _facts(seen: Repository, cited: Cited, recorded: Fact, gate: Gate) -> list[Fact]:
    if not _shows(seen, cited.component):
        return []
    license = _license(seen, cited, recorded.license)
    return [
        Fact(
            cited.component,
            cited.qualifier,
            availability=Availability.RELEASED if gate is Gate.NONE else Availability.RELEASED_GATED,
            gate=gate,
            license=license,
            license_source=seen.license_source if license != NOASSERTION else "",
            proofs=(Proof(url=seen.page, accessed_on=seen.fetched_at[:10]),),
        )
    ]


def _shows(seen: Repository, component: str) -> bool:
    """Whether the component itself can be seen there, not just a page that speaks of it."""
    kind = components.ALL[component].kind if component in components.ALL else "fact"
    match seen.hub:
        case "github":
            return kind == "code" and seen.has_code
        case "zenodo":
            return kind != "fact" and seen.has_files
        case "modelscope":
            return _FILES.get(component) in dict(seen.files)
    return False


def _license(seen: Repository, cited: Cited, recorded: str) -> str:
    """The license the hub names for this component; NOASSERTION where it cannot tell, or has less to say.

    A hub names one license per repository. Where the record names several, that one among them, it confirms.
    """
    if not cited.for_license or (seen.hub == "modelscope" and cited.component not in _WEIGHTS):
        return NOASSERTION
    named = licenses.normalize(seen.license)
    if named in (NOASSERTION, _OTHER):
        return NOASSERTION
    whole = read(recorded) if recorded != NOASSERTION else None
    among = whole is not None and any(licenses.same(str(one), named) for one in singles(whole))
    return NOASSERTION if among and not licenses.same(recorded, named) else named

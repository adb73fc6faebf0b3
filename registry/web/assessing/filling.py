"""From facts to the texts that fill the form, each field of a part as `reading.read` takes it back."""

from collections.abc import Iterable, Mapping

from registry.assessments.proposals.proposed import Cited, Proposed
from registry.openness import components
from registry.openness.facts import NOASSERTION, Availability, Fact, ReleaseFact, YesNo
from registry.web.assessing import fields
from registry.web.assessing.typed import Typed

_UNSAID = ("", "unknown", "none")


def of_fact(fact: Fact) -> dict[str, str]:
    """What a fact of the record says: its own proofs stand as citations, to be looked at anew."""
    cited = [Cited(proof.url, proof.quote, proof.accessed_on) for proof in fact.proofs]
    return {**_facets(fact), **_citations(cited), **_texts(note=fact.note)}


def of_release(fact: ReleaseFact) -> dict[str, str]:
    cited = [Cited(proof.url, proof.quote, proof.accessed_on) for proof in fact.proofs]
    return {"value": fact.value, **_citations(cited)}


def of_proposed(proposed: Proposed) -> dict[str, str]:
    """What a draft says."""
    fact = proposed.fact
    if isinstance(fact, ReleaseFact):
        return {"value": fact.value, **_citations(proposed.citations)}
    facets = {"availability": fields.RETRACT} if proposed.retract else _facets(fact)
    return {**facets, **_citations(proposed.citations), **_texts(note=proposed.note)}


def _facets(fact: Fact) -> dict[str, str]:
    component = components.ALL[fact.component]
    if fact.availability is Availability.UNKNOWN:
        return _texts(license=_license(fact))
    asked = {name: str(getattr(fact, name).value) for name in fields.choices(component)}
    covers = ",".join(topic for topic in fields.topics(component) if topic in (fact.covers or ()))
    said = {name: value for name, value in asked.items() if value not in _UNSAID or name == "coverage"}
    if fact.peer_reviewed is not YesNo.UNKNOWN and "peer_reviewed" in asked:
        said["peer_reviewed"] = fact.peer_reviewed.value
    return {
        "availability": fact.availability.value,
        **said,
        **_texts(license=_license(fact), covers=covers, reason=fact.reason),
    }


def _license(fact: Fact) -> str:
    return "" if fact.license == NOASSERTION else fact.license


def _texts(**texts: str) -> dict[str, str]:
    return {name: text for name, text in texts.items() if text}


def _citations(cited: Iterable[Cited]) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, row in enumerate(list(cited)[: fields.MOST_CITATIONS], start=1):
        mark = str(number) if number > 1 else ""
        texts = (row.url, row.quote, row.accessed_on, row.locator, row.archive_url)
        found |= {name + mark: text for name, text in zip(fields.CITATION, texts, strict=True) if text}
    return found


def is_untouched(typed: Typed, shown: Mapping[str, str]) -> bool:
    """Whether the form came back as it was filled."""
    names = {*typed, *shown}
    return all(typed.get(name, "") == shown.get(name, "") for name in names if not name.startswith("date"))

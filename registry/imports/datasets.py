"""The datasets that sources cite as training or evaluation data of models, and what that says of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from registry.catalog.datasets import Used
from registry.catalog.paths import dataset_in
from registry.imports.records import Record
from registry.openness.datasets import COMPONENTS, DATA
from registry.openness.facts import NOASSERTION, NONE, Availability, Coverage, Fact, Facts, Gate, Proof
from registry.openness.merge import agree

_STAGES = {component: stage for stage, component in COMPONENTS.items()}
_NOT_DATA = frozenset({"choosealicense/licenses"})  # where the hub links license texts
# Sites of datasets that are cited by an address of their own.
_SITES = {"https://pile.eleuther.ai": "EleutherAI/pile"}


def cited(facts: Facts) -> Iterator[Used]:
    """Datasets that are the proof of a data component; the component tells the stage."""
    for fact in facts:
        if fact.component in _STAGES:
            for path, _ in _named(fact):
                yield Used(path, _STAGES[fact.component])


def _named(fact: Fact) -> Iterator[tuple[str, Proof]]:
    for proof in fact.proofs:
        path = dataset_in(proof.url) or _SITES.get(proof.url.rstrip("/"))
        if path and path.lower() not in _NOT_DATA:
            yield path, proof


@dataclass(frozen=True, slots=True)
class Cited:
    """What the records of one source together say of a dataset, and the first of their files."""

    path: str  # as spelled
    fact: Fact
    file: str
    assessed_on: str


def released(records: Iterable[Record]) -> dict[str, Cited]:
    """The datasets, by path, that records cite as the whole of data they found released.

    A source that calls data released and complete, and names the datasets, has seen these. A license is that
    of a dataset only where it was stated of the data themselves and one dataset is all they are.
    """
    found: dict[str, list[Cited]] = {}
    for record in sorted(records, key=lambda record: record.file):
        for cited in _released_in(record):
            found.setdefault(cited.path.lower(), []).append(cited)
    return {path: _together(rows) for path, rows in sorted(found.items())}


def _released_in(record: Record) -> Iterator[Cited]:
    for fact in record.facts:
        whole = fact.availability is Availability.RELEASED and fact.coverage is Coverage.ALL
        if fact.component not in _STAGES or not whole:
            continue
        named = list(_named(fact))
        alone = len(named) == 1 and not fact.license_inherited_from and fact.license != NONE
        for path, proof in named:
            if proof.url.rstrip("/") in _SITES:
                continue  # a site that is cited for what it was
            license = fact.license if alone else NOASSERTION
            told = Fact(
                DATA,
                availability=Availability.RELEASED,
                coverage=Coverage.ALL,
                gate=Gate.NONE,
                license=license,
                license_source=f"{record.file}: {fact.license_verbatim or license}"
                if license != NOASSERTION
                else "",
                proofs=(Proof(f"https://huggingface.co/datasets/{path}"),),
                origin=fact.origin,
                source=fact.source,
            )
            yield Cited(path, told, record.file, record.assessed_on)


def _together(rows: list[Cited]) -> Cited:
    fact = agree(row.fact for row in rows)
    newest = max(row.assessed_on for row in rows)
    proofs = sorted(fact.proofs, key=lambda proof: proof.url)[:1] if fact else ()
    return replace(rows[0], fact=replace(fact or rows[0].fact, proofs=tuple(proofs)), assessed_on=newest)

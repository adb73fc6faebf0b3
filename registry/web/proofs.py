"""Where a finding can be checked in one click: a page that it cites, else the record it was taken from."""

from dataclasses import dataclass

from registry.scorecards.queries import FindingRow
from registry.web.addresses import host
from registry.web.source_words import RECORDS, record_url


@dataclass(frozen=True, slots=True)
class Cited:
    """A page of others, and what a link to it is called: its host, or whose record it is."""

    url: str
    name: str


def first_proof(finding: FindingRow) -> Cited | None:
    """The first cited page that still stands; None where there is neither page nor published record."""
    lost = {proof.url for proof in finding.lost}
    standing = (proof.url for proof in finding.proofs if proof.url not in lost)
    url = next((url for url in standing if url.startswith(("https://", "http://"))), "")
    if url:
        return Cited(url, host(url))
    records = ((row.origin, record_url(row)) for row in finding.sources)
    return next((Cited(url, str(RECORDS[origin].name)) for origin, url in records if url), None)

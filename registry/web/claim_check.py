"""What the maker says of a model beside what the record makes of it, without a word on motives."""

from collections.abc import Iterator
from dataclasses import dataclass

from registry.badges import words
from registry.openness.facts import Proof
from registry.openness.verdict import Outcome
from registry.scorecards.queries import ScorecardPage, VerdictRow

KEY = "claims_open_source"
# The definitions that speak of the whole system; the answer at the top of the page names the same.
_ASKED = ("source-form-1", "osaid-1.0")


@dataclass(frozen=True, slots=True)
class ClaimCheck:
    """That the maker calls the model open source, with its proofs, and the verdicts that bear on it.

    `supported` and `contradicted` are by the evidence on record; `undecided` where facts are missing.
    """

    proofs: tuple[Proof, ...]
    supported: tuple[VerdictRow, ...]
    contradicted: tuple[VerdictRow, ...]

    @property
    def undecided(self) -> bool:
        return not (self.supported or self.contradicted)

    @property
    def unreviewed(self) -> bool:
        return any(words.unreviewed(row.basis) for row in (*self.supported, *self.contradicted))


def claim_check(page: ScorecardPage) -> ClaimCheck | None:
    """None where no such claim is on record."""
    claim = next((row for row in page.release if row.key == KEY and row.value == "yes"), None)
    if claim is None:
        return None
    return ClaimCheck(
        claim.proofs,
        tuple(_with(page, Outcome.MEETS)),
        tuple(_with(page, Outcome.DOES_NOT_MEET)),
    )


def _with(page: ScorecardPage, outcome: Outcome) -> Iterator[VerdictRow]:
    for row in page.verdicts:
        if row.definition in _ASKED and row.outcome == outcome and not words.is_draft(row):
            yield row

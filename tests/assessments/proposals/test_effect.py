"""What counts as a change of a verdict: what somebody reads of it, and not who vouches for nothing."""

import pytest

from registry.assessments.proposals.effect import Moved
from registry.openness.facts import Origin
from registry.openness.verdict import Outcome, Verdict


def verdict(outcome: Outcome, basis: Origin, score: tuple[float, float] | None = None) -> Verdict:
    return Verdict("reproducibility-1", outcome, score=score, basis=basis, points=9 if score else 0)


@pytest.mark.parametrize(
    ("outcome", "score", "changes"),
    [
        (Outcome.INSUFFICIENT, None, False),
        (Outcome.NONE, (0.0, 1.0), False),  # nothing is known: it reads "Cannot tell" whoever says so
        (Outcome.NONE, (0.2, 1.0), True),
        (Outcome.MEETS, None, True),
    ],
)
def test_a_result_that_is_reviewed_now_reads_otherwise_and_what_is_undecided_does_not(
    outcome, score, changes
):
    before, after = (verdict(outcome, basis, score) for basis in (Origin.IMPORTED, Origin.REVIEWED))
    assert Moved("reproducibility-1", before, after).reads_otherwise == changes

"""What the page of one finding shows beside the finding itself: the effect, the queue, the way on."""

from collections.abc import Iterator
from dataclasses import dataclass

from registry.assessments.models import CitationSeen
from registry.assessments.proposals.effect import Effect, Moved
from registry.assessments.queries.assessment_rows import ProposedFinding
from registry.assessments.queries.judging import Judging, OpenDrift
from registry.assessments.queries.queue import Queue, QueueFilters
from registry.assessments.reviewing import kept_marks
from registry.assessments.reviewing.citations_seen import Standing, standing
from registry.openness.definitions import HEADLINE_ORDER
from registry.web.assessing.live import reads_otherwise
from registry.web.reviewing import places
from registry.web.reviewing.places import Places
from registry.web.reviewing.sides import Sides, sides

AHEAD = 12  # entries of the queue beside a finding
SAME = 2  # results that stay, shown beside those that change


@dataclass(frozen=True, slots=True)
class FindingPage:
    """Everything of one finding's page. `decides`: what a mark of "accept" would make of the whole, when all
    other findings are marked; "" before. `proofs`: what keeps it from being accepted, or asks for a reason.
    """

    found: Judging
    finding: ProposedFinding
    sides: Sides
    number: int
    total: int
    changed: tuple[Moved, ...]
    same: tuple[Moved, ...]
    others: int
    drift: OpenDrift | None
    places: Places
    queue: Queue
    query: str
    decides: str
    proofs: Standing


def finding_page(found: Judging, name: str, queue: Queue, asked: QueueFilters) -> FindingPage:
    page = found.page
    finding = next(row for row in page.findings if row.name == name)
    query = places.query(asked)
    shown = _same(found.effect)
    return FindingPage(
        found=found,
        finding=finding,
        sides=sides(finding.now, finding.proposed),
        number=page.findings.index(finding) + 1,
        total=len(page.findings),
        changed=tuple(row for row in found.effect.verdicts if reads_otherwise(row)),
        same=shown,
        others=len([row for row in found.effect.verdicts if not reads_otherwise(row)]) - len(shown),
        drift=next((row for row in found.drifts if (row.component, row.qualifier) == _key(finding)), None),
        places=places.around(name, page.findings, page.id, queue.rows, query),
        queue=queue,
        query=query,
        decides=_decides(page.findings, finding),
        proofs=standing(finding.proposed, {row.url: row for row in _looks(finding)}),
    )


def _same(effect: Effect) -> tuple[Moved, ...]:
    """The first headline definitions that would say what they say."""
    same = [row for row in effect.verdicts if not reads_otherwise(row) and row.definition in HEADLINE_ORDER]
    return tuple(same[:SAME])


def _looks(finding: ProposedFinding) -> Iterator[CitationSeen]:
    for proof in finding.proofs:
        yield from filter(None, (proof.page, proof.copy))


def _key(finding: ProposedFinding) -> tuple[str, str]:
    return (finding.component, finding.qualifier)


def _decides(findings: tuple[ProposedFinding, ...], finding: ProposedFinding) -> str:
    others = [row.mark for row in findings if row is not finding]
    return kept_marks.whole([*others, kept_marks.ACCEPT]) if all(others) else ""

"""The shapes in which one assessment is read, for reviewers and for everybody."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from registry.assessments.models import CitationSeen
from registry.assessments.proposals.proposed import Cited, Proposed, Row
from registry.assessments.reviewing.machine_checks import Check


@dataclass(frozen=True)
class SeenProof:
    """A citation, with what the last look at it showed, and at its archived copy; None before a look."""

    cited: Cited
    page: CitationSeen | None
    copy: CitationSeen | None


@dataclass(frozen=True)
class EarlierMark:
    """How a reviewer marked this finding in a review that was handed in."""

    reviewer: str
    mark: str
    text: str
    at: datetime


@dataclass(frozen=True)
class ProposedFinding:
    """One finding of an assessment: what stood there, what is proposed, and what machine and people say.

    `mark` and `text` are those of the reader's own review under way.
    """

    name: str  # final-weights[vae]
    component: str
    qualifier: str
    proposed: Proposed
    now: Row | None
    proofs: tuple[SeenProof, ...] = ()
    checks: tuple[Check, ...] = ()
    earlier: tuple[EarlierMark, ...] = ()
    mark: str = ""
    text: str = ""


@dataclass(frozen=True)
class GivenReview:
    """A review that was handed in. `counts`: an approval of what is proposed now."""

    reviewer: str
    verdict: str
    text: str
    at: datetime
    counts: bool


@dataclass(frozen=True)
class AssessmentPage:
    """One assessment. `held` hides it from everybody but curators and its author.

    `is_listed`: whether the model has a page; one that was added by hand has none until it is accepted.
    `links`: whether its addresses may be shown as links (an author of the lowest trust gets text, until
    somebody has reviewed it).
    """

    id: UUID
    path: str
    name: str
    organization_slug: str
    hidden: bool
    is_listed: bool
    state: str
    origin: str
    author: str
    author_id: int
    co_authors: tuple[str, ...]
    content_sha: str
    round: int
    summary: str
    coi_answer: str
    coi_note: str
    created_at: datetime
    submitted_at: datetime | None
    closed_at: datetime | None
    needed: int
    revision: int  # that it became; 0 until then
    reverts: UUID | None
    changes: int | None  # definitions that would say something else; None until that is worked out
    findings: tuple[ProposedFinding, ...]
    reviews: tuple[GivenReview, ...]
    links: bool
    held_because: str = ""

    @property
    def approvals(self) -> int:
        return sum(row.counts for row in self.reviews)

    @property
    def marked(self) -> int:
        return sum(bool(row.mark) for row in self.findings)

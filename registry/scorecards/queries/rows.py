"""The shapes in which scorecards are read, shared by pages, API, badges and exports."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from registry.openness import verdict as openness
from registry.openness.facts import Fact, ReleaseFact
from registry.openness.headlines import HeadlineState
from registry.scorecards.accepted import Reviewed
from registry.scorecards.marks import Challenge, LostProof
from registry.scorecards.queries.drift_rows import DriftRow
from registry.scorecards.queries.lineage_rows import Lineage


@dataclass(frozen=True)
class VerdictBrief:
    """One definition's result, without its reasons."""

    definition: str
    outcome: str
    level: str
    could_reach: str
    score: tuple[float, float] | None
    basis: str
    points: int = field(default=0, kw_only=True)  # a score shown in points: of how many
    rules: str = field(default="", kw_only=True, compare=False)  # digest of the rules that judged


@dataclass(frozen=True)
class VerdictRow(VerdictBrief):
    """One definition's result with its names and everything that decided it."""

    title: str
    short: str
    body: openness.Verdict


@dataclass(frozen=True)
class ProofRow:
    url: str
    quote: str
    accessed_on: str


@dataclass(frozen=True)
class SourceRow:
    """One source of a finding: where it was taken from and under which terms."""

    origin: str
    project: str
    commit: str
    file: str
    license: str
    attribution: str
    assessed_on: str


@dataclass(frozen=True)
class FindingRow:
    """One fact that counts, with its proof and where it comes from."""

    fact: Fact
    headline: str
    proofs: tuple[ProofRow, ...]
    sources: tuple[SourceRow, ...]
    drifts: tuple[DriftRow, ...]
    disputes: tuple[Challenge, ...] = ()  # open ones
    lost: tuple[LostProof, ...] = ()  # those of its proofs that are gone, or say no more what was quoted
    reviewed: Reviewed | None = None  # who proposed and accepted it; None for what no review accepted

    @property
    def contested(self) -> bool:
        """Whether somebody holds it to be wrong, and nobody has decided yet."""
        return bool(self.disputes)


@dataclass(frozen=True)
class VerdictChange:
    """A verdict that a revision changed; None where there was none before."""

    definition: str
    before: VerdictBrief | None
    after: VerdictBrief


@dataclass(frozen=True)
class RevisionRow:
    number: int
    at: datetime
    cause: str
    actor: str
    digest: str
    verdict_changes: tuple[VerdictChange, ...]
    accepted_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class RatingRow:
    """A value somebody else publishes, with the attribution its license asks for.

    `about` says of what: model, family or organization; `about_name` is its name. `rated_on` as published.
    """

    origin: str
    subject: str
    dimension: str
    value: str
    links: tuple[str, ...]
    attribution: str
    file: str
    commit: str
    about: str = "model"
    about_name: str = ""
    edition: str = ""
    rated_on: str = ""


@dataclass(frozen=True)
class HubEntryRow:
    hub: str
    repo_id: str
    state: str
    checked_at: datetime | None
    failed_at: datetime | None
    failure: str
    commit: str


@dataclass(frozen=True)
class ScorecardPage:
    """Everything one scorecard shows: now, at a revision, or at a date."""

    path: str
    name: str
    organization: str
    organization_slug: str
    family: str
    modality: str
    size: str
    released_on: str
    hidden: bool
    state: str
    license: str
    fingerprint: str
    headlines: tuple[HeadlineState, ...]
    verdicts: tuple[VerdictRow, ...]
    findings: tuple[FindingRow, ...]
    release: tuple[ReleaseFact, ...]
    drifts: tuple[DriftRow, ...]
    ratings: tuple[RatingRow, ...]
    revisions: tuple[RevisionRow, ...]
    revision: int  # 0 for a machine draft, which has no history yet
    revision_digest: str
    changed_at: datetime
    first_at: datetime
    hub_entries: tuple[HubEntryRow, ...]
    is_current: bool
    etag: str
    lineage: Lineage = field(default_factory=Lineage)
    family_slug: str = ""
    release_lost: tuple[LostProof, ...] = ()  # proofs of release facts
    resembles: str = ""  # slug of the known organization that this one's name looks like
    beside: Mapping[str, Any] = field(default_factory=dict)  # what a floor above asked for of the model

    @property
    def stale(self) -> int:
        """How many findings have lost a proof."""
        return sum(bool(row.lost) for row in self.findings) + bool(self.release_lost)

    @property
    def checked_at(self) -> datetime | None:
        """When a hub was last read for this model."""
        return max((row.checked_at for row in self.hub_entries if row.checked_at), default=None)


@dataclass(frozen=True)
class Counts:
    """How many models are listed (hidden ones left out), by the strongest layer of their facts."""

    models: int
    reviewed: int
    imported: int
    draft: int


@dataclass(frozen=True)
class ResultCount:
    """How many listed models have this result; `basis` tells drafts and unreviewed results apart."""

    outcome: str
    level: str
    basis: str
    models: int
    could_reach: str = ""


@dataclass(frozen=True)
class RecentChange:
    """A revision of some model, newest first."""

    path: str
    name: str
    number: int
    at: datetime
    cause: str
    verdict_changes: tuple[VerdictChange, ...]


@dataclass(frozen=True)
class BadgeRow:
    """Where a model's badges are looked up: its path, its old paths, and its profile."""

    path: str
    aliases: tuple[str, ...]
    profile: int
    state: str
    contested: bool
    drift: bool

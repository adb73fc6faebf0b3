"""Whether the record moved under an assessment, and what follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from registry.assessments.models import Assessment, ProposedFact
from registry.assessments.proposals import stored
from registry.assessments.proposals.merge import merge
from registry.assessments.proposals.proposed import Key, canonical, name_of
from registry.assessments.proposals.stored import Written
from registry.assessments.refusals import Versions
from registry.scorecards.models import Evidence


@dataclass(frozen=True)
class Moved:
    """What became of the bases: how the assessment reads on top of the record as it is now.

    `versions` for the findings that contradict each other. `moved`: whether any base is another.
    """

    written: tuple[Written, ...]
    versions: tuple[Versions, ...]
    moved: bool

    @property
    def is_clean(self) -> bool:
        return not self.versions


def look(assessment: Assessment, written: Sequence[Written], *, lock: bool = False) -> Moved:
    """Compare the bases with the record; where they differ, merge (I11). Nothing is written."""
    current = stored.in_force(assessment.model_id, [row.proposed.key for row in written], lock=lock)
    stale = [row for row in written if _is_stale(row, current)]
    if not stale:
        return Moved(tuple(written), (), moved=False)
    was = {row.proposed.key: content_of(row.base) for row in stale}
    now = {row.proposed.key: content_of(current.get(row.proposed.key)) for row in stale}
    yours = {row.proposed.key: _content(row) for row in stale}
    merged = merge(was, now, yours)
    rows = [_on_top_of(row, current, merged.clean) for row in written]
    versions = tuple(
        Versions(name_of(key), was[key], now[key], yours[key]) for key in sorted(merged.conflicts)
    )
    return Moved(tuple(rows), versions, moved=True)


def _is_stale(row: Written, current: dict[Key, Evidence]) -> bool:
    there = current.get(row.proposed.key)
    return (there.pk if there else None) != row.proposed.base_id


def _on_top_of(
    row: Written, current: dict[Key, Evidence], clean: Mapping[Key, dict[str, Any] | None]
) -> Written:
    """The proposal on its new base; where only the record had changed, it says what the record says."""
    base = current.get(row.proposed.key)
    proposed = replace(row.proposed, base_id=base.pk if base else None)
    if row.proposed.key in clean:
        taken = clean[row.proposed.key]
        if taken is None and not proposed.retract:
            proposed = replace(proposed, fact=stored.empty(proposed.key), citations=(), retract=True)
        elif base and taken is not None and canonical(taken) != canonical(proposed.content()):
            proposed = stored.of_evidence(base, base_id=base.pk)
    return Written(proposed, base)


def content_of(evidence: Evidence | None) -> dict[str, Any] | None:
    """What a piece of evidence says, in the form of `Proposed.content`."""
    return stored.of_evidence(evidence).content() if evidence else None


def _content(row: Written) -> dict[str, Any] | None:
    return None if row.proposed.retract else row.proposed.content()


def keep(assessment: Assessment, moved: Moved) -> str:
    """Write the proposals as merged; returns the digest of the content then."""
    there: dict[Key, ProposedFact] = {(row.component, row.qualifier): row for row in assessment.facts.all()}
    for written in moved.written:
        row = there[written.proposed.key]
        if row.base_id != written.proposed.base_id:
            ProposedFact.objects.filter(pk=row.pk).update(
                base=written.base, **stored.columns(written.proposed)
            )
    return stored.sha(assessment, moved.written)

"""Counts over all listed models, and what changed lately."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from registry.openness import definitions
from registry.scorecards.models import Drift, Revision, Verdict
from registry.scorecards.queries import cells, verdicts
from registry.scorecards.queries.rows import Counts, RecentChange, ResultCount


def counts() -> Counts:
    """How many models are listed, by state; one query while nothing has changed."""
    listed = _by("state")
    return Counts(
        models=sum(listed.values()),
        reviewed=listed["reviewed"],
        imported=listed["imported"],
        draft=listed["draft"],
    )


def licenses_in_use() -> tuple[tuple[str, int], ...]:
    """The licenses of final weights among listed models, with counts; most frequent first."""
    named = [(license, n) for license, n in _by("license").items() if license]
    return tuple(sorted(named, key=lambda row: (-row[1], row[0])))


def _by(column: str) -> Counter[str]:
    """How many listed models there are, by what they have in this column."""
    everything = cells.kept.cells()
    tally = everything.tally(None, drafts=True)
    counted: Counter[str] = Counter()
    for value, n in zip(everything.values_of(column), tally.kinds, strict=True):
        counted[value] += n
    return counted


def definition_results(definition_id: str) -> tuple[ResultCount, ...]:
    """How many listed models have each result under one definition; most frequent first.

    Two queries, and one while nothing has changed.
    """
    definition = definitions.shipped().get(definition_id)
    if definition is None:
        return ()
    everything = cells.kept.cells()
    asked = ("results", definition.digest)
    if asked not in everything.answers:
        everything.answers[asked] = _results(definition.digest, everything.models(drafts=True))
    found: tuple[ResultCount, ...] = everything.answers[asked]
    return found


def _results(digest: str, models: Mapping[int, int]) -> tuple[ResultCount, ...]:
    """Models are counted per profile and added up per result: few profiles hold most models."""
    rows = Verdict.objects.filter(definition__digest=digest)
    tally: Counter[ResultCount] = Counter()
    for profile, outcome, level, basis, could_reach in rows.values_list(
        "profile", "outcome", "level", "basis", "could_reach"
    ):
        tally[ResultCount(outcome, level, basis, 0, could_reach=could_reach)] += models.get(profile, 0)
    return tuple(replace(result, models=n) for result, n in tally.most_common() if n)


def open_drifts() -> int:
    """How many facts a hub contradicts at the moment; one query, by the index of open drifts."""
    return Drift.objects.filter(state=Drift.State.OPEN).count()


def recent_changes(limit: int) -> tuple[RecentChange, ...]:
    """The newest revisions that replaced an earlier record; first imports are no change. Three queries."""
    rows = list(
        Revision.objects.filter(model__hidden=False, profile_before__isnull=False)
        .select_related("model")
        .order_by("-at", "-pk")[:limit]
    )
    profiles = {pk for row in rows for pk in (row.profile_before_id, row.profile_after_id) if pk}
    found = verdicts.briefs(profiles)
    return tuple(
        RecentChange(
            row.model.path, row.model.name, row.number, row.at, row.cause, verdicts.changes(row, found)
        )
        for row in rows
        if row.model is not None  # datasets have revisions, too, and are left out above
    )

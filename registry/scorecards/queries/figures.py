"""Counts over all listed models, and what changed lately."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Count, Subquery

from registry.catalog.models import AIModel
from registry.openness import definitions
from registry.scorecards.models import Drift, Revision, Scorecard, Verdict
from registry.scorecards.queries import verdicts
from registry.scorecards.queries.rows import Counts, RecentChange, ResultCount


def counts() -> Counts:
    """How many models are listed, by state; one query."""
    listed = Scorecard.objects.filter(model__hidden=False)
    makers = AIModel.objects.filter(hidden=False).order_by().values("hidden")
    counted = makers.annotate(n=Count("organization", distinct=True)).values("n")
    rows = listed.values_list("state").annotate(n=Count("pk"), makers=Subquery(counted)).order_by()
    by_state = {state: (n, organizations) for state, n, organizations in rows}
    return Counts(
        models=sum(n for n, _ in by_state.values()),
        reviewed=by_state.get("reviewed", (0, 0))[0],
        imported=by_state.get("imported", (0, 0))[0],
        draft=by_state.get("draft", (0, 0))[0],
        organizations=max((organizations for _, organizations in by_state.values()), default=0),
    )


def definition_results(definition_id: str) -> tuple[ResultCount, ...]:
    """How many listed models have each result under one definition; most frequent first."""
    return results_by_definition([definition_id]).get(definition_id, ())


def results_by_definition(definition_ids: Iterable[str]) -> dict[str, tuple[ResultCount, ...]]:
    """The same for several definitions; two queries.

    Models are counted per profile and added up per result: a join of all models with their verdicts would
    read one row per model and definition.
    """
    loaded = definitions.shipped()
    digests = [loaded[id].digest for id in definition_ids if id in loaded]
    sizes = dict(
        Scorecard.objects.filter(model__hidden=False)
        .values_list("profile")
        .annotate(n=Count("pk"))
        .order_by()
    )
    verdicts_of = Verdict.objects.filter(definition__digest__in=digests)
    tally: Counter[tuple[str, ResultCount]] = Counter()
    for profile, slug, outcome, level, basis, could_reach in verdicts_of.values_list(
        "profile", "definition__slug", "outcome", "level", "basis", "could_reach"
    ):
        result = ResultCount(outcome, level, basis, 0, could_reach=could_reach)
        tally[slug, result] += sizes.get(profile, 0)
    found: dict[str, tuple[ResultCount, ...]] = {}
    for (slug, result), models in tally.most_common():
        if models:
            found[slug] = (*found.get(slug, ()), replace(result, models=models))
    return found


def licenses_in_use() -> tuple[tuple[str, int], ...]:
    """The licenses of final weights among listed models, with counts; most frequent first."""
    rows = (
        Scorecard.objects.filter(model__hidden=False)
        .exclude(license="")
        .values_list("license")
        .annotate(n=Count("pk"))
        .order_by("-n", "license")
    )
    return tuple((expression, n) for expression, n in rows)


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

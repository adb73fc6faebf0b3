"""Counts over all listed models, and what changed lately."""

from collections.abc import Iterable

from django.db.models import Count

from registry.catalog.models import AIModel
from registry.openness import definitions
from registry.scorecards.models import Revision, Scorecard
from registry.scorecards.queries import verdicts
from registry.scorecards.queries.rows import Counts, RecentChange, ResultCount

_RESULT = ("outcome", "level", "basis", "could_reach")


def counts() -> Counts:
    """How many models are listed, by state."""
    listed = Scorecard.objects.filter(model__hidden=False)
    by_state = dict(listed.values_list("state").annotate(n=Count("pk")).order_by())
    return Counts(
        models=sum(by_state.values()),
        reviewed=by_state.get("reviewed", 0),
        imported=by_state.get("imported", 0),
        draft=by_state.get("draft", 0),
        organizations=AIModel.objects.filter(hidden=False).values("organization").distinct().count(),
    )


def definition_results(definition_id: str) -> tuple[ResultCount, ...]:
    """How many listed models have each result under one definition; most frequent first."""
    return results_by_definition([definition_id]).get(definition_id, ())


def results_by_definition(definition_ids: Iterable[str]) -> dict[str, tuple[ResultCount, ...]]:
    """The same for several definitions; one query."""
    loaded = definitions.shipped()
    digests = [loaded[id].digest for id in definition_ids if id in loaded]
    verdict = "profile__verdicts__"
    rows = (
        Scorecard.objects.filter(model__hidden=False, profile__verdicts__definition__digest__in=digests)
        .values_list(*(f"{verdict}{name}" for name in ("definition__slug", *_RESULT)))
        .annotate(n=Count("pk"))
        .order_by("-n")
    )
    found: dict[str, tuple[ResultCount, ...]] = {}
    for slug, *result in rows:
        outcome, level, basis, could_reach, models = result
        count = ResultCount(outcome, level, basis, models, could_reach=could_reach)
        found[slug] = (*found.get(slug, ()), count)
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


def recent_changes(limit: int) -> tuple[RecentChange, ...]:
    """The newest revisions that replaced an earlier record; first imports are no change. Three queries."""
    rows = list(
        Revision.objects.filter(model__hidden=False, profile_before__isnull=False)
        .select_related("model")
        .order_by("-at", "-pk")[:limit]
    )
    profiles = {pk for row in rows for pk in (row.profile_before_id, row.profile_after_id) if pk}
    found = verdicts.of_profiles(profiles)
    return tuple(
        RecentChange(
            row.model.path, row.model.name, row.number, row.at, row.cause, verdicts.changes(row, found)
        )
        for row in rows
        if row.model is not None  # datasets have revisions, too, and are left out above
    )

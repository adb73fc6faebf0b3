"""Verdicts of profiles, under the rules in force now or at a date."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Case, F, JSONField, When

from registry.openness import definitions
from registry.openness import verdict as openness
from registry.scorecards.models import Definition, Revision, Verdict
from registry.scorecards.queries.rows import VerdictBrief, VerdictChange, VerdictRow

_BRIEF = (
    "profile",
    "definition__slug",
    "outcome",
    "level",
    "could_reach",
    "score_low",
    "score_high",
    "basis",
    "points",
    "definition__digest",
)


Briefs = dict[int, dict[str, VerdictBrief]]  # by profile, then by definition


def digests() -> list[str]:
    """The digests of the definitions this process has loaded."""
    return [definition.digest for definition in definitions.ordered()]


def of_profiles(
    profile_ids: Collection[int], at: datetime | None = None, *, in_full: Collection[int] | None = None
) -> dict[int, dict[str, Verdict]]:
    """Verdict rows by profile, then by definition id: the rules in force now, or at a date; one query.

    Reasons are by far the largest part of them, and read for all, or only for those `in_full`.
    """
    rows = Verdict.objects.filter(profile__in=profile_ids).select_related("definition")
    if at is None:
        rows = rows.filter(definition__digest__in=digests())
    else:
        rows = rows.filter(definition__in_force_from__lte=at)
    if in_full is not None:
        reasons = Case(When(profile__in=in_full, then=F("body")), output_field=JSONField())
        rows = rows.defer("body").annotate(reasons=reasons)
    found: dict[int, dict[str, Verdict]] = defaultdict(dict)
    for row in rows.order_by("definition__in_force_from"):
        if in_full and row.profile_id in in_full:
            row.body = getattr(row, "reasons", None)
        found[row.profile_id][row.definition.slug] = row  # of several, the last that was in force
    return found


def rules_at(at: datetime) -> dict[str, str]:
    """The definitions in force at a moment: id by digest."""
    found = Definition.objects.filter(in_force_from__lte=at).order_by("in_force_from", "pk")
    newest = dict(found.values_list("slug", "digest"))
    return {digest: slug for slug, digest in newest.items()}


def briefs(profile_ids: Collection[int], rules: Collection[str] | None = None) -> Briefs:
    """The results of these profiles without reasons, under the rules in force or those with these digests.

    One query.
    """
    found: Briefs = defaultdict(dict)
    judged_by = digests() if rules is None else list(rules)
    rows = Verdict.objects.filter(profile__in=profile_ids, definition__digest__in=judged_by)
    for profile, slug, outcome, level, could_reach, low, high, basis, points, digest in rows.values_list(
        *_BRIEF
    ):
        score = None if low is None else (low, high)
        found[profile][slug] = VerdictBrief(
            slug, outcome, level, could_reach, score, basis, points=points, rules=digest
        )
    return found


def in_brief(found: dict[int, dict[str, Verdict]]) -> Briefs:
    """The same results without their reasons."""
    return {pk: {slug: brief(row) for slug, row in rows.items()} for pk, rows in found.items()}


def brief(row: Verdict) -> VerdictBrief:
    return VerdictBrief(
        row.definition.slug,
        row.outcome,
        row.level,
        row.could_reach,
        _score(row),
        row.basis,
        points=row.points,
        rules=row.definition.digest,
    )


def full(rows: dict[str, Verdict]) -> tuple[VerdictRow, ...]:
    """These verdicts with titles and reasons, in the order in which definitions stand."""
    listed = definitions.ordered()
    return tuple(
        VerdictRow(
            definition=definition.id,
            outcome=row.outcome,
            level=row.level,
            could_reach=row.could_reach,
            score=_score(row),
            basis=row.basis,
            points=row.points,
            rules=row.definition.digest,
            title=definition.title,
            short=definition.short,
            body=openness.Verdict.from_dict(row.body),
        )
        for definition in listed
        if (row := rows.get(definition.id))
    )


def _score(row: Verdict) -> tuple[float, float] | None:
    if row.score_low is None or row.score_high is None:
        return None
    return (row.score_low, row.score_high)


def changes(revision: Revision, found: Briefs) -> tuple[VerdictChange, ...]:
    """The verdicts that differ between a revision's profile before and after."""
    before = found.get(revision.profile_before_id or 0, {})
    after = found.get(revision.profile_after_id or 0, {})
    return tuple(
        VerdictChange(slug, before.get(slug), after[slug])
        for slug in _in_order(slug for slug, result in after.items() if before.get(slug) != result)
    )


def _in_order(slugs: Iterable[str]) -> list[str]:
    order = [definition.id for definition in definitions.ordered()]
    return sorted(slugs, key=lambda slug: order.index(slug) if slug in order else len(order))

"""Verdicts of profiles, under the rules in force now or at a date."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, NamedTuple

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


class Judged(NamedTuple):
    """A stored verdict; `rules` is the digest of its definition, `body` None where it was not asked for."""

    definition: str
    outcome: str
    level: str
    could_reach: str
    score_low: float | None
    score_high: float | None
    basis: str
    points: int
    rules: str
    body: Any

    @property
    def score(self) -> tuple[float, float] | None:
        if self.score_low is None or self.score_high is None:
            return None
        return (self.score_low, self.score_high)


Briefs = dict[int, dict[str, VerdictBrief]]  # by profile, then by definition


def digests() -> list[str]:
    """The digests of the definitions this process has loaded."""
    return [definition.digest for definition in definitions.ordered()]


def of_profiles(
    profile_ids: Collection[int], at: datetime | None = None, *, in_full: Collection[int] | None = None
) -> dict[int, dict[str, Judged]]:
    """Verdicts by profile, then by definition id: the rules in force now, or at a date; one query.

    Reasons are by far the largest part of them, and read for all, or only for those `in_full`.
    """
    rows = Verdict.objects.filter(profile__in=profile_ids)
    if at is None:
        rows = rows.filter(definition__digest__in=digests())
    else:
        rows = rows.filter(definition__in_force_from__lte=at)
    reasons: Any = F("body")
    if in_full is not None:
        reasons = Case(When(profile__in=in_full, then=F("body")), output_field=JSONField())
    found: dict[int, dict[str, Judged]] = defaultdict(dict)
    for profile, *values in rows.order_by("definition__in_force_from").values_list(*_BRIEF, reasons):
        row = Judged(*values)
        found[profile][row.definition] = row  # of several, the last that was in force
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


def in_brief(found: dict[int, dict[str, Judged]]) -> Briefs:
    """The same results without their reasons."""
    return {pk: {slug: brief(row) for slug, row in rows.items()} for pk, rows in found.items()}


def brief(row: Judged) -> VerdictBrief:
    return VerdictBrief(
        row.definition,
        row.outcome,
        row.level,
        row.could_reach,
        row.score,
        row.basis,
        points=row.points,
        rules=row.rules,
    )


def full(rows: dict[str, Judged]) -> tuple[VerdictRow, ...]:
    """These verdicts with titles and reasons, in the order in which definitions stand."""
    listed = definitions.ordered()
    return tuple(
        VerdictRow(
            definition=definition.id,
            outcome=row.outcome,
            level=row.level,
            could_reach=row.could_reach,
            score=row.score,
            basis=row.basis,
            points=row.points,
            rules=row.rules,
            title=definition.title,
            short=definition.short,
            body=openness.Verdict.from_dict(row.body),
        )
        for definition in listed
        if (row := rows.get(definition.id))
    )


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

"""Figures over all records that people or imports have spoken on; machine drafts are left out."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from heapq import nsmallest

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Substr

from registry.openness import components
from registry.openness.definitions import Definition
from registry.scorecards.models import Revision, Scorecard, Verdict
from registry.scorecards.queries.badges import latest_change
from registry.scorecards.queries.list_rows import ListRow
from registry.scorecards.queries.lists import rows_of_profiles

NEAREST = 40  # profiles kept of those that lack the fewest components
GROUPS = tuple(dict.fromkeys(headline.group for headline in components.HEADLINES))


@dataclass(frozen=True)
class YearRow:
    """The models that came out in one year: of each group of parts, how many were assessed, how many open."""

    year: str
    models: int
    assessed: Mapping[str, int]
    open: Mapping[str, int]

    def share(self, group: str) -> float | None:
        """Percent of the assessed parts of a group that are open; None where none was assessed."""
        return 100 * self.open[group] / self.assessed[group] if self.assessed[group] else None


@dataclass(frozen=True)
class MissingRow:
    """A component that keeps models from meeting a definition.

    `lacking`: known not to be as asked; `unknown`: nobody has looked; `only`: nothing else is in the way.
    """

    component: str
    lacking: int
    unknown: int
    only: int


@dataclass(frozen=True)
class Missing:
    """What is most often missing under one definition, over how many models, and how many were judged."""

    judged: int
    models: int
    rows: tuple[MissingRow, ...]
    nearest: tuple[tuple[int, tuple[str, ...]], ...] = ()  # (profile, components it lacks), fewest first


def by_year(*, modality: str = "", at: datetime | None = None) -> tuple[YearRow, ...]:
    """By year of release, oldest first; models without a date are left out. One query.

    `at`: as the records stood at that moment.
    """
    counted = _now(modality) if at is None else _then(modality, at)
    models: Counter[str] = Counter()
    assessed: dict[str, Counter[str]] = defaultdict(Counter)
    open_: dict[str, Counter[str]] = defaultdict(Counter)
    for year, fingerprint, n in counted:
        models[year] += n
        for headline, letter in zip(components.HEADLINES, fingerprint, strict=True):
            assessed[year][headline.group] += n * (letter in "orpc")
            open_[year][headline.group] += n * (letter == "o")
    return tuple(YearRow(year, models[year], assessed[year], open_[year]) for year in sorted(models))


def _listed(modality: str) -> QuerySet[Scorecard]:
    rows = Scorecard.objects.filter(model__hidden=False).exclude(state=Scorecard.State.DRAFT)
    rows = rows.exclude(model__released_on="")
    return rows.filter(model__modality=modality) if modality else rows


def _now(modality: str) -> Iterable[tuple[str, str, int]]:
    return (
        _listed(modality)
        .annotate(year=Substr("model__released_on", 1, 4))
        .values_list("year", "profile__fingerprint")
        .annotate(n=Count("pk"))
        .order_by()
    )


def _then(modality: str, at: datetime) -> Iterable[tuple[str, str, int]]:
    """By the newest revision of each model up to the moment."""
    newest = Revision.objects.filter(model=OuterRef("pk"), at__lte=at).order_by("-number")
    rows = _listed(modality).annotate(
        year=Substr("model__released_on", 1, 4),
        shown=Subquery(newest.values("profile_after__fingerprint")[:1]),
    )
    return rows.exclude(shown=None).values_list("year", F("shown")).annotate(n=Count("pk")).order_by()


def modalities() -> tuple[str, ...]:
    """The kinds of models on record; one query."""
    rows = Scorecard.objects.filter(model__hidden=False).exclude(model__modality="")
    return tuple(rows.order_by("model__modality").values_list("model__modality", flat=True).distinct())


def most_missing(definition: Definition) -> Missing:
    """What stands between records and this definition, most frequent first.

    One query; two more when something has changed since this process last looked, for then every verdict
    of the definition is read.
    """
    return _most_missing(definition, latest_change())


@lru_cache(maxsize=64)
def _most_missing(definition: Definition, change: int) -> Missing:
    sizes = dict(
        Scorecard.objects.filter(model__hidden=False)
        .exclude(state=Scorecard.State.DRAFT)
        .values_list("profile")
        .annotate(n=Count("pk"))
        .order_by()
    )
    verdicts = Verdict.objects.filter(definition__digest=definition.digest)
    lacking: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    only: Counter[str] = Counter()
    judged = models = 0
    nearest: list[tuple[int, int, set[str]]] = []
    for profile, outcome, body in verdicts.values_list("profile", "outcome", "body").iterator():
        n = sizes.get(profile, 0)
        judged += n
        if not n or outcome == "meets":
            continue
        models += n
        failed, unseen = _missing_of(body)
        nearest.append((len(failed | unseen), profile, failed | unseen))
        lacking.update(dict.fromkeys(failed, n))
        unknown.update(dict.fromkeys(unseen, n))
        if len(failed | unseen) == 1:
            only.update(dict.fromkeys(failed | unseen, n))
    order = sorted(lacking.keys() | unknown.keys(), key=lambda slug: (-lacking[slug], -unknown[slug], slug))
    rows = (MissingRow(slug, lacking[slug], unknown[slug], only[slug]) for slug in order)
    # Profiles differ, so no two rows are ever compared by their components.
    few = (
        (profile, tuple(sorted(slugs))) for number, profile, slugs in nsmallest(NEAREST, nearest) if number
    )
    return Missing(judged, models, tuple(rows), tuple(few))


def nearly_there(definition: Definition, *, limit: int) -> tuple[tuple[ListRow, tuple[str, ...]], ...]:
    """The models that lack the fewest components of this definition, with the slugs of those they lack."""
    lacking = dict(most_missing(definition).nearest)
    rows = rows_of_profiles(lacking, limit=limit * 4)
    ordered = sorted(((row, lacking[profile]) for profile, row in rows), key=lambda pair: len(pair[1]))
    return tuple(ordered[:limit])


def _missing_of(body: Mapping[str, list[Mapping[str, str]]]) -> tuple[set[str], set[str]]:
    """The components a verdict names as missing: those that fail, and those nobody has looked at."""
    named = [row for row in body["missing"] if row.get("component") in components.ALL]
    failed = {row["component"] for row in named if row["value"] == "F"}
    return failed, {row["component"] for row in named if row["value"] == "U"} - failed

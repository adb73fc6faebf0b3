"""Where definitions part: the models that meet one and not another, counted for every pair and listed.

A model meets a definition when its verdict says so on facts that people or imports vouch for; what rests on a
machine draft never counts. "Not met" includes what cannot be told and what has not been judged. Definitions
without a pass mark (scores, and ladders without a passing level) say only where a model stands and have no
place here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from registry.openness import definitions
from registry.openness import verdict as openness
from registry.openness.definitions import Definition
from registry.openness.effort import easiest_first
from registry.openness.verdict import Outcome, Reason
from registry.scorecards.models import Scorecard, Verdict
from registry.scorecards.queries.list_rows import ListRow
from registry.scorecards.queries.lists import page_of

_VOUCHED = ("reviewed", "imported")
_DECIDED = (Outcome.DOES_NOT_MEET, Outcome.NOT_APPLICABLE)


@dataclass(frozen=True)
class Matrix:
    """`met` counts the models that meet a definition; `cells[a][b]` those that meet a and not b.

    cells[a][b] - cells[b][a] == met[a] - met[b], whatever the records.
    """

    ids: tuple[str, ...]
    met: Mapping[str, int]
    cells: Mapping[str, Mapping[str, int]]

    @property
    def most(self) -> int:
        """The largest number of a cell."""
        return max((n for row in self.cells.values() for n in row.values()), default=0)


@dataclass(frozen=True)
class Parted:
    """A model that meets one definition and not the other: what the other says, and why."""

    model: ListRow
    verdict: openness.Verdict | None  # None: not judged under the rules in force yet
    missing: tuple[Reason, ...]  # easiest first

    @property
    def decided(self) -> bool:
        """Whether the other says no, or that it does not apply; else the two do not disagree yet."""
        return bool(self.verdict and self.verdict.outcome in _DECIDED)


@dataclass(frozen=True)
class PartedPage:
    """`undecided`: of how many in total the other definition says neither yes nor no."""

    rows: tuple[Parted, ...]
    next_cursor: str
    total: int
    undecided: int


def comparable() -> list[Definition]:
    """The definitions that can be met, in order."""
    return [row for row in definitions.ordered() if _has_pass_mark(row)]


def _has_pass_mark(definition: Definition) -> bool:
    marks = (definition.passing, definition.passing_score)
    return definition.shape == "all_of" or any(mark not in ("", None) for mark in marks)


def disagreement() -> Matrix:
    """The counts of every pair over all listed models; one query."""
    ids = tuple(row.id for row in comparable())
    both = {(one, other): models for one, other, models in _pairs([row.digest for row in comparable()])}
    met = {name: both.get((name, name), 0) for name in ids}
    cells = {
        one: {other: met[one] - both.get((one, other), 0) for other in ids if other != one} for one in ids
    }
    return Matrix(ids, met, cells)


def _pairs(digests: Iterable[str]) -> Iterable[tuple[str, str, int]]:
    """(definition, definition, how many listed models meet both), a definition with itself included."""
    listed = list(digests)
    return (
        Verdict.objects.filter(
            definition__digest__in=listed,
            outcome=Outcome.MEETS,
            basis__in=_VOUCHED,
            profile__verdicts__definition__digest__in=listed,
            profile__verdicts__outcome=Outcome.MEETS,
            profile__verdicts__basis__in=_VOUCHED,
            profile__scorecards__model__hidden=False,
        )
        .values_list("definition__slug", "profile__verdicts__definition__slug")
        .annotate(models=Count("profile__scorecards"))
        .order_by()
    )


def parted(met: Definition, unmet: Definition, *, after: str = "", limit: int = 25) -> PartedPage:
    """The listed models that meet one definition and not the other, by rank. Raises BadCursor."""
    rows = Scorecard.objects.filter(model__hidden=False, profile__in=_meeting(met))
    rows = rows.exclude(profile__in=_meeting(unmet))
    page = page_of(rows, after=after, limit=limit)
    decided = Verdict.objects.filter(definition__digest=unmet.digest, outcome__in=_DECIDED)
    undecided = page.total - rows.filter(profile__in=decided.values_list("profile", flat=True)).count()
    said = _said(unmet, [row.path for row in page.rows])
    found = (_parted(row, said.get(row.path)) for row in page.rows)
    return PartedPage(tuple(found), page.next_cursor, page.total, undecided)


def _meeting(definition: Definition) -> QuerySet[Verdict, int]:
    """The profiles that meet a definition."""
    met = Q(definition__digest=definition.digest, outcome=Outcome.MEETS, basis__in=_VOUCHED)
    return Verdict.objects.filter(met).values_list("profile", flat=True)


def _said(definition: Definition, paths: Iterable[str]) -> dict[str, openness.Verdict]:
    """What a definition says of these models, with its reasons; one query."""
    rows = Scorecard.objects.filter(
        model__path__in=list(paths), profile__verdicts__definition__digest=definition.digest
    ).values_list("model__path", "profile__verdicts__body")
    return {path: openness.Verdict.from_dict(body) for path, body in rows}


def _parted(row: ListRow, verdict: openness.Verdict | None) -> Parted:
    return Parted(row, verdict, easiest_first(verdict.missing) if verdict else ())

"""Published ratings as a scorecard lays them out: each beside what our record gives for the same question."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from registry.openness import definitions
from registry.openness.facts import Facts
from registry.scorecards.comparisons import Comparison, Published, compare
from registry.scorecards.queries import RatingRow, ScorecardPage

# Where a source rates the current edition in more dimensions than these, the older one is folded away.
_BESIDE_EACH_OTHER = 4


@dataclass(frozen=True, slots=True)
class Rated:
    """One published value, and ours where the two can be compared."""

    row: RatingRow
    label: str
    ours: Comparison | None


@dataclass(frozen=True, slots=True)
class RatedSubject:
    """What one source says under one name, in one edition. `about` is model, family or organization."""

    first: RatingRow
    rows: tuple[Rated, ...]

    @property
    def is_folded(self) -> bool:
        return bool(self.first.edition) and len(self.rows) > _BESIDE_EACH_OTHER


@dataclass(frozen=True, slots=True)
class Ratings:
    """The ratings of the model itself, and those of its family or organization, which say less of it."""

    own: tuple[RatedSubject, ...]
    around: tuple[RatedSubject, ...]

    def __bool__(self) -> bool:
        return bool(self.own or self.around)

    @property
    def attributions(self) -> tuple[str, ...]:
        """What has to be said of the sources of the family and organization."""
        return tuple(dict.fromkeys(subject.first.attribution for subject in self.around))


def ratings(page: ScorecardPage) -> Ratings:
    subjects = tuple(_subjects(page))
    return Ratings(
        tuple(subject for subject in subjects if subject.first.about == "model"),
        tuple(subject for subject in subjects if subject.first.about != "model"),
    )


def of_others(rows: Iterable[RatingRow]) -> Ratings:
    """The ratings of an organization or a family by itself, which no record of ours stands beside."""
    return Ratings((), tuple(_quoted(same) for same in _grouped(rows)))


def _quoted(rows: Sequence[RatingRow]) -> RatedSubject:
    labels = _labels()
    return RatedSubject(
        rows[0], tuple(Rated(row, labels.get(row.dimension, row.dimension), None) for row in rows)
    )


def _grouped(rows: Iterable[RatingRow]) -> Iterable[list[RatingRow]]:
    """By what one source says under one name, in one edition."""
    grouped: dict[tuple[str, ...], list[RatingRow]] = {}
    for row in rows:
        grouped.setdefault((row.about, row.origin, row.edition, row.subject), []).append(row)
    return grouped.values()


def _subjects(page: ScorecardPage) -> Iterator[RatedSubject]:
    facts = Facts.of((row.fact for row in page.findings), page.release)
    bodies = {row.definition: row.body for row in page.verdicts}
    labels = _labels()
    for rows in _grouped(page.ratings):
        yield RatedSubject(
            rows[0],
            tuple(
                Rated(
                    row,
                    labels.get(row.dimension, row.dimension),
                    compare(Published(row.origin, row.dimension, row.value, row.about), facts, bodies),
                )
                for row in rows
            ),
        )


def _labels() -> dict[str, str]:
    """The names of dimensions as the rule sets of the index have them."""
    dimensions: Iterable[tuple[str, str]] = (
        (dimension.id, dimension.label)
        for definition in definitions.ordered()
        if definition.id.startswith("osai-index")
        for dimension in definition.dimensions
    )
    return dict(dimensions)

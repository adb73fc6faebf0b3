"""What lists find a profile by: its results under each definition, its bars, and how far definitions part."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from registry.openness import components, definitions, headlines
from registry.openness.definitions import Definition
from registry.openness.verdict import Outcome
from registry.scorecards.models import Profile, Verdict
from registry.scorecards.queries.list_rows import DISAGREEMENTS

NOT_ASSESSED = "not_assessed"
AT_ONCE = 1_000
WORDS = {letter: word for word, letter in headlines.LETTERS.items()}
SLUGS = tuple(headline.slug for headline in components.HEADLINES)

Named = tuple[str, str]  # what a list is narrowed by, and the value: ("osaid-1.0", "meets")


def values_of(
    definition: Definition | None, outcome: str, level: str, basis: str, could_reach: str
) -> set[str]:
    """The values under which a list finds this result, as it is shown.

    What rests on a machine draft never reads "meets". The lowest level says nothing while facts are missing:
    it is shown as "cannot tell".
    """
    if basis == "observed" and outcome != Outcome.DOES_NOT_MEET:
        return {NOT_ASSESSED}
    lowest = definition.levels[-1].id if definition and definition.levels else "unclassified"
    begun = outcome == Outcome.INSUFFICIENT or (not outcome and could_reach != lowest)
    return {outcome, "" if level == lowest and begun else level} - {""}


LANE = 40  # bits of one count within a long number


@dataclass
class Results:
    """The names and values of profiles, read once each: a profile and its verdicts never change.

    `by` has the profiles of a value. `lanes` has, for a profile, one long number with a 1 in the lane of each
    of its values: sums of such numbers count all values at once.
    """

    rules: Mapping[str, str] = field(default_factory=dict)  # the definitions that judge: id by digest
    by: dict[Named, set[int]] = field(default_factory=dict)
    lanes: dict[int, int] = field(default_factory=dict)
    lane_of: dict[Named, int] = field(default_factory=dict)
    complete: set[int] = field(default_factory=set)

    def read(self, profile_ids: Collection[int], rules: Mapping[str, str]) -> None:
        """Read those of these profiles that are not known yet under these rules, or had not all verdicts."""
        if self.rules != rules:
            self.rules = dict(rules)
            for kept in (self.by, self.lanes, self.lane_of, self.complete):
                kept.clear()
        missing = [pk for pk in profile_ids if pk not in self.complete]
        for start in range(0, len(missing), AT_ONCE):
            self._read(missing[start : start + AT_ONCE])

    def _read(self, some: Collection[int]) -> None:
        shipped = definitions.shipped()
        fingerprints = Profile.objects.filter(pk__in=some).values_list("pk", "fingerprint")
        found = {pk: list(_bars(letters)) for pk, letters in fingerprints}
        judged = dict.fromkeys(found, 0)
        met: dict[int, list[int]] = {pk: [0, 0] for pk in found}
        rows = Verdict.objects.filter(profile__in=some, definition__digest__in=list(self.rules))
        for pk, digest, *result in rows.values_list(
            "profile", "definition__digest", "outcome", "level", "basis", "could_reach"
        ):
            name = self.rules[digest]
            found[pk] += [(name, value) for value in values_of(shipped.get(name), *result)]
            judged[pk] += 1
            _count(met[pk], result[0], basis=result[2])
        for pk, named in found.items():
            named += [("disagree", str(n)) for n in DISAGREEMENTS if min(met[pk]) >= n]
            self._note(pk, named)
            if judged[pk] == len(self.rules):
                self.complete.add(pk)

    def _note(self, pk: int, named: Iterable[Named]) -> None:
        lanes = 0
        for each in named:
            self.by.setdefault(each, set()).add(pk)
            lanes |= 1 << LANE * self.lane_of.setdefault(each, len(self.lane_of))
        self.lanes[pk] = lanes

    def counted(self, weights: Mapping[int, int]) -> dict[Named, int]:
        """How many models have each value, given how many are in each profile."""
        return self.told_apart(self.summed(weights.items()))

    def summed(self, weights: Iterable[tuple[int, int]]) -> int:
        """The same as one long number, which can be added to others, and taken from them."""
        lanes = self.lanes
        return sum(n * lanes.get(pk, 0) for pk, n in weights)

    def told_apart(self, summed: int) -> dict[Named, int]:
        """The numbers within such a long number that are not 0."""
        mask = (1 << LANE) - 1
        return {each: n for each, lane in self.lane_of.items() if (n := summed >> LANE * lane & mask)}


def _bars(letters: str) -> Iterable[Named]:
    return ((slug, WORDS[letter]) for slug, letter in zip(SLUGS, letters, strict=True))


def _count(met: list[int], outcome: str, *, basis: str) -> None:
    """Definitions that people or imports vouch to be met, and those that are not."""
    if basis != "observed" and outcome in (Outcome.MEETS, Outcome.DOES_NOT_MEET):
        met[outcome == Outcome.DOES_NOT_MEET] += 1

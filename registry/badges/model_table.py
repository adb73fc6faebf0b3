"""Models as lines of a table for programs: the same columns in every file that lists them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC

from registry.openness import components, definitions
from registry.openness.headlines import LETTERS
from registry.scorecards import queries
from registry.scorecards.queries import ListRow, VerdictBrief

_WORDS = {letter: word for word, letter in LETTERS.items()}
RULES = 12  # letters of the digest of a rule set, as pages show it


def columns(ids: Collection[str] = ()) -> list[str]:
    """The definitions that have columns: the loaded ones, or those with these ids, in the order of pages."""
    order = [definition.id for definition in definitions.ordered()]
    return [*(id for id in order if id in ids), *sorted(set(ids) - set(order))] if ids else order


def head(ids: Sequence[str]) -> list[str]:
    """The names of the columns. Of each definition: result, what it rests on, and the rules that judged."""
    judged = [f"{id}{part}" for id in ids for part in ("", ":basis", ":rules")]
    parts = [headline.slug for headline in components.HEADLINES]
    return [
        "path",
        "name",
        "organization",
        "license",
        "state",
        "revision",
        "released_on",
        "changed_at",
        *parts,
        *judged,
    ]


def lines(rows: Iterable[ListRow], ids: Sequence[str]) -> Iterable[Sequence[object]]:
    """A line for each model, in the columns of `head`."""
    for row in rows:
        yield [
            row.path,
            row.name,
            row.organization,
            row.license,
            row.state,
            row.revision or "",
            row.released_on,
            row.changed_at.astimezone(UTC).isoformat(timespec="seconds"),
            *(_WORDS[letter] for letter in row.fingerprint),
            *(cell for id in ids for cell in _judged(row.verdicts.get(id))),
        ]


def _judged(found: VerdictBrief | None) -> tuple[str, str, str]:
    return (result(found), found.basis, found.rules[:RULES]) if found else ("", "", "")


def result(found: VerdictBrief) -> str:
    """A result in one word, as lists are narrowed by it, or the bounds of a score from 0 to 1."""
    definition = definitions.shipped().get(found.definition)
    values = queries.values_of(definition, found.outcome, found.level, found.basis, found.could_reach)
    if found.score and queries.NOT_ASSESSED not in values:
        low, high = (f"{end:.3f}" for end in found.score)
        return low if low == high else f"{low}..{high}"
    return min(values, key=lambda value: value == found.outcome, default="insufficient_evidence")

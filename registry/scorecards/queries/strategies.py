"""Which models are on a page, for PostgreSQL with millions of them: their numbers, in order, by rank.

A plain query lets the planner choose between walking the ranking and gathering all that match, and it takes
filters for independent, so it chooses badly for some. How many models match, and in which profiles, is known
beforehand; so is the better way:

- `walk`: go down the ranking and keep what fits, reading at most `READ` rows;
- `by_names`: take all that hold a word, by the index of trigrams, and sort them;
- `heads`: ask each profile for its first model on the page, keep the profiles with the best, and take a page
  from each. Costs one probe for each profile, and no more than that however few models match.

No walk is without a bound on the rows it reads. Each way gives exactly what the plain query gives; tests
compare them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from registry.scorecards.queries.narrowing import Wanted

READ = 5_000  # rows of a walk
WIDE = 25_000  # rows of a walk where there is no better way, or where there are no more
SHORT = 12_000  # rows of a walk for words too short for the index
FEW = 300  # profiles; so many probes cost less than a walk that misses
FIRST = 2**63 - 1  # no rank is as high


@dataclass(frozen=True, slots=True)
class Sought:
    """What a page is to hold: profiles (None: any), values of columns, words in the names, drafts or not."""

    profiles: Collection[int] | None
    wanted: Wanted
    words: Sequence[str] = ()
    drafts: bool = False


def page(sought: Sought, *, total: int, universe: int, below: int | None, limit: int) -> list[int]:
    """The first `limit` models below a rank, the highest without one. `total` match, out of `universe`."""
    start = FIRST if below is None else below
    few = sought.profiles is not None and len(sought.profiles) <= FEW
    if universe <= WIDE and not few:
        return walk(sought, below=start, limit=limit, read=WIDE)
    if not few and total * READ >= universe * limit:
        found = walk(sought, below=start, limit=limit)
        if len(found) == limit:
            return found
    return heads(sought, below=start, limit=limit)


def walk(sought: Sought, *, below: int, limit: int, read: int = 0) -> list[int]:
    """Those among the next models of the ranking; fewer than `limit` says nothing of what follows."""
    return _ask(
        f"""
        SELECT next.model_id FROM (
            SELECT model_id, rank, profile_id, state, license, modality, size, released_on
            FROM scorecards_scorecard WHERE {_listed(sought)} AND rank < %(below)s
            ORDER BY rank DESC LIMIT %(read)s
        ) AS next {_names(sought)}
        WHERE {_fits(sought)} ORDER BY next.rank DESC LIMIT %(limit)s
        """,
        sought,
        {"below": below, "limit": limit, "read": read or READ},
    )


def heads(sought: Sought, *, below: int, limit: int) -> list[int]:
    """The next models of the profiles that are sought."""
    # Said so, no planner takes the index of what is not a draft, in which profiles are not told apart.
    listed = f"({_listed(sought)}) IS TRUE"
    own = f"profile_id = chosen.profile AND {listed} AND rank < %(below)s {_columns(sought)}"
    return _ask(
        f"""
        WITH chosen AS MATERIALIZED (SELECT unnest(%(profiles)s::bigint[]) AS profile),
        head AS MATERIALIZED (
            SELECT chosen.profile FROM chosen CROSS JOIN LATERAL (
                SELECT rank FROM scorecards_scorecard WHERE {own} ORDER BY rank DESC LIMIT 1
            ) AS best ORDER BY best.rank DESC LIMIT %(limit)s
        )
        SELECT model_id FROM head AS chosen CROSS JOIN LATERAL (
            SELECT model_id, rank FROM scorecards_scorecard WHERE {own} ORDER BY rank DESC LIMIT %(limit)s
        ) AS several ORDER BY rank DESC LIMIT %(limit)s
        """,
        sought,
        {"below": below, "limit": limit},
    )


def members(sought: Sought, *, below: int, limit: int) -> list[int]:
    """The next models of the profiles that are sought, all of which are read: for some thousands of them."""
    return _ask(
        f"""
        WITH own AS MATERIALIZED (
            SELECT model_id, rank, profile_id, state, license, modality, size, released_on
            FROM scorecards_scorecard
            WHERE profile_id = ANY(%(profiles)s) AND {_listed(sought)} AND rank < %(below)s
        )
        SELECT next.model_id FROM own AS next {_names(sought)}
        WHERE TRUE {_columns(sought)} AND {_words(sought)} ORDER BY next.rank DESC LIMIT %(limit)s
        """,
        sought,
        {"below": below, "limit": limit},
    )


def by_names(sought: Sought, *, below: int, limit: int) -> list[int]:
    """The next models with these words in their names, found by the index of trigrams."""
    return _ask(
        f"""
        WITH named AS MATERIALIZED (SELECT doc.model_id FROM catalog_searchdoc AS doc WHERE {_words(sought)})
        SELECT next.model_id FROM named CROSS JOIN LATERAL (
            SELECT * FROM scorecards_scorecard WHERE model_id = named.model_id OFFSET 0
        ) AS next
        WHERE {_listed(sought)} AND rank < %(below)s AND {_fits(replace(sought, words=()))}
        ORDER BY next.rank DESC LIMIT %(limit)s
        """,
        sought,
        {"below": below, "limit": limit},
    )


def _listed(sought: Sought) -> str:
    return "NOT hidden" if sought.drafts else "NOT hidden AND NOT state = 'draft'"


def _names(sought: Sought) -> str:
    """One probe for each model: a plain join may be hashed, and then reads the names of all there are."""
    if not sought.words:
        return ""
    names = "SELECT text FROM catalog_searchdoc WHERE model_id = next.model_id OFFSET 0"
    return f"CROSS JOIN LATERAL ({names}) AS doc"


def _fits(sought: Sought) -> str:
    parts = ["TRUE"]
    if sought.profiles is not None:
        # So it stays a filter by a hashed set, and never becomes a join that loses the order.
        parts.append("(next.profile_id IN (SELECT unnest(%(profiles)s::bigint[]))) IS TRUE")
    words = f" AND {_words(sought)}" if sought.words else ""
    return " AND ".join(parts) + _columns(sought) + words


def _words(sought: Sought) -> str:
    return " AND ".join(f"doc.text LIKE %(word{number})s" for number in range(len(sought.words)))


def _columns(sought: Sought) -> str:
    """The conditions on a model's own columns."""
    named = {"year": "left(released_on, 4)"}
    return "".join(f" AND {named.get(column, column)} = %({column})s" for column in sought.wanted)


def _ask(statement: str, sought: Sought, values: Mapping[str, Any]) -> list[int]:
    words = {f"word{number}": f"%{_plain(word)}%" for number, word in enumerate(sought.words)}
    given: dict[str, Any] = {**values, **sought.wanted, **words, "profiles": list(sought.profiles or ())}
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return [number for (number,) in cursor.fetchall()]


def _plain(word: str) -> str:
    """A word as LIKE takes it literally."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")

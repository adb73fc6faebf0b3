"""Searching models by their names: any part of path, name, organization or an earlier path.

Every word must occur, in any case, wherever. Both databases find the same models; PostgreSQL first looks
among the most downloaded, where common words are found at once, and asks its index of trigrams for the rest.
"""

import re
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from registry.catalog.search_docs import fold
from registry.scorecards.models import Scorecard
from registry.scorecards.queries import strategies
from registry.scorecards.queries.list_rows import Filters
from registry.scorecards.queries.strategies import Sought

MOST = 1_000  # hits that are counted exactly
MANY = 200  # hits among the most downloaded that are enough: nobody pages through more
PAGE = 26  # hits among the most downloaded that are enough for a first page
CLOSE = 1_000  # models; counts may lag by as many, so nearer to the bound of a walk they decide nothing
SHORTEST = 3  # letters an index of trigrams needs
_INDEXED = re.compile(r"\w{3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Hits:
    """What a search found: all of it (`rows`), or None for too many to count; `words` is what was sought.

    `partial`: only the `strategies.SHORT` most downloaded were looked through: the words are short.
    `one_by_one`: whether `rows` names every model, however far apart they are in the ranking.
    `drafts_too`: whether `rows` holds machine drafts, so that those left out can be counted.
    """

    rows: QuerySet[Scorecard] | None
    words: tuple[str, ...] = ()
    head: tuple[int, ...] = ()  # the first of them by rank, where `rows` is None
    partial: bool = False
    drafts_too: bool = True
    one_by_one: bool = False


def words_of(filters: Filters) -> tuple[str, ...]:
    """The words of a search, folded, the longest first; at most eight."""
    return tuple(sorted(set(fold(filters.q).split()), key=lambda word: (-len(word), word))[:8])


def searched(filters: Filters, *, universe: int) -> Hits | None:
    """The listed models with these words, of this organization; None when neither is asked for.

    `universe`: how many models there are, with machine drafts or without, as `filters` has it.
    """
    words = words_of(filters)
    rows = Scorecard.objects.filter(hidden=False)
    if filters.organization:
        rows = rows.filter(model__organization__slug=filters.organization)
        return Hits(_holding(rows, words))
    if not words:
        return None
    if connection.vendor == "postgresql":
        return _among_all(words, filters.shows_drafts, universe)
    return Hits(_holding(rows, words))


def everywhere(filters: Filters) -> QuerySet[Scorecard]:
    """All listed models that the search and the organization leave, however many."""
    rows = Scorecard.objects.filter(hidden=False)
    if filters.organization:
        rows = rows.filter(model__organization__slug=filters.organization)
    return _holding(rows, words_of(filters))


def _holding(rows: QuerySet[Scorecard], words: tuple[str, ...]) -> QuerySet[Scorecard]:
    long = [word for word in words if len(word) >= SHORTEST]
    if long and connection.vendor == "sqlite":
        phrases = " AND ".join('"' + word.replace('"', '""') + '"' for word in long)
        found = "SELECT rowid FROM catalog_searchdoc_trigrams WHERE text MATCH %s"
        rows = rows.filter(model__in=RawSQL(found, [phrases]))
    for word in words:
        rows = rows.filter(model__search_doc__text__contains=word)
    return rows


def _among_all(words: tuple[str, ...], drafts: bool, universe: int) -> Hits:
    sought = Sought(None, {}, words, drafts)
    indexed = any(_INDEXED.search(word) for word in words)
    read = _reach(drafts=drafts, indexed=indexed)
    head = strategies.walk(sought, below=strategies.FIRST, limit=MANY + 1, read=read)
    if len(head) > MANY:
        return Hits(None, words, tuple(head))
    listed = Scorecard.objects.filter(hidden=False)
    if not drafts:
        listed = listed.exclude(state=Scorecard.State.DRAFT)
    whole = universe < read - CLOSE  # the walk has read them all
    if whole or not indexed:
        return Hits(listed.filter(pk__in=head), words, partial=not whole, drafts_too=drafts, one_by_one=True)
    if len(head) >= PAGE:
        return Hits(None, words, tuple(head))
    found = strategies.by_names(sought, below=strategies.FIRST, limit=MOST + 1)
    if len(found) > MOST:
        return Hits(None, words, tuple(found))
    return Hits(listed.filter(pk__in=found), words, drafts_too=drafts, one_by_one=True)


def _reach(*, drafts: bool, indexed: bool) -> int:
    """How many rows of the ranking are read: more where there are few, or where no index helps."""
    if not drafts:
        return strategies.WIDE
    return strategies.READ if indexed else strategies.SHORT


def numbers_of(sought: Sought, *, total: int, below: int | None, limit: int) -> tuple[list[int], bool]:
    """The next models with these words, and whether there are no more than these.

    `total` models match everything but the words.
    """
    start = strategies.FIRST if below is None else below
    if sought.profiles is not None and total <= strategies.READ:
        found = strategies.members(sought, below=start, limit=limit)
        return found, len(found) < limit
    found = strategies.walk(sought, below=start, limit=limit)
    if len(found) < PAGE:
        found = strategies.by_names(sought, below=start, limit=limit)
        return found, len(found) < limit
    return found, False

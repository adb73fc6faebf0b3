"""What somebody may have meant whose search found nothing: the words mended, and the models nearest to it.

Mended are words that no name holds. Both databases are asked for the same: the names of the most downloaded
models are kept in memory and compared there, and only where there are more than these the index of trigrams
is asked for names that hold part of a word. So the cost has a bound, however many models there are.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from registry.catalog import spelling
from registry.catalog.search_docs import fold
from registry.catalog.spelling import Word
from registry.scorecards.models import Scorecard
from registry.scorecards.queries.badges import latest_change
from registry.scorecards.queries.cells import OLDEST, PATIENCE, SLOW
from registry.scorecards.queries.list_rows import Filters, ListRow
from registry.scorecards.queries.listed_rows import listed, with_details
from registry.scorecards.queries.lists import model_list

HEAD = 20_000  # models whose names are kept
ALIKE = 200  # names of the others that are compared
IN_COMMON = 0.45  # of the trigrams of a word; two letters swapped leave so many
MOST_WORDS = 8
SHORTEST = 3  # letters in common that make a name near


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`q` is the search with its words mended, "" where that finds nothing; `rows` the nearest models."""

    q: str = ""
    rows: tuple[ListRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Names:
    """The folded names of the most downloaded models, by rank, and the words in them."""

    models: Sequence[int]
    texts: Sequence[str]
    words: Sequence[Word]
    joined: str
    all: bool  # there are no other models


def suggestion(typed: str, *, limit: int = 5) -> Suggestion:
    """The models that were probably meant, machine drafts among them. Three queries once names are kept."""
    names = kept.names()
    folded = fold(typed)
    given = spelling.parts(folded)[:MOST_WORDS]
    words = tuple(dict.fromkeys(_mended(word, names) for word in given))
    near = _nearest(words, names)
    complete = bool(near) and all(word in names.texts[near[0]] for word in words)
    if not complete and not names.all:
        rows = model_list(Filters(q=" ".join(words), drafts=True), limit=limit).rows
        if rows:
            return Suggestion(_unless(folded, words), rows)
    rows = _rows([names.models[place] for place in near[:limit]])
    found = any(all(word in names.texts[place] for word in folded.split()) for place in near)
    return Suggestion(_unless(folded, words) if complete and not found else "", rows)


def _unless(folded: str, words: Sequence[str]) -> str:
    """The words as a search, unless they are what was typed."""
    q = " ".join(words)
    return q if q != folded else ""


def _mended(word: str, names: Names) -> str:
    """The word, or the one it was probably meant to be where no name holds it."""
    if len(word) < spelling.SHORTEST or not word.isalpha() or word in names.joined:
        return word
    near = spelling.nearest(word, names.words)
    if near or names.all:
        return near or word
    others = _texts_like(word)
    if any(word in text for text in others):
        return word
    return spelling.nearest(word, spelling.words_in(others)) or word


def _nearest(words: Sequence[str], names: Names) -> list[int]:
    """The places of the names that hold most letters of these words, three at least; by rank."""
    letters = [0] * len(names.texts)
    for word in words:
        letters = [n + len(word) * (word in text) for n, text in zip(letters, names.texts, strict=True)]
    best = max(letters, default=0)
    telling = [word for word in words if len(word) >= SHORTEST and not word.isdigit()]
    if best < SHORTEST or not telling:
        return []
    near = [place for place, n in enumerate(letters) if n == best]
    return [place for place in near if any(word in names.texts[place] for word in telling)]


def _rows(models: Sequence[int]) -> tuple[ListRow, ...]:
    if not models:
        return ()
    cards = Scorecard.objects.filter(pk__in=models, hidden=False).order_by("-rank")
    return tuple(listed(list(with_details(cards))))


def _texts_like(word: str) -> list[str]:
    """Names of any models that hold a word like this one, as far as the index of trigrams tells.

    PostgreSQL counts common trigrams. SQLite looks for either half: one letter wrong leaves the other whole.
    """
    half = len(word) // 2
    if half < SHORTEST:
        return []
    if connection.vendor == "sqlite":
        statement = "SELECT text FROM catalog_searchdoc_trigrams WHERE text MATCH %s LIMIT %s"
        return _texts(statement, [f'"{word[:half]}" OR "{word[half:]}"', ALIKE])
    with transaction.atomic():
        _texts("SELECT set_config('pg_trgm.word_similarity_threshold', %s, TRUE)", [str(IN_COMMON)])
        return _texts("SELECT text FROM catalog_searchdoc WHERE %s <%% text LIMIT %s", [word, ALIKE])


def _texts(statement: str, values: list[str | int]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [text for (text,) in cursor.fetchall()]


class Kept:
    """The names of the most downloaded models, as this process last read them."""

    def __init__(self) -> None:
        self._names: Names | None = None
        self._version = -1
        self._took = 0.0
        self._read_at = 0.0

    def names(self) -> Names:
        version, age = latest_change(), time.monotonic() - self._read_at
        if self._names is not None and (version == self._version or self._is_young(age)):
            return self._names
        began = time.monotonic()
        self._names = _read()
        self._took = time.monotonic() - began
        self._version, self._read_at = version, time.monotonic()
        return self._names

    def _is_young(self, age: float) -> bool:
        return self._took >= SLOW / 10 and age < max(OLDEST, PATIENCE * self._took)

    def forget(self) -> None:
        self.__init__()  # type: ignore[misc]


def _read() -> Names:
    """One query, without the table of models between the two that are needed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT card.model_id, doc.text FROM scorecards_scorecard AS card "
            "JOIN catalog_searchdoc AS doc ON doc.model_id = card.model_id "
            "WHERE NOT card.hidden ORDER BY card.rank DESC LIMIT %s",
            [HEAD + 1],
        )
        named = cursor.fetchall()
    texts = [text for _, text in named[:HEAD]]
    words = spelling.words_in(texts)
    joined = "\n".join(word.text for word in words)
    return Names([model for model, _ in named[:HEAD]], texts, words, joined, all=len(named) <= HEAD)


kept = Kept()

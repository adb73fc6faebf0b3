"""Misspelled words, and the known word that each was probably meant to be. Values in, values out."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

SHORTEST = 4  # letters; of shorter words too many are alike
LONG = 6  # letters; so long a word may be wrong in two places
_LETTERS = re.compile(r"[^\W\d_]+")
_PARTS = re.compile(r"(?<=[^\W\d_])(?=\d)|[\W_]+")


class Word(NamedTuple):
    """A known word, how many names hold it, and which letters: a bit for each."""

    text: str
    names: int
    letters: int


def words_in(names: Iterable[str]) -> list[Word]:
    """The words of letters in these folded names, those in most names first."""
    counted: Counter[str] = Counter()
    for name in names:
        counted.update(set(_LETTERS.findall(name)))
    known = [(word, n) for word, n in counted.most_common() if len(word) >= SHORTEST]
    return [Word(word, n, _letters(word)) for word, n in known]


def parts(text: str) -> list[str]:
    """A folded search in the pieces that names are made of: "meta/llama3-8b" gives meta, llama, 3, 8b."""
    return [part for part in _PARTS.split(text) if part]


def nearest(word: str, known: Iterable[Word]) -> str:
    """The known word this one was probably meant to be; "" when none is near.

    One letter may be wrong, missing, too many or swapped with the next, in a word of six or more two. Of
    those as near the one that begins alike and stands in most names.
    """
    if len(word) < SHORTEST:
        return ""
    most = 2 if len(word) >= LONG else 1
    own = _letters(word)
    near = [
        (wrong, other.text[0] != word[0], -other.names, other.text)
        for other in known
        # A letter changed is at most one bit less and one bit more.
        if abs(len(other.text) - len(word)) <= most
        and (other.letters ^ own).bit_count() <= 2 * most
        and (wrong := distance(word, other.text, most)) <= most
    ]
    return min(near)[-1] if near else ""


def distance(one: str, other: str, most: int) -> int:
    """How many letters must be changed, added, left out or swapped with the next; `most` + 1 for more."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, its in enumerate(other, 1):
            steps = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != its))
            if i > 1 and j > 1 and letter == other[j - 2] and its == one[i - 2]:
                steps = min(steps, older[j - 2] + 1)
            row.append(steps)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def _letters(word: str) -> int:
    bits = 0
    for letter in word:
        bits |= 1 << ord(letter) % 61
    return bits

"""Names that look like another's: `meta-Ilama` with a capital i, `0penai` with a zero.

Two names look alike when their skeletons are equal: what is left when characters that readers take for one
another are made one, and separators are left out. The pairs are those of the Unicode confusables
(UTS #39) that can occur in the names of hubs, plus the pairs of letters that run together in print.
"""

import re
import unicodedata

from django.db.models import CharField, Model

_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))
# Each letter with the digits, Cyrillic and Greek signs drawn like it; i, l and 1 are one in either case.
_ALIKE = {
    "a": "аα",
    "b": "8в",
    "c": "сϲ",
    "d": "ԁ",
    "e": "е",
    "h": "һн",
    "j": "ј",
    "k": "кκ",
    "l": "1i|!ıіιӏ",
    "m": "м",
    "n": "η",
    "o": "0оο",
    "p": "рρ",
    "q": "ԛ",
    "s": "5ѕ",
    "t": "тτ",
    "u": "υ",
    "v": "ѵν",
    "w": "ԝω",
    "x": "хχ",
    "y": "уγ",
}
_TO_LETTER = str.maketrans({sign: letter for letter, signs in _ALIKE.items() for sign in signs})
_SCRIPTS = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "GEORGIAN", "LISU"})
_SEPARATORS = str.maketrans("", "", "-_. ~")


def skeleton(name: str) -> str:
    """What a name looks like at a glance, at most 120 characters."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    plain = "".join(char for char in unicodedata.normalize("NFD", folded) if not unicodedata.combining(char))
    seen = plain.translate(_TO_LETTER).translate(_SEPARATORS)
    for pair, single in _PAIRS:
        seen = seen.replace(pair, single)
    return seen[:120]


def mixes_scripts(name: str) -> bool:
    """Whether one word of a name mixes letters of several scripts, as no word of a language does."""
    return any(len(_scripts(word)) > 1 for word in re.split(r"[\W\d_]+", name) if word)


def _scripts(word: str) -> set[str]:
    named = (unicodedata.name(char, "").partition(" ")[0] for char in word)
    return {script for script in named if script in _SCRIPTS}


class SkeletonField(CharField):  # type: ignore[type-arg]
    """Filled from the slug whenever a row is written, in bulk too."""

    def pre_save(self, model_instance: Model, add: bool) -> str:
        value = skeleton(getattr(model_instance, "slug", ""))
        setattr(model_instance, self.attname, value)
        return value

"""What is wrong with a text on the face of it: values that stand for nothing, addresses without end."""

import re
import unicodedata
from enum import StrEnum

from registry.assessments.texts import wording

MOST_LINKS = 3  # in one note; workflow, abuse handling
_LINK = re.compile(r"(?:https?://|www\.)\S", re.IGNORECASE)
# What forms and people leave behind where a value is to stand. Compared without case, dots and brackets.
_NOTHING = frozenset(
    {
        *("asdf", "foo", "bar", "foo bar", "lorem ipsum", "test", "testing", "xxx", "qwerty"),
        *("loading", "please wait", "undefined", "null", "nil", "nan", "object object", "none"),
        *("n/a", "n / a", "na", "not available", "not applicable", "no answer", "unknown", "k a", "k.a"),
        *("tbd", "tba", "tbc", "todo", "to do", "to be done", "to be determined", "fixme", "placeholder"),
        *("click here", "see above", "see link", "link", "url", "string", "text", "your text here"),
    }
)
_EDGES = " .…!?*_~-–—:;,'\"“”„()[]{}<>#/\\|"


class Objection(StrEnum):
    """Why a text is not taken as it stands."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    PLACEHOLDER = "placeholder"
    TOO_MANY_LINKS = "too_many_links"


def objection(
    text: str, *, longest: int, shortest: int = 1, most_links: int = MOST_LINKS
) -> Objection | None:
    """The first thing that is wrong with a text, if any. Lengths in characters."""
    plain = wording.clean(text)
    if len(plain) < shortest:
        return Objection.EMPTY
    if len(plain) > longest:
        return Objection.TOO_LONG
    if says_nothing(plain):
        return Objection.PLACEHOLDER
    return Objection.TOO_MANY_LINKS if links(plain) > most_links else None


def says_nothing(text: str) -> bool:
    """Whether this is bare punctuation, one letter again and again, or what stands for "to be filled in"."""
    folded = " ".join(unicodedata.normalize("NFKC", text).casefold().split()).strip(_EDGES)
    letters = [char for char in folded if char.isalnum()]
    if not letters:
        return True
    return folded in _NOTHING or (len(letters) > 2 and len(set(letters)) == 1)


def links(text: str) -> int:
    """How many addresses stand in a text, pressed or not."""
    return len(_LINK.findall(text))

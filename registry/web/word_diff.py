"""What differs between two texts, word by word."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

MOST_WORDS = 2000  # of one text; longer ones are shown as replaced in whole
_WORDS = re.compile(r"\s+|[^\s]+")

Piece = tuple[str, str]  # ("same" | "gone" | "new", text)


def pieces(before: str, after: str) -> Iterator[Piece]:
    """The texts joined: what stayed, what went and what came, in reading order."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) > MOST_WORDS or len(new) > MOST_WORDS:
        yield from _whole(before, after)
        return
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield "same", "".join(old[a:b])
            continue
        yield from _whole("".join(old[a:b]), "".join(new[c:d]))


def _whole(before: str, after: str) -> Iterator[Piece]:
    if before:
        yield "gone", before
    if after:
        yield "new", after

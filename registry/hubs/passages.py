"""Whether a page still says what was quoted from it, and the words around it. Pure."""

import re
import unicodedata

LONGEST_PASSAGE = 2000  # characters
_SPACE = re.compile(r"\s+")
_OMITTED = re.compile(r"\[\s*(?:\.\.\.|…)\s*\]|\.\.\.|…")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_TYPOGRAPHY = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "‑": "-"})


def found(quote: str, text: str) -> bool:
    """Whether the text holds the quote: spaces, case and typography aside, "..." standing for an omission."""
    return _place(quote, _plain(text)) is not None


def passage(quote: str, text: str) -> str:
    """The quote with what surrounds it, at most 2,000 characters; "" where it is not found."""
    plain = _plain(text)
    place = _place(quote, plain)
    if place is None:
        return ""
    begin, end = place
    margin = max(LONGEST_PASSAGE - (end - begin), 0) // 2
    return plain[max(begin - margin, 0) : end + margin][:LONGEST_PASSAGE].strip()


def _place(quote: str, plain: str) -> tuple[int, int] | None:
    """Where the first part of the quote begins and its last ends. The parts have to follow one another."""
    folded = _folded(plain)
    parts = [_folded(_plain(part)) for part in _OMITTED.split(quote)]
    begin, end = -1, 0
    for part in filter(None, parts):
        at = folded.find(part, end)
        if at < 0:
            return None
        begin, end = (at if begin < 0 else begin), at + len(part)
    return (begin, end) if begin >= 0 else None


def _plain(text: str) -> str:
    shown = unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).translate(_TYPOGRAPHY)
    return _SPACE.sub(" ", shown).strip()


def _folded(text: str) -> str:
    """In lower case, character by character, so that places in it are places in the text."""
    return "".join(lower if len(lower := char.lower()) == 1 else char for char in text)

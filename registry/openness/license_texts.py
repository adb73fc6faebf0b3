"""The text of a license as a digest: the same for every copy of it, whoever holds the copyright.

What differs between honest copies is dropped: spaces and line ends, case, punctuation and markup, lines that
name the holder of the copyright. A word more or less is another text, and nobody may say what it permits.
"""

import hashlib
import re

LONGEST = 200 * 1024  # bytes; the longest license on record has a fifth of it

# Lines that name a holder or a year, not the sentences of a license that speak of copyright.
_HOLDER = re.compile(
    r"""^\W*(?:
      (?:portions\ )?copyright\s*(?:\(c\)|©|&copy;|[\[<{:]|\d{4}|by\b)  # Copyright (c) 2023 Acme
    | (?:\(c\)|©)\s*(?:copyright\b|[\[<]?(?:\d{4}|year|yyyy))           # (c) 2023 Acme
    | copyright\ (?!(?:notice|holder|owner|law|licen[cs]e|and|or|in|is|to|act|statement)s?\b)
      (?-i:[A-Z])[^\n]{0,80}$                                           # Copyright Acme, Inc.
    | all\ rights\ reserved\W*$
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_WORD = re.compile(r"[^\W_]+")
# Words inside of texts that say who, where or under which title, and nothing of the terms.
_UNTOLD = (
    (re.compile(r"\bhttps\b"), "http"),
    (re.compile(r"^(?:the )?(?:mit|expat|isc|bsd [23] clause|new bsd|simplified bsd) license (?:mit )?"), ""),
    (
        re.compile(r"neither the names? of .{1,120}? n?or the names of (?:its|their|other) "),
        "neither name of ",
    ),
    (re.compile(r"is provided by .{1,120}? as is and any express"), "is provided as is and any express"),
    (
        re.compile(r"in no event shall .{1,120}? be liable for any direct"),
        "in no event liable for any direct",
    ),
)


def digest(text: str) -> str:
    """sha256 (hex) over the words of a license text; "" for a text without words."""
    lines = (line for line in text[:LONGEST].splitlines() if not _HOLDER.match(line[:400]))
    words = " ".join(_WORD.findall(" ".join(lines).casefold()))
    for pattern, kept in _UNTOLD:
        words = pattern.sub(kept, words)
    return hashlib.sha256(words.encode()).hexdigest() if words else ""

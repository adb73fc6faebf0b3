"""Texts of strangers as a reader may see them: nothing in them is invisible or turns others around."""

import unicodedata

# Control and format characters (zero width, direction), lone surrogates, private use, line separators.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def visible(text: object) -> str:
    """The text with each character that cannot be seen written out, as in ⟨U+202E⟩. Still to be escaped."""
    said = str(text)
    if said.isascii() and said.isprintable():
        return said
    return "".join(f"⟨U+{ord(letter):04X}⟩" if _is_unseen(letter) else letter for letter in said)


def on_one_line(text: str) -> str:
    """The same on one line: a line break is a space."""
    return visible(text.replace("\r\n", " ").replace("\n", " ").replace("\t", " "))


def _is_unseen(letter: str) -> bool:
    return unicodedata.category(letter) in _UNSEEN

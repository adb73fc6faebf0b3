"""What people may call themselves on pages, beside the name they sign in with."""

import unicodedata

LONGEST = 60  # characters
_WRONG = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # controls, what turns the direction of writing, no text


def tidy_name(typed: str) -> str:
    """The name as it is kept: one line, without doubled spaces."""
    return " ".join(unicodedata.normalize("NFC", typed).split())


def is_shown_as_typed(name: str) -> bool:
    """Whether a reader sees all there is: no sign in it is invisible or moves others."""
    return not any(unicodedata.category(sign) in _WRONG for sign in name)

"""How an API token is spelled: a prefix, 32 random bytes and a checksum, so that scanners know one by sight.

`sourceform_` + 43 letters and digits + 6 more, which are the CRC-32 of the 43. Whoever finds such a text in a
public place can tell without asking us that it is a token and not a word.
"""

import hashlib
import re
import secrets
import zlib

PREFIX = "sourceform_"
LAST = 4  # characters that may be shown, so that people can tell their tokens apart
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_BODY, _CHECK = 43, 6  # base 62 digits of 256 bits, and of 32
_SPELLED = re.compile(rf"{PREFIX}([0-9A-Za-z]{{{_BODY}}})([0-9A-Za-z]{{{_CHECK}}})")


def new() -> str:
    """A token nobody has had and nobody can guess."""
    body = _base62(int.from_bytes(secrets.token_bytes(32)), _BODY)
    return f"{PREFIX}{body}{_checksum(body)}"


def is_spelled(text: str) -> bool:
    """Whether this can be a token of ours at all; a slip of the pen costs no look into the database."""
    parts = _SPELLED.fullmatch(text)
    return parts is not None and _checksum(parts[1]) == parts[2]


def digest(secret: str) -> str:
    """What is kept in place of a token. 256 random bits need neither salt nor a slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _checksum(body: str) -> str:
    return _base62(zlib.crc32(body.encode()), _CHECK)


def _base62(number: int, width: int) -> str:
    digits = []
    for _ in range(width):
        number, digit = divmod(number, len(_DIGITS))
        digits.append(_DIGITS[digit])
    return "".join(reversed(digits))

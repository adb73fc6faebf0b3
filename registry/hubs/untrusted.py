"""Values out of other people's JSON and YAML, made into what they should have been or into nothing.

No function here raises, whatever it is given. Caps are those of hostile-input rules: cut first, then look.
"""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

LONGEST = 200  # characters of any one text kept
_REPO_ID = re.compile(r"(?=.{1,96}$)[A-Za-z0-9_][\w.\-]*(/[A-Za-z0-9_][\w.\-]*)?", re.ASCII)
# Signs that turn or hide the text around them, among them the letters of invisible tags.
_HIDDEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
# C0 and C1 controls, NUL among them, and lone surrogates, which UTF-8 cannot carry.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")


def text(value: object, *, longest: int = LONGEST) -> str:
    """A scalar as one clean line; "" for anything else. YAML's reading of `no` as false is undone.

    Signs that turn or hide the text around them are written out.
    """
    match value:
        case bool():
            return "yes" if value else "no"
        case str():
            return _shown(value[: longest * 4])[:longest].strip()
        case float() | dt.date():
            return str(value)[:longest]
        case int():
            return str(value) if abs(value) < 10**longest else ""
        case _:
            return ""


def printable(value: str) -> str:
    """A text that any database takes: no NUL, no other controls, no lone surrogates."""
    return _UNPRINTABLE.sub(" ", value)


def _shown(value: str) -> str:
    """Without controls; what turns or hides text is written out, as in [U+202E]."""
    return _HIDDEN.sub(lambda sign: f"[U+{ord(sign.group()):04X}]", printable(value).strip())


def texts(value: object, *, most: int) -> tuple[str, ...]:
    """The non-empty texts of a list, or of a single scalar; without repeats, at most `most`."""
    listed = value if isinstance(value, list | tuple) else [value]
    kept: dict[str, None] = {}
    for item in listed:
        if len(kept) == most:
            break
        kept.setdefault(text(item))
        kept.pop("", None)
    return tuple(kept)


def whole(value: object) -> int:
    """A count: 0 for anything that is not a plain number from 0 to 2^62."""
    if isinstance(value, bool) or not isinstance(value, int):
        return 0
    return value if 0 <= value < 2**62 else 0


def flag(value: object) -> bool:
    """Only a real `true` counts."""
    return value is True


def mapping(value: object) -> Mapping[str, Any]:
    """The mapping with its text keys, or an empty one."""
    if not isinstance(value, dict):
        return {}
    return {key: item for key, item in value.items() if isinstance(key, str)}


def listing(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def moment(value: object) -> str:
    """An ISO moment in UTC, or ""."""
    try:
        parsed = dt.datetime.fromisoformat(text(value))
        return parsed.replace(tzinfo=parsed.tzinfo or dt.UTC).astimezone(dt.UTC).isoformat()
    except (ValueError, OverflowError):
        return ""


def repo_id(value: object) -> str:
    """A name that could be a repository on the hub, or "". Local paths, addresses and prose are not."""
    named = text(value)
    odd = (
        "--" in named or ".." in named or named.endswith((".git", ".", "-")) or not _REPO_ID.fullmatch(named)
    )
    return "" if odd else named

"""Which file of a repository is the license of its model, and the digest of what it says."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from registry.hubs import untrusted
from registry.hubs.file_kinds import MOST_FILES
from registry.openness import license_texts

MOST_BYTES = license_texts.LONGEST
# LICENSE-CODE, LICENSE-3RD-PARTY and their like are the licenses of something else.
_MODEL = re.compile(
    r"(?:licen[sc]e[-_. ](?:model|weights)|(?:model|weights)[-_. ]licen[sc]e)(?:\.(?:md|txt))?", re.I
)
_PLAIN = re.compile(r"(?:licen[sc]e|copying)(?:\.(?:md|txt|rst))?", re.I)


def name_in(info: Mapping[str, Any]) -> str:
    """The file at the top of the repository that is the license of the model; "" for none."""
    siblings = untrusted.listing(info.get("siblings"))[:MOST_FILES]
    names = [untrusted.text(untrusted.mapping(sibling).get("rfilename")) for sibling in siblings]
    return _first(_MODEL, names) or _first(_PLAIN, names)


def _first(pattern: re.Pattern[str], names: Iterable[str]) -> str:
    return min((name for name in names if pattern.fullmatch(name)), default="")


def digest(content: bytes) -> str:
    """What the text says, whoever holds the copyright; "" where it has no words. Raises nothing."""
    return license_texts.digest(content[:MOST_BYTES].decode("utf-8-sig", "replace"))

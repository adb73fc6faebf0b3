"""When a text is held back until a curator has looked at it. A pure rule: values in, reasons out.

It holds and never discards: who was held in error loses hours, not words. What people with accepted work
write is held for the two plain signs only.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from registry.assessments.texts import edit_filters, wording
from registry.catalog.lookalikes import mixes_scripts, skeleton

NEW_LINKS = 1  # more addresses than this, by somebody new, are looked at first
REPEATS = 2  # the same words so often before, by the same person, are a campaign
# Hosts that proof is taken from, and that a forger would imitate.
KNOWN_HOSTS = (
    *(
        "huggingface.co",
        "github.com",
        "arxiv.org",
        "zenodo.org",
        "modelscope.cn",
        "gitlab.com",
        "openreview.net",
    ),
    *("archive.org", "softwareheritage.org", "opensource.org", "apache.org", "creativecommons.org"),
)
_SKELETONS: dict[str, str] = {skeleton(host): host for host in KNOWN_HOSTS}
_ADDRESS = re.compile(r"https?://[^\s<>\"'`\])]+", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}")
_SHOUTED = 0.7  # of the letters of at least this many words
_WORDS_TO_SHOUT = 8


class Sign(StrEnum):
    """Why a text is held. Shown to curators, and to its author."""

    REJECTED_BEFORE = "rejected_before"
    FORGED_HOST = "forged_host"
    LINKS_BY_SOMEBODY_NEW = "links_by_somebody_new"
    REPEATED = "repeated"
    SHOUTED = "shouted"


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes. `level`: the trust level, 0 to 2; `recent`: digests (wording.digest) of their texts."""

    level: int
    recent: Collection[str] = ()


def signs(
    texts: Iterable[str], author: Author, *, rejected: Collection[str] = frozenset()
) -> tuple[Sign, ...]:
    """Why these texts of one person are to be held; none when nothing speaks against them.

    `rejected`: digests (wording.digest) of texts that were discarded or taken down before.
    """
    written = [text for text in map(wording.clean, texts) if text]
    digests = [wording.digest(text) for text in written]
    found = []
    if any(digest in rejected for digest in digests):
        found.append(Sign.REJECTED_BEFORE)
    if any(is_forged(host) for text in written for host in hosts(text)):
        found.append(Sign.FORGED_HOST)
    if author.level > 0:
        return tuple(found)
    if sum(edit_filters.links(text) for text in written) > NEW_LINKS:
        found.append(Sign.LINKS_BY_SOMEBODY_NEW)
    if any(list(author.recent).count(digest) >= REPEATS for digest in digests):
        found.append(Sign.REPEATED)
    if any(_is_shouted(text) for text in written):
        found.append(Sign.SHOUTED)
    return tuple(found)


def hosts(text: str) -> tuple[str, ...]:
    """The hosts of the addresses in a text, in lower case."""
    return tuple(host for host in map(_host, _ADDRESS.findall(text)) if host)


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:  # brackets that hold no IPv6 address
        return ""


def is_forged(host: str) -> bool:
    """Whether a host is drawn like one that proof is taken from, or mixes scripts inside of a word."""
    shown = _shown(host).removeprefix("www.")
    if mixes_scripts(shown):
        return True
    parts = shown.split(".")
    ends = (".".join(parts[start:]) for start in range(len(parts) - 1))
    return any(_imitated(end) for end in ends)


def _imitated(host: str) -> bool:
    return _SKELETONS.get(skeleton(host), host) != host


def _shown(host: str) -> str:
    """A host as a browser would show it: `xn--` labels in their letters."""
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host


def _is_shouted(text: str) -> bool:
    words: list[str] = _WORD.findall(text)
    if len(words) < _WORDS_TO_SHOUT:
        return False
    return sum(map(str.isupper, words)) >= _SHOUTED * len(words)

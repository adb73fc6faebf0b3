"""Three-way merge of findings, whole findings at a time: what was, what the record says, what is proposed.

Pure: a finding is any value that can be compared, None where there is none. No text is ever merged.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass(frozen=True)
class Merged(Generic[Key, Value]):
    """The findings on which both sides agree after all, and those which both changed to something else."""

    clean: Mapping[Key, Value | None]
    conflicts: frozenset[Key]


def merge_one(base: Value | None, current: Value | None, yours: Value | None) -> tuple[Value | None, bool]:
    """(result, whether the sides contradict). Changed on one side: that one; on both alike: either.

    Where they contradict, the result is `yours`: nothing that somebody wrote is dropped.
    """
    if yours == current or current == base:
        return yours, False
    return (current, False) if yours == base else (yours, True)


def merge(
    base: Mapping[Key, Value | None],
    current: Mapping[Key, Value | None],
    yours: Mapping[Key, Value | None],
) -> Merged[Key, Value]:
    """Merge findings by key; a key that is missing on a side was not touched there.

    Commutative for edits of different findings, idempotent, and every key of either side is in the result.
    """
    clean: dict[Key, Value | None] = {}
    conflicts = set()
    for key in dict.fromkeys([*current, *yours]):
        was = base.get(key)
        result, contradict = merge_one(was, current.get(key, was), yours.get(key, was))
        if contradict:
            conflicts.add(key)
        else:
            clean[key] = result
    return Merged(clean, frozenset(conflicts))

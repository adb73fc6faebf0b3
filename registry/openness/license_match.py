"""Comparing and joining license expressions."""

from fnmatch import fnmatchcase
from functools import lru_cache

from registry.openness.facts import NOASSERTION, NONE
from registry.openness.license_expressions import UNSTATED, Group, Node, Single, join, read, singles
from registry.openness.license_records import LICENSES, License, find

_OTHER = "other-tag"
_WORDS = {NOASSERTION: "License not stated", NONE: "No license"}


@lru_cache(maxsize=16384)
def both(one: str, other: str) -> str:
    """The expression for two licenses that both bind; a license joined with itself stays as it is."""
    if one == other:
        return one
    return str(join("AND", [read(one) or UNSTATED, read(other) or UNSTATED]))


@lru_cache(maxsize=16384)
def same(one: str, other: str) -> bool:
    """Whether two expressions may name the same license.

    True for two spellings of one license, for a family and its member (cc and CC-BY-4.0), for a tag that
    does not say only or or-later and either of them, and for the hub's `other` and a license without a tag
    of its own.
    """
    first, second = read(one), read(other)
    if first is None or second is None:
        return one.strip() == other.strip()
    if first == second or _spelled_out(first) == _spelled_out(second):
        return True
    return _may_mean(first, second) or _may_mean(second, first)


def _spelled_out(node: Node) -> Node:
    """The node with slugs that stand for an AND expression written out."""
    if isinstance(node, Group):
        return join(node.operator, [_spelled_out(part) for part in node.parts])
    record = LICENSES.get(node.id)
    return (read(record.spdx) or node) if record and " AND " in record.spdx else node


def _may_mean(vague: Node, exact: Node) -> bool:
    if isinstance(vague, Group):
        is_tag = any(record.alternatives and _is(record.slug, vague) for record in _records_of(vague))
        return is_tag and exact in vague.parts
    if vague.id == _OTHER:
        return not any(_has_tag(single) for single in singles(exact))
    record = LICENSES.get(vague.id)
    if record is None or not isinstance(exact, Single):
        return False
    return any(fnmatchcase(exact.id.casefold(), pattern.casefold()) for pattern in record.members)


def _records_of(group: Group) -> list[License]:
    found = (find(single.id) for single in singles(group))
    return [record for record in found if record]


def _is(slug: str, node: Node) -> bool:
    return read(slug) == node


def _has_tag(single: Single) -> bool:
    record = find(single.id)
    return bool(record and record.hub_tags and record.id != _OTHER)


@lru_cache(maxsize=4096)
def title(expression: str) -> str:
    """What people call it, such as "Llama 3.1 Community" or "Apache License 2.0 and CC BY 4.0"."""
    node = read(expression)
    return _title(node) if node else " ".join(expression.split())[:80]


def _title(node: Node) -> str:
    if isinstance(node, Single):
        return _name(node)
    tag = next((record for record in _records_of(node) if _is(record.slug, node)), None)
    if tag:
        return tag.name
    texts = (f"({_title(part)})" if isinstance(part, Group) else _title(part) for part in node.parts)
    return f" {node.operator.lower()} ".join(texts)


def _name(single: Single) -> str:
    if single.exception:
        return f"{_name(Single(single.id))} with {single.exception}"
    if single.id in _WORDS:
        return _WORDS[single.id]
    record = find(single.id)
    if record and not record.alternatives:
        return record.name
    return (
        single.id.removeprefix("LicenseRef-").replace("-", " ") if "LicenseRef-" in single.id else single.id
    )

"""From what somebody typed to a license expression: record spellings, hub tags, card fields."""

from dataclasses import dataclass
from functools import cache, lru_cache

from registry.openness.facts import NOASSERTION
from registry.openness.license_expressions import (
    LONGEST,
    UNSTATED,
    Node,
    Single,
    aliases,
    join,
    read,
    replace_unplaced,
    singles,
)
from registry.openness.license_match import same

_MOST_LISTED = 20
_OTHER = "other-tag"


@dataclass(frozen=True, slots=True)
class Declared:
    """What a hub card says of its license: as an expression, as typed, and whether it contradicts itself."""

    expression: str
    declared: str = ""
    conflict: bool = False


@lru_cache(maxsize=16384)
def normalize(declared: str | None) -> str:
    """The canonical expression for a declared license; NOASSERTION when it cannot be placed.

    In an AND, an id nobody knows reads NOASSERTION and the rest stays; an OR with such an id says nothing.
    """
    node = _node(declared)
    if node is None:
        return NOASSERTION
    return NOASSERTION if _doubtful(node) else str(replace_unplaced(node))


@lru_cache(maxsize=16384)
def is_mapped(declared: str) -> bool:
    """Whether every part of the string is known, be it as words that name no license."""
    node = _node(declared)
    if node is None:
        return not declared.strip()
    return all(single.placed for single in singles(node))


def _node(declared: str | None) -> Node | None:
    text = " ".join(declared.split()) if isinstance(declared, str) else ""
    return read(text) if len(text) <= LONGEST else None


def _doubtful(node: Node) -> bool:
    """Whether one of its choices is an id nobody knows."""
    if isinstance(node, Single):
        return False
    unknown = node.operator == "OR" and any(not single.placed for single in singles(node))
    return unknown or any(_doubtful(part) for part in node.parts)


def of_text(digest: str) -> str:
    """The license whose text has this sha256 (hex), or "" for a text nobody has named."""
    meaning = aliases()["text"].get(digest.casefold())
    return normalize(meaning) if meaning else ""


def resolve(expression: str, digest: str) -> str:
    """The expression, or what the text is where the expression names no license."""
    return (of_text(digest) if expression in (_OTHER, NOASSERTION) else "") or expression


def from_hub(
    license: object, license_name: object = None, license_link: object = None, text_digest: str = ""
) -> Declared:
    """What the license fields of a hub card mean, whatever their types. Several listed licenses all bind.

    Where the tag names a license and the name, the link or the text (by its sha256, where that is known)
    another, all of them bind and it is a conflict.
    """
    tags = [normalize(tag) for tag in _texts(license)]
    names = [normalize(name) for name in _texts(license_name)]
    linked = [meaning for link in _texts(license_link) if (meaning := _of_link(link))]
    linked += [meaning for meaning in [of_text(text_digest)] if meaning]
    text = _as_typed(license, license_name)
    stated = [tag for tag in tags if tag not in (_OTHER, NOASSERTION)]
    if not stated:
        return _named(names, linked, text, vague=_OTHER if _OTHER in tags else NOASSERTION)
    one = _all_of(tags)
    others = [other for other in (_all_of(names), _all_of(linked)) if other]
    contradicting = [other for other in others if other != one and not same(one, other)]
    if contradicting:
        return Declared(_all_of([one, *contradicting]), text, conflict=True)
    # A family tag beside a name that says which member: the name is the more exact of the two.
    exact = [other for other in others if other != one]
    return Declared(exact[0] if exact else one, text)


def _named(names: list[str], linked: list[str], text: str, *, vague: str) -> Declared:
    """A card without a tag that names a license: what its name and its link say."""
    found = [meaning for meaning in (_all_of(names), _all_of(linked)) if meaning not in ("", NOASSERTION)]
    if len(found) == 2 and not same(*found):
        return Declared(_all_of(found), text, conflict=True)
    # The link is the more exact of two that agree: it shows one text.
    return Declared(found[-1] if found else vague, text)


def _all_of(expressions: list[str]) -> str:
    """All of them joined by AND; "" for none."""
    nodes = [read(expression) or UNSTATED for expression in expressions]
    return str(join("AND", nodes)) if nodes else ""


def _of_link(link: str) -> str:
    address = link.split("://", 1)[-1].casefold()
    for part, meaning in aliases()["link"].items():
        if address.startswith(part.casefold()):
            return normalize(meaning)
    return ""


def _texts(value: object) -> list[str]:
    """The texts in a card field that should be one text but may be anything."""
    items = list(value)[:_MOST_LISTED] if isinstance(value, list | tuple) else [value]
    return [text for item in items if item is not None and (text := str(item).strip())]


def _as_typed(license: object, license_name: object) -> str:
    tag, name = ", ".join(_texts(license)), ", ".join(_texts(license_name))
    return (f"{tag} ({name})" if tag and name else tag or name)[:LONGEST]


def spellings_of(id: str) -> tuple[str, ...]:
    """The further spellings under which a license is known, as they stand in the alias table."""
    return tuple(
        spelled for spelled, meaning in aliases()["spelling"].items() if normalize(meaning) == normalize(id)
    )


def not_released(declared: str) -> str:
    """Whether words in a license field say that the component is not part of the release.

    "withheld", or "listed" where they say that its sources are named; else "".
    """
    return _pseudo_licenses().get(" ".join(declared.split()).casefold(), "")


@cache
def _pseudo_licenses() -> dict[str, str]:
    return {words.casefold(): meaning for words, meaning in aliases()["not_released"].items()}

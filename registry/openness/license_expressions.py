"""License expressions: reading them into one canonical form, and folding three-valued answers over them.

The grammar is SPDX's (AND, OR, WITH, +, parentheses), read by `license-expression`. An id is an SPDX id,
one of our slugs, a hub tag, a LicenseRef-*, NONE, NOASSERTION or a spelling of `license_aliases.toml`, in any
case.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from license_expression import LicenseWithExceptionSymbol, Licensing, get_license_index

from registry.openness.facts import NOASSERTION, NONE
from registry.openness.license_records import LICENSES, License
from registry.openness.logic import Kleene, all_of, any_of

# What somebody typed that is longer than this is no expression but a text: it says nothing to check.
LONGEST = 300
# Several such expressions joined, with tags spelled out, stay below these.
_LONGEST_JOINED, _MOST_IDS = 2000, 64
_LICENSE_REF = re.compile(r"(?:DocumentRef-[\w.-]+:)?LicenseRef-[\w.-]+", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Single:
    """One license id, perhaps with an exception. `placed` is false for an id nobody knows."""

    id: str
    exception: str = ""
    placed: bool = True

    def __str__(self) -> str:
        return f"{self.id} WITH {self.exception}" if self.exception else self.id


@dataclass(frozen=True, slots=True)
class Group:
    """Several licenses joined by AND or by OR: sorted, without repetition."""

    operator: str
    parts: tuple["Node", ...]

    def __str__(self) -> str:
        texts = (f"({part})" if isinstance(part, Group) else str(part) for part in self.parts)
        return f" {self.operator} ".join(texts)


Node = Single | Group
UNSTATED = Single(NOASSERTION)


@lru_cache(maxsize=16384)
def read(expression: str) -> Node | None:
    """The expression in canonical form; None when it cannot be read. Never raises."""
    text = " ".join(expression.split())
    if not text or len(text) > _LONGEST_JOINED:
        return None
    known = _known(text)
    if known is not None:
        return known
    try:
        parsed = Licensing().parse(text)
        return _node(parsed) if parsed is not None and len(parsed.symbols) <= _MOST_IDS else None
    except Exception:
        # Besides its own errors the parser lets assertions and type errors through, as for "(AND MIT".
        return None


def _node(parsed: Any) -> Node:
    if isinstance(parsed, LicenseWithExceptionSymbol):
        return _with(place(parsed.license_symbol.key), parsed.exception_symbol.key)
    if parsed.isliteral:
        return place(parsed.key)
    return join(parsed.operator.strip(), [_node(part) for part in parsed.args])


def _with(license: Node, exception: str) -> Node:
    if isinstance(license, Group):
        return join(license.operator, [_with(part, exception) for part in license.parts])
    listed = spdx_exceptions().get(exception.casefold())
    return Single(license.id, listed or exception, license.placed and listed is not None)


def place(text: str) -> Node:
    """What one id or spelling stands for; an id nobody knows stands for itself, not `placed`."""
    known = _known(text)
    if known is not None:
        return known
    if _LICENSE_REF.fullmatch(text):
        return Single(re.sub("LicenseRef-", "LicenseRef-", text, count=1, flags=re.IGNORECASE))
    if text.endswith("+"):
        return _or_later(text.rstrip("+"))
    return Single(text, placed=False)


def _or_later(text: str) -> Node:
    """`X+`: the or-later id where the list has one, else X with its plus, which is judged as X."""
    later = spdx_ids().get(f"{text}-or-later".casefold())
    if later:
        return Single(later)
    base = place(text)
    return (
        Single(f"{base}+") if isinstance(base, Single) and base.placed else Single(f"{text}+", placed=False)
    )


def _known(text: str) -> Node | None:
    spelled = text.casefold()
    return spellings().get(spelled) or (Single(spdx_ids()[spelled]) if spelled in spdx_ids() else None)


def join(operator: str, nodes: Iterable[Node]) -> Node:
    """The nodes under one operator: flat, sorted, each once; a part implied by another drops out."""
    flat: dict[str, Node] = {}
    for node in nodes:
        inner = node.parts if isinstance(node, Group) and node.operator == operator else (node,)
        flat |= {str(part): part for part in inner}
    kept = [part for part in flat.values() if not (isinstance(part, Group) and _names(part) & flat.keys())]
    kept.sort(key=lambda part: (part != UNSTATED, str(part).casefold(), str(part)))
    return kept[0] if len(kept) == 1 else Group(operator, tuple(kept))


def _names(group: Group) -> set[str]:
    return {str(part) for part in group.parts}


def singles(node: Node) -> Iterator[Single]:
    """Every id of the expression."""
    if isinstance(node, Single):
        yield node
        return
    for part in node.parts:
        yield from singles(part)


def fold(node: Node, test: Callable[[Single], Kleene], *, negative: bool = False) -> Kleene:
    """Kleene "and" over AND, "or" over OR; the other way round for a question whose TRUE is the bad news."""
    if isinstance(node, Single):
        return test(node)
    values = (fold(part, test, negative=negative) for part in node.parts)
    return all_of(values) if (node.operator == "AND") is not negative else any_of(values)


def replace_unplaced(node: Node) -> Node:
    """The node with every id nobody knows read as NOASSERTION."""
    if isinstance(node, Single):
        return node if node.placed else UNSTATED
    return join(node.operator, [replace_unplaced(part) for part in node.parts])


@cache
def spdx_ids() -> Mapping[str, str]:
    """The ids of the SPDX license list, deprecated ones included, by their lower-case form."""
    rows = [row for row in get_license_index() if not row.get("is_exception")]
    listed = (id for row in rows for id in _ids(row))
    # Deprecated ids with a plus are read by `place`, which knows their present form.
    plain = (id for id in listed if not id.startswith("LicenseRef-") and " " not in id and id[-1] != "+")
    found = {id.casefold(): id for id in plain}
    return found | {record.id.casefold(): record.id for record in LICENSES.values() if record.is_listed}


@cache
def spdx_exceptions() -> Mapping[str, str]:
    """The ids of the SPDX list of exceptions, by their lower-case form."""
    rows = [row for row in get_license_index() if row.get("is_exception")]
    return {id.casefold(): id for row in rows for id in _ids(row) if not id.startswith("LicenseRef-")}


def _ids(row: Mapping[str, Any]) -> list[str]:
    return [id for id in (row.get("spdx_license_key"), *row.get("other_spdx_license_keys", ())) if id]


@cache
def aliases() -> Mapping[str, Any]:
    """The tables of `license_aliases.toml`."""
    text = resources.files("registry.openness").joinpath("license_aliases.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def spellings() -> Mapping[str, Node]:
    """Slugs, hub tags, license names and other spellings, in lower case, with what each stands for."""
    found: dict[str, Node] = {NOASSERTION.casefold(): UNSTATED, NONE.casefold(): Single(NONE)}
    for record in LICENSES.values():
        node = _of_record(record)
        names = [record.slug, record.name, *record.hub_tags, *record.hub_names]
        if record.spdx.startswith("LicenseRef-"):
            names.append(record.spdx)
        found |= {name.casefold(): node for name in names}
    stated = aliases()["spelling"].items()
    return found | {spelled.casefold(): _stated(meaning, found) for spelled, meaning in stated}


def _of_record(record: License) -> Node:
    if record.alternatives:
        return join("OR", [Single(id) for id in record.alternatives])
    return Single(record.id)


def _stated(meaning: str, known: Mapping[str, Node]) -> Node:
    """A meaning of the alias table: ids joined by AND."""
    ids = meaning.split(" AND ")
    return join("AND", [known.get(id.casefold()) or Single(id) for id in ids])

"""Reads the tests of a definition file: operators, and what a term may ask of which component."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from registry.openness import components, licenses
from registry.openness.definitions import switches
from registry.openness.definitions.tree import Conditional, Group, ReleaseTerm, Term, Test
from registry.openness.facts import (
    RELEASE_FACTS,
    TOPICS,
    Availability,
    Quality,
    Rights,
    RightsReason,
    YesNo,
)


class DefinitionError(ValueError):
    """A definition file that cannot be used: which file, where in it, and why."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(f"{file}: {key}: {reason}")
        self.file, self.key, self.reason = file, key, reason


@dataclass(frozen=True)
class Place:
    """Where in which file we are reading, and the switches that hold there; `used` collects those read."""

    file: str
    chosen: Mapping[str, str]
    key: str = ""
    used: dict[str, str] = field(default_factory=dict)

    def at(self, key: str | int) -> "Place":
        step = f"[{key}]" if isinstance(key, int) else f".{key}" if self.key else str(key)
        return Place(self.file, self.chosen, self.key + step, self.used)

    def wrong(self, reason: str) -> DefinitionError:
        return DefinitionError(self.file, self.key, reason)

    def switch(self, name: str) -> str:
        """The value of a switch: the file's own, else the default."""
        if name not in switches.VALUES:
            raise self.wrong(f"unknown switch {name!r}")
        value = self.used[name] = self.chosen.get(name, switches.VALUES[name][0])
        return value


_OPERATORS = ("all", "any", "at_least", "not", "first_of", "fact")
_CONDITIONS = ("when", "unless")
_TERM_KEYS = frozenset(
    (
        *("component", "availability", "coverage", "gate", "license", "quality", "covers"),
        *("rights", "rights_reason", "peer_reviewed", "not_applicable", "modifier"),
    )
)
# Which facets are read of which kind of component (A.1): asking another one would never be answered.
_READ_OF = {
    "gate": {"data", "code", "document"},
    "license": {"data", "code", "document"},
    "quality": {"document"},
    "covers": {"document"},
    "peer_reviewed": {"document"},
    "rights": {"data"},
    "rights_reason": {"data"},
}


def read_test(table: object, place: Place) -> Test:
    """One test: a term, an operator with its members, or either under a condition."""
    if not isinstance(table, Mapping):
        raise place.wrong("a test is a table such as { component = ... } or { all = [...] }")
    conditions = [name for name in _CONDITIONS if name in table]
    if len(conditions) > 1:
        raise place.wrong("either when or unless, not both")
    if conditions:
        name = conditions[0]
        rest = {key: value for key, value in table.items() if key != name}
        return Conditional(name, read_test(table[name], place.at(name)), read_test(rest, place))
    if "component" in table:
        return _term(table, place)
    return _operator(table, place)


def _operator(table: Mapping[str, Any], place: Place) -> Test:
    unknown = [key for key in table if key not in _OPERATORS]
    if unknown:
        raise place.at(unknown[0]).wrong(f"unknown operator; expected one of {', '.join(_OPERATORS)}")
    if len(table) != 1:
        raise place.wrong("a test has exactly one operator")
    [(name, value)] = table.items()
    inside = place.at(name)
    match name:
        case "not":
            return Group("not", (read_test(value, inside),))
        case "fact":
            return _release_term(value, inside)
        case "at_least":
            return _at_least(value, inside)
    return Group(name, _members(value, inside))


def _members(value: object, place: Place) -> tuple[Test, ...]:
    if not isinstance(value, list) or not value:
        raise place.wrong("expected a list of one or more tests")
    return tuple(read_test(member, place.at(n)) for n, member in enumerate(value))


def _at_least(value: object, place: Place) -> Group:
    if not isinstance(value, Mapping) or set(value) != {"k", "of"}:
        raise place.wrong("expected { k = number, of = [...] }")
    members = _members(value["of"], place.at("of"))
    k = value["k"]
    if not isinstance(k, int) or isinstance(k, bool) or not 1 <= k <= len(members):
        raise place.at("k").wrong(f"expected a number from 1 to {len(members)}")
    return Group("at_least", members, k)


def _release_term(value: object, place: Place) -> ReleaseTerm:
    if not isinstance(value, Mapping) or set(value) not in ({"key", "in"}, {"key", "above"}):
        raise place.wrong("expected { key = ..., in = [...] } or { key = ..., above = number }")
    key = value["key"]
    if key not in RELEASE_FACTS:
        raise place.at("key").wrong(f"unknown release fact {key!r}")
    if "above" in value:
        above = value["above"]
        if key != "training_flop" or isinstance(above, bool) or not isinstance(above, int | float):
            raise place.at("above").wrong("only training_flop can be above a number")
        return ReleaseTerm(key, above=float(above))
    listed = RELEASE_FACTS[key]
    return ReleaseTerm(key, one_of=_words(value["in"], listed, place.at("in")))


def _term(table: Mapping[str, Any], place: Place) -> Term:
    unknown = [key for key in table if key not in _TERM_KEYS]
    if unknown:
        raise place.at(unknown[0]).wrong(f"unknown key; expected one of {', '.join(sorted(_TERM_KEYS))}")
    component = components.ALL.get(table["component"])
    if component is None:
        raise place.at("component").wrong(f"unknown component {table['component']!r}")
    if component.record_as != "evidence":
        raise place.at("component").wrong(f"{component.slug} is a {component.record_as}, it has no evidence")
    for key in table:
        if component.kind not in _READ_OF.get(key, {component.kind}):
            raise place.at(key).wrong(f"{key} is never read of {component.slug}, which is a {component.kind}")
    if not set(table) - {"component", "modifier"}:
        raise place.wrong("the term asks nothing of its component")
    return Term(component.slug, **_asked(table, component, place))


def _asked(table: Mapping[str, Any], component: components.Component, place: Place) -> dict[str, Any]:
    asked: dict[str, Any] = {}
    for key, value in table.items():
        inside = place.at(key)
        match key:
            case "component":
                continue
            case "availability":
                asked |= _availability(value, inside)
            case "license":
                asked[key] = _predicate(value, component, inside)
            case "gate":
                asked[key] = place.switch(value) if value == "gate_tolerance" else value
                _word(asked[key], switches.VALUES["gate_tolerance"], inside)
            case "coverage":
                asked[key] = _word(value, ("all", "most", "some"), inside)
            case "quality":
                asked[key] = _word(value, (Quality.COMPREHENSIVE, Quality.PARTIAL, Quality.STUB), inside)
            case "covers":
                asked[key] = frozenset(_words(value, TOPICS, inside))
            case "rights":
                asked[key] = _words(value, tuple(Rights)[:-1], inside)
            case "rights_reason":
                asked[key] = _words(value, tuple(RightsReason)[:-1], inside)
            case "peer_reviewed":
                asked[key] = _word(value, (YesNo.YES, YesNo.NO), inside)
            case "not_applicable":
                asked[key] = _true(value, inside)
            case "modifier":
                asked[key] = _word(value, ("if_used", "if_known"), inside)
    return asked


_RUNGS = tuple(rung for rung in Availability if rung.rung >= 0)


def _availability(value: object, place: Place) -> dict[str, Any]:
    """A word means that rung or a higher one; a list means exactly one of these."""
    if isinstance(value, list):
        return {"one_of": tuple(Availability(word) for word in _words(value, _RUNGS, place))}
    return {"at_least": Availability(_word(value, _RUNGS, place))}


def _predicate(value: object, component: components.Component, place: Place) -> str:
    if isinstance(value, str) and value in switches.LICENSE_SWITCHES:
        value = switches.predicate_of(value, place.switch(value), component.kind)
    if value not in licenses.PREDICATES:
        raise place.wrong(f"unknown predicate or switch {value!r}")
    place.switch("inherited_license")
    if component.kind == "data" and not component.is_weights:
        place.switch("contents_rights")
    return str(value)


def _word(value: object, listed: tuple[str, ...] | frozenset[str], place: Place) -> str:
    if not isinstance(value, str) or value not in listed:
        raise place.wrong(f"expected one of {', '.join(sorted(listed))}, not {value!r}")
    return str(value)


def _words(value: object, listed: tuple[str, ...] | frozenset[str], place: Place) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    if not values:
        raise place.wrong("expected at least one word")
    return tuple(_word(each, listed, place) for each in values)


def _true(value: object, place: Place) -> bool:
    if value is not True:
        raise place.wrong("can only be true")
    return True

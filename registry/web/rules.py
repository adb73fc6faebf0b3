"""The rules of a definition in words: its tree of tests as lines that a person can read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from registry.badges.reason_words import values
from registry.openness import components
from registry.openness.definitions.tree import (
    Conditional,
    Definition,
    Dimension,
    Group,
    ReleaseTerm,
    SourcePlace,
    Term,
    Test,
)
from registry.openness.facts import Availability
from registry.web.rule_words import (
    AT_LEAST,
    CONDITIONS,
    COVERAGE,
    EXACTLY,
    JOINED,
    LICENSES,
    LONG_CONDITIONS,
    MODIFIERS,
    MOF_KINDS,
    QUALITY,
    REASONS,
    RELEASED_WITH,
    RIGHTS,
)
from registry.web.templatetags.facts import component_name


@dataclass(frozen=True, slots=True)
class Line:
    """One test, or the words that join the tests below it. `name` is the component a test speaks of."""

    text: str
    name: str = ""
    below: tuple["Line", ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One numbered clause, level or dimension."""

    id: str
    label: str
    lines: tuple[Line, ...]
    info: bool = False
    passing: bool = False
    place: SourcePlace | None = None


def rules(definition: Definition) -> tuple[Rule, ...]:
    """The clauses, levels or dimensions of a definition, in their order."""
    if definition.shape == "mof":
        return _mof_classes(definition)
    if definition.levels:
        return tuple(
            Rule(
                level.id,
                gettext(level.label),
                lines(level.test) if level.test else (),
                passing=level.id == definition.passing,
                place=definition.places.get(level.id),
            )
            for level in definition.levels
        ) + _clauses(definition)
    if definition.dimensions:
        return tuple(
            Rule(
                dimension.id,
                gettext(dimension.label),
                _graded(dimension, points=definition.points),
                place=definition.places.get(dimension.id),
            )
            for dimension in definition.dimensions
        ) + _clauses(definition)
    return _clauses(definition)


def _clauses(definition: Definition) -> tuple[Rule, ...]:
    return tuple(
        Rule(
            clause.id,
            gettext(clause.label),
            lines(clause.test),
            info=clause.info,
            place=definition.places.get(clause.id),
        )
        for clause in definition.clauses
    )


def _graded(dimension: Dimension, *, points: bool) -> tuple[Line, ...]:
    if points:
        return lines(dimension.open)
    half = lines(dimension.partial) if dimension.partial else ()
    return (
        Line(gettext("1 if"), below=lines(dimension.open)),
        Line(gettext("else 0.5 if"), below=half),
    )


def _mof_classes(definition: Definition) -> tuple[Rule, ...]:
    """The classes of the Model Openness Framework, easiest first; each asks for those before it as well."""
    classes = sorted(definition.table["class"], key=lambda row: -row["number"])
    return tuple(
        Rule(
            row["level"],
            gettext(row["label"]),
            _mof_components(definition, row["number"]),
            passing=row["level"] == definition.passing,
            place=definition.places.get(row["level"]),
        )
        for row in classes
    )


def _mof_components(definition: Definition, number: int) -> tuple[Line, ...]:
    return tuple(_mof_component(part) for part in definition.table["component"] if part["class"] == number)


def _mof_component(row: Mapping[str, Any]) -> Line:
    text = [str(MOF_KINDS[row["kind"]])]
    if row.get("else"):
        names = ", ".join(map(component_name, row["else"]))
        text.append(gettext("or in its place: %(names)s") % {"names": names})
    if row.get("if_known"):
        names = ", ".join(map(component_name, row["if_known"]))
        text.append(gettext("with, where known: %(names)s") % {"names": names})
    if not row["required"]:
        text = [gettext("shown, does not decide")]
    return Line("; ".join(text), component_name(row["part"]))


def lines(test: Test) -> tuple[Line, ...]:
    """A test as lines; "all of" at the top needs no words of its own."""
    if isinstance(test, Group) and test.operator == "all":
        return _all(test.members)
    return (line(test),)


def _all(tests: Iterable[Test]) -> tuple[Line, ...]:
    return tuple(line(test) for test in tests)


def line(test: Test) -> Line:
    match test:
        case Term():
            return Line(_term(test), component_name(test.component))
        case ReleaseTerm():
            return Line(_release(test), component_name(test.key))
        case Group(operator="at_least"):
            text = gettext("At least %(count)d of:") % {"count": test.k}
            return Line(text, below=_all(test.members))
        case Group(members=(only,)) if test.operator != "not":
            return line(only)
        case Group():
            return Line(str(JOINED[test.operator]), below=_all(test.members))
        case Conditional():
            return _conditional(test)


def _conditional(test: Conditional) -> Line:
    """ "Unless finetuning data does not apply:", or the same over several lines."""
    condition = line(test.condition)
    if not condition.below:
        said = gettext("{part} {change}").format(part=condition.name, change=condition.text).strip()
        words = CONDITIONS[test.operator] % {"condition": said}
        return Line(words, below=lines(test.test))
    counts = Line(str(LONG_CONDITIONS[test.operator]), below=lines(test.condition))
    return Line(gettext("All of:"), below=(counts, *lines(test.test)))


def _release(term: ReleaseTerm) -> str:
    if term.above is not None:
        return gettext("above %(figure)s") % {"figure": f"{term.above:.0e}".replace("e+", "e")}
    return gettext(" or ").join(map(values, term.one_of))


def _term(term: Term) -> str:
    """ "released, complete, OSI-approved license"."""
    return ", ".join([*_availability(term), *_quality(term), *_rights(term)])


def _availability(term: Term) -> Iterator[str]:
    if term.not_applicable:
        yield gettext("does not apply")
    if term.one_of:
        yield gettext(" or ").join(str(EXACTLY[rung]) for rung in term.one_of)
    if term.at_least is Availability.RELEASED_GATED and term.gate:
        yield str(RELEASED_WITH[term.gate])
    elif term.at_least:
        yield str(AT_LEAST[term.at_least])
    if term.coverage and components.ALL[term.component].kind != "fact":
        yield str(COVERAGE[term.coverage])


def _quality(term: Term) -> Iterator[str]:
    if term.license and term.license != "any":
        yield str(LICENSES[term.license])
    if term.quality:
        yield str(QUALITY[term.quality])
    if term.covers:
        yield gettext("covers %(topics)s") % {"topics": values(",".join(sorted(term.covers)))}


def _rights(term: Term) -> Iterator[str]:
    if term.rights:
        yield gettext(" or ").join(str(RIGHTS[word]) for word in term.rights)
    if term.rights_reason:
        reasons = gettext(" or ").join(str(REASONS[word]) for word in term.rights_reason)
        yield gettext("because of %(reasons)s") % {"reasons": reasons}
    if term.peer_reviewed:
        yield gettext("peer-reviewed") if term.peer_reviewed == "yes" else gettext("not peer-reviewed")
    if term.modifier:
        yield str(MODIFIERS[term.modifier])

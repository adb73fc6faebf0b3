"""Which components a definition reads."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from registry.openness.definitions.tree import Conditional, Definition, Group, Term, Test


@lru_cache(maxsize=256)
def components_asked(definition: Definition) -> frozenset[str]:
    """The slugs of all components that some rule of the definition looks at, deciding or not."""
    return frozenset(_in_table(definition)) | {
        term.component for test in _tests(definition) for term in _terms(test)
    }


def _in_table(definition: Definition) -> Iterator[str]:
    """The Model Openness Framework lists its components in a table instead of tests."""
    rows = definition.table.get("component", ()) if definition.shape == "mof" else ()
    for row in rows:
        yield row["part"]
        for named in (row.get("else", ()), row.get("with", ())):
            yield from named


def _tests(definition: Definition) -> Iterator[Test]:
    if definition.guard:
        yield definition.guard
    yield from (clause.test for clause in definition.clauses)
    yield from (level.test for level in definition.levels if level.test)
    for dimension in definition.dimensions:
        yield dimension.open
        if dimension.partial:
            yield dimension.partial


def _terms(test: Test) -> Iterable[Term]:
    match test:
        case Term():
            yield test
        case Group():
            for member in test.members:
                yield from _terms(member)
        case Conditional():
            yield from _terms(test.condition)
            yield from _terms(test.test)

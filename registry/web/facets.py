"""What a list can be narrowed by: facets with their counts, the chips of those that are set, the columns."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from registry.badges import words
from registry.openness import definitions
from registry.openness.definitions import Definition
from registry.scorecards import queries
from registry.scorecards.queries import NOT_ASSESSED, Counts, ResultCount, VerdictBrief
from registry.web import parameters
from registry.web.parameters import Asked
from registry.web.templatetags import facts, verdicts

# The definitions that have a column in lists and a facet beside them.
COLUMNS = ("source-form-1", "osaid-1.0", "mof-1.0", "g7-2026", "osai-index-2026-03")
MOST_LICENSES = 15


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    shown: str
    count: int


@dataclass(frozen=True, slots=True)
class Facet:
    parameter: str
    name: str
    choices: tuple[Choice, ...]
    chosen: str
    open: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set, and the address of the list without it."""

    label: str
    url: str


def columns() -> list[Definition]:
    loaded = definitions.shipped()
    return [loaded[id] for id in COLUMNS if id in loaded]


def facets(
    asked: Asked,
    counts: Counts,
    results: dict[str, tuple[ResultCount, ...]],
    licenses: Iterable[tuple[str, int]],
) -> list[Facet]:
    """The facets beside a list. Counts are over all listed models."""
    made = [_state_facet(asked, counts)]
    for definition in columns():
        choices = result_choices(definition, results.get(definition.id, ()))
        if choices:
            chosen = asked.filters.verdicts.get(definition.id, "")
            shown = definition.id in COLUMNS[:2] or bool(chosen)
            made.append(Facet(definition.id, definition.short, choices, chosen, shown))
    made.append(_license_facet(asked, licenses))
    return [facet for facet in made if facet.choices]


def _state_facet(asked: Asked, counts: Counts) -> Facet:
    numbers = {"reviewed": counts.reviewed, "imported": counts.imported, "draft": counts.draft}
    choices = tuple(Choice(state, facts.state_name(state), number) for state, number in numbers.items())
    return Facet("state", gettext("Assessment"), choices, asked.filters.state, open=True)


def result_choices(definition: Definition, results: Iterable[ResultCount]) -> tuple[Choice, ...]:
    """The results some model has, most open first, each with the number of models a list finds by it."""
    numbers: Counter[str] = Counter()
    for row in results:
        for value in _found_by(definition, row):
            numbers[value] += row.models
    order = [value for value in parameters.results(definition) if numbers[value]]
    if definition.levels or definition.shape == "mof":
        order = [value for value in order if value not in ("meets", "does_not_meet")]
    return tuple(Choice(value, shown(definition, value), numbers[value]) for value in order)


def _found_by(definition: Definition, row: ResultCount) -> set[str]:
    """The values under which a list finds the models with this result (as in `queries.model_list`)."""
    if row.basis == "observed" and row.outcome != "does_not_meet":
        return {NOT_ASSESSED}
    lowest = (_levels(definition) or [""])[-1]
    begun = row.outcome == "insufficient_evidence" or (not row.outcome and row.could_reach != lowest)
    unsaid = begun and row.level == lowest
    return {row.outcome, "" if unsaid else row.level} - {""}


def shown(definition: Definition, value: str) -> str:
    """A result as a verdict is drawn, without the mark of its basis."""
    return verdicts.verdict(_as_verdict(definition, value))


def said(definition: Definition, value: str) -> str:
    """A result in words."""
    result = _as_verdict(definition, value)
    return words.label(result) if result else gettext("Not assessed")


def _as_verdict(definition: Definition, value: str) -> VerdictBrief | None:
    """A verdict that says nothing but this result; None reads "not assessed"."""
    if value == NOT_ASSESSED:
        return None
    levels = _levels(definition)
    if value not in levels:
        return VerdictBrief(definition.id, value, "", "", None, "reviewed")
    passing = definition.passing in levels and levels.index(value) <= levels.index(definition.passing)
    outcome = "" if not definition.passing else "meets" if passing else "does_not_meet"
    return VerdictBrief(definition.id, outcome, value, value, None, "reviewed")


def _levels(definition: Definition) -> list[str]:
    """The levels of a definition, most open first."""
    if definition.shape == "mof":
        return list(parameters.MOF_CLASSES)
    return [level.id for level in definition.levels]


def _license_facet(asked: Asked, licenses: Iterable[tuple[str, int]]) -> Facet:
    chosen = asked.filters.license
    found = [(expression, number) for expression, number in licenses if facts.license_title(expression)]
    kept = found[:MOST_LICENSES] + [row for row in found[MOST_LICENSES:] if row[0] == chosen]
    choices = tuple(
        Choice(expression, facts.license_title(expression), number) for expression, number in kept
    )
    return Facet("license", gettext("License of the weights"), choices, chosen, open=bool(chosen))


def chips(asked: Asked, base_url: str) -> list[Chip]:
    """The filters that are set, each with the address that removes it."""
    filters = asked.filters
    labels = {}
    if filters.q:
        labels["q"] = filters.q
    if filters.state:
        labels["state"] = facts.state_name(filters.state)
    for definition_id, value in filters.verdicts.items():
        definition = definitions.shipped()[definition_id]
        labels[definition_id] = f"{definition.short}: {said(definition, value)}"
    if filters.license:
        labels["license"] = facts.license_title(filters.license) or filters.license
    return [Chip(label, base_url + asked.without(name).query) for name, label in labels.items()]


def results_by_definition() -> dict[str, tuple[ResultCount, ...]]:
    """The results of the definitions that have a facet."""
    return queries.results_by_definition(COLUMNS)

"""What a list can be narrowed by: facets with their counts, the chips of those that are set, the columns."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy

from registry.badges import words
from registry.openness import components, definitions
from registry.openness.definitions import Definition
from registry.openness.headlines import LETTERS
from registry.scorecards import queries
from registry.scorecards.queries import NONE, NOT_ASSESSED, Counted, ResultCount, VerdictBrief
from registry.web import parameters
from registry.web.parameters import Asked
from registry.web.templatetags import facts, fingerprint, verdicts

# The definitions that have a column in lists and a facet beside them.
COLUMNS = ("source-form-1", "osaid-1.0", "mof-1.0", "g7-2026", "osai-index-2026-03")
OPEN = COLUMNS[:2]  # whose facet stands open
FIRST_COMPONENT = "training-corpus"  # has a facet of its own; the other components share one
MOST_LICENSES = 15
SIZES = {
    "under-1b": gettext_lazy("under 1 billion"),
    "1b-to-10b": gettext_lazy("1 to 10 billion"),
    "10b-to-100b": gettext_lazy("10 to 100 billion"),
    "100b-and-more": gettext_lazy("100 billion and more"),
    NONE: gettext_lazy("not stated"),
}
MODALITIES = {
    "text": gettext_lazy("text"),
    "code": gettext_lazy("code"),
    "image": gettext_lazy("images"),
    "audio": gettext_lazy("audio"),
    "video": gettext_lazy("video"),
    "multimodal": gettext_lazy("several kinds"),
    "embedding": gettext_lazy("embeddings"),
    "other": gettext_lazy("other"),
    NONE: gettext_lazy("not stated"),
}
DISAGREE = {
    "1": gettext_lazy("One met, another not"),
    "3": gettext_lazy("Three met, three not"),
}
ORDERS = {
    "downloads": gettext_lazy("Most downloaded"),
    "added": gettext_lazy("Last added here"),
    "nearest": gettext_lazy("Nearest name"),
    "newest": gettext_lazy("Newest release"),
    "changed": gettext_lazy("Last changed here"),
    "name": gettext_lazy("Name"),
    "path": gettext_lazy("Path"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value with what it is called; `count` is None where nobody counted."""

    value: str
    shown: str
    count: int | None


@dataclass(frozen=True, slots=True)
class Facet:
    parameter: str
    name: str
    choices: tuple[Choice, ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class Group:
    """Facets that fold together: one with its choices written out, or several as lists to choose from."""

    name: str
    facets: tuple[Facet, ...]
    open: bool

    @property
    def single(self) -> Facet | None:
        return self.facets[0] if len(self.facets) == 1 else None


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set, and the address of the list without it."""

    label: str
    url: str


def columns() -> list[Definition]:
    loaded = definitions.shipped()
    return [loaded[id] for id in COLUMNS if id in loaded]


def orders(unasked: str) -> list[Choice]:
    """The orders one may ask for; the first is what a list is in unasked."""
    asked = [Choice(name, str(ORDERS[name]), None) for name in parameters.SORTS]
    return [Choice("", str(ORDERS[unasked]), None), *asked]


def groups(asked: Asked, counted: Counted | None) -> list[Group]:
    """What stands beside a list, in order; values that no model has are left out unless they are chosen."""
    chosen = asked.filters
    verdicts_of = {row.id: _verdict_facet(row, asked, counted) for row in definitions.ordered()}
    leading = [verdicts_of.pop(id) for id in OPEN if id in verdicts_of]
    parts = {headline.slug: headline.name for headline in components.HEADLINES}
    part_of = {slug: _component_facet(slug, gettext(name), asked, counted) for slug, name in parts.items()}
    first = part_of.pop(FIRST_COMPONENT)
    about = (
        _facet("size", gettext("Parameters"), SIZES, chosen.size, _counts(counted, "size")),
        _facet("modality", gettext("Modality"), MODALITIES, chosen.modality, _counts(counted, "modality")),
        _year_facet(asked, counted),
    )
    made = [
        Group(gettext("Assessment"), (_state_facet(asked, counted),), True),
        *(Group(facet.name, (facet,), True) for facet in leading),
        Group(gettext("Other definitions"), *_several(verdicts_of.values())),
        Group(first.name, (first,), True),
        Group(gettext("Other components"), *_several(part_of.values())),
        Group(gettext("License of the weights"), (_license_facet(asked, counted),), bool(chosen.license)),
        Group(gettext("Definitions disagree"), (_disagree_facet(asked, counted),), bool(chosen.disagree)),
        Group(gettext("Size, modality, year"), *_several(about)),
    ]
    return [group for group in made if any(facet.choices for facet in group.facets)]


def _several(facets: Iterable[Facet]) -> tuple[tuple[Facet, ...], bool]:
    """The facets of a group, and whether it stands open: when one of them is chosen."""
    listed = tuple(facets)
    return listed, any(facet.chosen for facet in listed)


def _facet(
    parameter: str, name: str, labels: Mapping[str, object], chosen: str, counts: Mapping[str, int] | None
) -> Facet:
    """The labeled values in their order, those that some model has."""
    kept = [value for value in labels if counts is None or counts.get(value) or value == chosen]
    choices = (Choice(value, _text(labels[value]), _count(counts, value)) for value in kept)
    return Facet(parameter, name, tuple(choices), chosen)


def _text(label: object) -> str:
    """What is drawn already stays so; what waits for a language is said in it."""
    return label if isinstance(label, SafeString) else str(label)


def _counts(counted: Counted | None, name: str) -> Mapping[str, int] | None:
    found: Mapping[str, int] | None = getattr(counted, name, None)
    return found


def _count(counts: Mapping[str, int] | None, value: str) -> int | None:
    return None if counts is None else counts.get(value, 0)


def _state_facet(asked: Asked, counted: Counted | None) -> Facet:
    labels = {state: facts.state_name(state) for state in parameters.STATES}
    return _facet("state", gettext("Assessment"), labels, asked.filters.state, _counts(counted, "state"))


def _verdict_facet(definition: Definition, asked: Asked, counted: Counted | None) -> Facet:
    values = parameters.results(definition)
    if definition.levels or definition.shape == "mof":
        values = tuple(value for value in values if value not in ("meets", "does_not_meet"))
    worded = shown if definition.id in OPEN else said  # lists to choose from hold words only
    labels = {value: worded(definition, value) for value in values}
    chosen = asked.filters.verdicts.get(definition.id, "")
    counts = None if counted is None else counted.verdicts.get(definition.id, {})
    return _facet(definition.id, gettext(definition.short), labels, chosen, counts)


def _component_facet(slug: str, name: str, asked: Asked, counted: Counted | None) -> Facet:
    own = slug == FIRST_COMPONENT
    labels: dict[str, object] = {
        word: fingerprint.state(letter) if own else str(fingerprint.STATES[letter])
        for word, letter in LETTERS.items()
    }
    counts = None if counted is None else counted.components.get(slug, {})
    return _facet(slug, name, labels, asked.filters.components.get(slug, ""), counts)


def _license_facet(asked: Asked, counted: Counted | None) -> Facet:
    chosen = asked.filters.license
    counts = {} if counted is None else counted.license
    frequent = sorted(counts, key=lambda expression: (-counts[expression], expression))
    named = [expression for expression in frequent if facts.license_title(expression)]
    kept = dict.fromkeys([*named[:MOST_LICENSES], *([chosen] if chosen else [])])
    labels = {expression: facts.license_title(expression) or expression for expression in kept}
    return _facet("license", gettext("License of the weights"), labels, chosen, _counts(counted, "license"))


def _disagree_facet(asked: Asked, counted: Counted | None) -> Facet:
    chosen = str(asked.filters.disagree or "")
    return _facet("disagree", gettext("Definitions disagree"), DISAGREE, chosen, _counts(counted, "disagree"))


def _year_facet(asked: Asked, counted: Counted | None) -> Facet:
    chosen = asked.filters.year
    years = sorted({*(counted.year if counted else ()), *([chosen] if chosen else [])} - {NONE}, reverse=True)
    labels: dict[str, object] = {year: year for year in years} | {NONE: gettext("not stated")}
    return _facet("year", gettext("Year of release"), labels, chosen, _counts(counted, "year"))


def result_choices(definition: Definition, results: Iterable[ResultCount]) -> tuple[Choice, ...]:
    """The results some model has, most open first, each with the number of models a list finds by it."""
    numbers: Counter[str] = Counter()
    for row in results:
        for value in queries.values_of(definition, row.outcome, row.level, row.basis, row.could_reach):
            numbers[value] += row.models
    order = [value for value in parameters.results(definition) if numbers[value]]
    if definition.levels or definition.shape == "mof":
        order = [value for value in order if value not in ("meets", "does_not_meet")]
    return tuple(Choice(value, shown(definition, value), numbers[value]) for value in order)


def shown(definition: Definition, value: str) -> str:
    """A result as a verdict is drawn, without the mark of its basis."""
    return verdicts.verdict(_as_verdict(definition, value))


def said(definition: Definition, value: str) -> str:
    """A result in words."""
    result = _as_verdict(definition, value)
    return words.label(result) if result else gettext("Not assessed")


def label_of(result: VerdictBrief | None) -> str:
    """A model's result in words."""
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


def chips(asked: Asked, base_url: str) -> list[Chip]:
    """The filters that are set, each with the address that removes it."""
    filters = asked.filters
    labels = {
        "q": filters.q,
        "state": facts.state_name(filters.state) if filters.state else "",
        "drafts": gettext("With machine drafts") if filters.drafts else "",
    }
    for definition_id, value in filters.verdicts.items():
        definition = definitions.shipped()[definition_id]
        labels[definition_id] = f"{gettext(definition.short)}: {said(definition, value)}"
    for slug, word in filters.components.items():
        state = fingerprint.STATES[LETTERS[word]]  # type: ignore[index]
        labels[slug] = f"{fingerprint.headline_name(slug)}: {state}"
    labels |= {
        "license": facts.license_title(filters.license) or filters.license,
        "disagree": str(DISAGREE.get(str(filters.disagree), "")),
        "size": _labeled(gettext("Parameters"), SIZES, filters.size),
        "modality": _labeled(gettext("Modality"), MODALITIES, filters.modality),
        "year": _labeled(gettext("Year of release"), {NONE: gettext("not stated")}, filters.year),
        "at": gettext("As of %(day)s") % {"day": asked.day.isoformat()} if asked.day else "",
    }
    return [Chip(label, base_url + asked.without(name).query) for name, label in labels.items() if label]


def _labeled(name: str, labels: Mapping[str, object], value: str) -> str:
    return f"{name}: {labels.get(value, value)}" if value else ""

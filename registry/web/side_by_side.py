"""The table of a comparison: one row for each verdict and each part, one cell for each model."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from registry.badges import words
from registry.openness import components, definitions, headlines
from registry.openness.headlines import HeadlineState
from registry.scorecards.queries import Side
from registry.web.templatetags import fingerprint, verdicts
from registry.web.templatetags.facts import license_title, state_name


@dataclass(frozen=True, slots=True)
class Cell:
    """What is shown, the same in plain words, and a smaller second line.

    `once`: what is unreviewed here is said at the head of the column, and in the cell to those who hear it.
    """

    shown: str | SafeString
    words: str
    more: str = ""
    once: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One aspect of all models; `same`: they do not differ in it."""

    label: str
    cells: tuple[Cell, ...]
    same: bool


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    rows: tuple[Row, ...]


def groups(sides: Sequence[Side]) -> list[Group]:
    """Verdicts, then the record, then the sixteen parts in their four groups."""
    states = [headlines.states(side.facts) for side in sides]
    made = [
        Group(gettext("Verdicts"), tuple(_verdicts(sides))),
        Group(gettext("The record"), tuple(_record(sides))),
    ]
    for name in dict.fromkeys(headline.group for headline in components.HEADLINES):
        made.append(Group(gettext(name), tuple(_parts(name, sides, states))))
    return made


def differing(made: Sequence[Group]) -> list[Group]:
    """The same groups with only those rows in which the models differ."""
    kept = [Group(group.name, tuple(row for row in group.rows if not row.same)) for group in made]
    return [group for group in kept if group.rows]


def _verdicts(sides: Sequence[Side]) -> Iterator[Row]:
    for definition in definitions.ordered():
        cells = [_verdict(side, definition.id) for side in sides]
        yield _row(gettext(definition.short), cells)


def _verdict(side: Side, definition_id: str) -> Cell:
    result = side.verdicts.get(definition_id)
    said = words.label(result) if result else gettext("Not assessed")
    once = verdicts.all_unreviewed(side.verdicts)
    return Cell(verdicts.verdict(result, dense=True), said, once=once)


def _record(sides: Sequence[Side]) -> Iterator[Row]:
    titles = [license_title(side.license) or gettext("Not stated") for side in sides]
    yield _row(gettext("License of the weights"), [Cell(title, title) for title in titles])
    states = [state_name(side.state) for side in sides]
    yield _row(gettext("Assessment"), [Cell(state, state) for state in states])


def _parts(group: str, sides: Sequence[Side], states: Sequence[tuple[HeadlineState, ...]]) -> Iterator[Row]:
    for index, headline in enumerate(components.HEADLINES):
        if headline.group == group:
            cells = [_part(side, state[index]) for side, state in zip(sides, states, strict=True)]
            yield _row(gettext(headline.name), cells)


def _part(side: Side, state: HeadlineState) -> Cell:
    word = gettext("License unclear") if state.license_unclear and state.letter == "r" else ""
    shown = fingerprint.state(state.letter, word)
    return Cell(shown, word or str(fingerprint.STATES[state.letter]), _license(side, state.slug))


def _license(side: Side, headline: str) -> str:
    """The license of the parts that always count, where one is recorded."""
    core = [row.slug for row in components.ALL.values() if row.headline == headline and _is_core(row)]
    found = [fact for fact in side.facts if fact.component in core]
    return ", ".join(dict.fromkeys(filter(None, (license_title(fact.license) for fact in found))))


def _is_core(component: components.Component) -> bool:
    return component.headline_role.startswith("core")


def _row(label: str, cells: Sequence[Cell]) -> Row:
    return Row(label, tuple(cells), same=len({(cell.words, cell.more) for cell in cells}) <= 1)

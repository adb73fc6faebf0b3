"""Which profiles a list is narrowed to, how many models that leaves, and how many each further choice would.

All of it from counts in memory (cells.py); plain functions of values.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from registry.openness import definitions
from registry.scorecards.listed import SIZES
from registry.scorecards.queries.cells import Cells, Rows, Tally
from registry.scorecards.queries.list_rows import Counted, Filters
from registry.scorecards.queries.results import SLUGS, Named

NONE = "none"  # asks for models of which nobody stated it
SIZE_NAMES = (NONE, *(name for name, _ in SIZES))
REMEMBERED = 500  # answers
Wanted = Mapping[str, object]  # by column of a kind


@dataclass(frozen=True)
class Narrowed:
    """What filters leave: models by profile, their number, and the machine drafts left out.

    `by_profile` says whether the profile matters at all; `counted` is None unless it was asked for.
    """

    models: Mapping[int, int]
    total: int
    drafts: int
    by_profile: bool
    counted: Counted | None


def narrow(cells: Cells, filters: Filters, *, counted: bool) -> Narrowed:
    """What these filters leave of these models; search, organization and order are not looked at."""
    named, wanted = named_of(filters), wanted_of(filters)
    key = (tuple(sorted(named)), tuple(sorted(wanted.items())), filters.shows_drafts, counted)
    if key not in cells.answers:
        if len(cells.answers) >= REMEMBERED:
            cells.answers.clear()
        cells.answers[key] = _narrow(cells, named, wanted, filters.shows_drafts, counted=counted)
    found: Narrowed = cells.answers[key]
    return found


def named_of(filters: Filters) -> list[Named]:
    """The filters that a profile decides."""
    disagree = [("disagree", str(filters.disagree))] if filters.disagree else []
    return [*filters.verdicts.items(), *filters.components.items(), *disagree]


def wanted_of(filters: Filters) -> dict[str, object]:
    """The filters that a model's own columns decide."""
    size = SIZE_NAMES.index(filters.size) if filters.size in SIZE_NAMES else None
    stated = {name: getattr(filters, name) for name in ("state", "license", "modality", "year")}
    wanted: dict[str, object] = {
        name: "" if value == NONE else value for name, value in stated.items() if value
    }
    return wanted if size is None else wanted | {"size": size}


def _narrow(
    cells: Cells, named: Collection[Named], wanted: Wanted, drafts: bool, *, counted: bool
) -> Narrowed:
    rows = cells.all if drafts else cells.vouched
    profiles = _profiles(cells, named)
    models = _models(cells, rows, profiles, wanted)
    left_out = 0 if drafts or "state" in wanted else _drafts(cells, profiles, wanted)
    return Narrowed(
        models=models,
        total=sum(models.values()),
        drafts=left_out,
        by_profile=bool(named),
        counted=_counted(cells, rows, named, wanted) if counted else None,
    )


def _profiles(cells: Cells, named: Iterable[Named]) -> set[int] | None:
    """The profiles with all of these values; None for all of them."""
    sets = sorted((cells.results.by.get(each, set()) for each in named), key=len)
    return set.intersection(*sets) if sets else None


def _count(
    cells: Cells, rows: Rows, profiles: Collection[int] | None, wanted: Wanted
) -> tuple[dict[int, int], list[int]]:
    """How many models with these values of columns there are by profile, and by number of their kind."""
    fits = _kinds(cells, wanted)
    models: dict[int, int] = {}
    counted = [0] * len(cells.kinds)
    for profile in rows if profiles is None else rows.keys() & profiles:
        here = 0
        for kind, n in rows[profile]:
            if kind in fits:
                here += n
                counted[kind] += n
        if here:
            models[profile] = here
    return models, counted


def _tally(cells: Cells, rows: Rows, profiles: Collection[int] | None, wanted: Wanted) -> Tally:
    """How many models there are of each kind, and with each value."""
    if not wanted:
        return cells.tally(profiles, drafts=rows is cells.all)
    models, kinds = _count(cells, rows, profiles, wanted)
    return Tally(kinds, cells.results.summed(models.items()))


def _models(cells: Cells, rows: Rows, profiles: Collection[int] | None, wanted: Wanted) -> Mapping[int, int]:
    """How many models there are by profile."""
    if wanted:
        return _count(cells, rows, profiles, wanted)[0]
    models = cells.models(drafts=rows is cells.all)
    return models if profiles is None else {pk: models[pk] for pk in models.keys() & profiles}


def _kinds(cells: Cells, wanted: Wanted) -> set[int]:
    return {
        number
        for number, kind in enumerate(cells.kinds)
        if all(getattr(kind, column) == value for column, value in wanted.items())
    }


def _drafts(cells: Cells, profiles: Collection[int] | None, wanted: Wanted) -> int:
    """How many machine drafts match."""
    if not wanted:
        drafts = cells.drafts_of
        return sum(drafts.values() if profiles is None else (drafts.get(pk, 0) for pk in profiles))
    models, _ = _count(cells, cells.all, profiles, {**wanted, "state": "draft"})
    return sum(models.values())


def _counted(cells: Cells, rows: Rows, named: Collection[Named], wanted: Wanted) -> Counted:
    profiles = _profiles(cells, named)
    left = _tally(cells, rows, profiles, wanted)
    by_name: dict[str, dict[str, int]] = {}
    for (name, value), n in cells.results.told_apart(left.values).items():
        by_name.setdefault(name, {})[value] = n
    for each in named:
        others = _profiles(cells, [other for other in named if other != each])
        found = cells.results.told_apart(_tally(cells, rows, others, wanted).values)
        by_name[each[0]] = {value: n for (name, value), n in found.items() if name == each[0]}
    columns = {
        column: _by_value(cells, rows, profiles, wanted, left.kinds, column)
        for column in ("license", "state", "size", "modality", "year")
    }
    columns["state"] |= {"draft": _drafts(cells, profiles, {k: v for k, v in wanted.items() if k != "state"})}
    ids = definitions.shipped()
    return Counted(
        verdicts={name: values for name, values in by_name.items() if name in ids},
        components={name: values for name, values in by_name.items() if name in SLUGS},
        disagree=by_name.get("disagree", {}),
        license=columns["license"],
        state={name: n for name, n in columns["state"].items() if n},
        size={SIZE_NAMES[int(value)]: n for value, n in columns["size"].items()},
        modality={value or NONE: n for value, n in columns["modality"].items()},
        year={value or NONE: n for value, n in columns["year"].items()},
    )


def _by_value(
    cells: Cells,
    rows: Rows,
    profiles: Collection[int] | None,
    wanted: Wanted,
    kinds: Sequence[int],
    column: str,
) -> dict[str, int]:
    """Models by the value of one column, the filter on this column left out."""
    if column in wanted:
        everything = cells.all if column == "state" else rows
        others = {name: value for name, value in wanted.items() if name != column}
        kinds = _tally(cells, everything, profiles, others).kinds
    found: dict[str, int] = {}
    values = cells.values_of(column)
    for value, n in zip(values, kinds, strict=True):
        if n:
            found[value] = found.get(value, 0) + n
    return found

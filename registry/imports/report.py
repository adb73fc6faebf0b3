"""What an import did, as lines for a terminal."""

from collections.abc import Iterable, Iterator

from registry.imports.load import Summary
from registry.imports.told import Effect
from registry.openness.syntax import shown

_HEADINGS = (
    ("aside", "set aside: not imported"),
    ("apart", "kept apart: gives a hub id that it does not own"),
    ("unplaced", "without a hub id: gives an address that is no model"),
    ("hidden", "hidden: imported, but kept out of lists"),
)


def lines(summary: Summary, *, notes: bool = False) -> Iterator[str]:
    """The counts, then every case somebody may want to look at; `notes` adds the remarks on single fields."""
    yield (
        f"{summary.read} read: {summary.created} models created, {summary.changed} changed, "
        f"{summary.unchanged} unchanged, {len(summary.aside)} set aside; {summary.ratings} ratings written."
    )
    yield "Everything imported is unreviewed."
    yield from _cases(summary, _HEADINGS)
    yield from _remarks(summary, notes)


def quote_lines(summary: Summary, *, notes: bool = False) -> Iterator[str]:
    """The same for quotes, of which many are about models the catalog does not have: `notes` lists them."""
    yield (
        f"{summary.read} quotes read: {summary.ratings} ratings written, facts of {summary.changed} models "
        f"changed; {len(summary.apart)} about a family, {len(summary.aside)} set aside."
    )
    if notes:
        yield from _cases(summary, (("aside", "set aside: not imported"), ("apart", "quoted of a family")))
    yield from _remarks(summary, notes)


def _cases(summary: Summary, headings: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, heading in headings:
        cases = getattr(summary, name)
        if cases:
            yield f"{heading} ({len(cases)})"
            yield from (f"  {_line(case)}" for case in cases)


def _remarks(summary: Summary, notes: bool) -> Iterator[str]:
    if summary.notes and notes:
        yield f"remarks ({len(summary.notes)})"
        yield from (f"  {_line(note)}" for note in summary.notes)
    elif summary.notes:
        yield f"{len(summary.notes)} remarks on single fields; -v 2 shows them."


def _line(case: str) -> str:
    """Words of a source can hold anything; what is printed of them stays on its line."""
    return shown(case, quotes=False, most=400)


_MOST_MODELS = 20


def effect_lines(head: str, effect: Effect, *, everything: bool = False) -> Iterator[str]:
    """What recording a file did: a head line, then the models of which a verdict became another."""
    yield f"{head}; verdicts of {len(effect.verdicts)} models changed."
    for path in effect.retired:
        yield f"  {path}: said no more, retired"
    listed = list(effect.verdicts.items())
    for path, changes in listed if everything else listed[:_MOST_MODELS]:
        yield f"  {path}"
        yield from (f"    {definition}: {before} -> {after}" for definition, before, after in changes)
    if len(listed) > _MOST_MODELS and not everything:
        yield f"  and {len(listed) - _MOST_MODELS} more; -v 2 names them."
    if effect.changed:
        yield "Everything recorded is imported and unreviewed; models made from these follow by jobs."

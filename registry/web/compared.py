"""Two states of one finding in words, line by line: what a reader of a difference sees."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext

from registry.openness.facts import Fact, ReleaseFact
from registry.scorecards.queries import Compared
from registry.web.templatetags.facts import component_name, license_of, release_value, released, source_of


@dataclass(frozen=True, slots=True)
class Facet:
    """One line: its label and its words before and after; equal ones are left out."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class FindingDiff:
    """One finding of one source; `kind` is "added", "removed" or "changed"."""

    name: str
    origin: str
    kind: str
    facets: tuple[Facet, ...]


def finding(row: Compared) -> FindingDiff:
    before, after = _lines(row.before), _lines(row.after)
    labels = dict.fromkeys([*before, *after])
    facets = [Facet(label, before.get(label, ""), after.get(label, "")) for label in labels]
    name = component_name(row.component)
    return FindingDiff(
        name=f"{name} ({row.qualifier})" if row.qualifier else name,
        origin=source_of(row.origin),
        kind="added" if row.before is None else "removed" if row.after is None else "changed",
        facets=tuple(facet for facet in facets if facet.before != facet.after),
    )


def _lines(row: Fact | ReleaseFact | None) -> dict[str, str]:
    """Label -> words, in the order of reading."""
    return {label: words for label, words in _stated(row) if words} if row else {}


def _stated(row: Fact | ReleaseFact) -> Iterator[tuple[str, str]]:
    if isinstance(row, ReleaseFact):
        yield gettext("Value"), release_value(row)
    else:
        yield gettext("State"), released(row)
        yield gettext("License"), license_of(row)
        yield gettext("As declared"), row.license_verbatim or ""
        yield gettext("Note"), row.note
    for number, proof in enumerate(row.proofs, start=1):
        count = f" {number}" if len(row.proofs) > 1 else ""
        yield gettext("Evidence") + count, proof.url
        yield gettext("Quote") + count, proof.quote
        yield gettext("Seen") + count, proof.accessed_on

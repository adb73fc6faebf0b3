"""Who says what the form was filled with, in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from registry.openness.facts import Fact, Origin, ReleaseFact
from registry.scorecards.queries import FindingRow
from registry.web.templatetags.facts import hub_name, source_name, source_of


@dataclass(frozen=True, slots=True)
class Mark:
    """`kind` is observed, inherited, imported, reviewed, drafted, prefilled or none."""

    kind: str
    said: str
    names: tuple[str, ...] = ()  # the sources of what was imported


NONE = Mark("none", "")


def mark_of(finding: FindingRow | None) -> Mark:
    """Where what is on record of a component comes from."""
    if finding is None or not finding.fact.is_known:
        return NONE
    fact = finding.fact
    if finding.drifts:
        return Mark("observed", _drifting(finding))
    if fact.inherited_from:
        return Mark("inherited", gettext("from the base model %(base)s") % {"base": fact.inherited_from})
    match fact.origin:
        case Origin.OBSERVED:
            return Mark("observed", _observed(fact))
        case Origin.IMPORTED:
            return imported(_sources(finding))
    return Mark("reviewed", gettext("reviewed here"))


def _observed(fact: Fact) -> str:
    return gettext("from %(hub)s, unchecked") % {"hub": hub_name(fact.source.split("+")[0])}


def _drifting(finding: FindingRow) -> str:
    """On record, while a hub says otherwise: what is shown combines both."""
    hub = {"hub": hub_name(finding.drifts[0].hub)}
    if "review" in finding.fact.source.split("+"):
        return gettext("reviewed here; %(hub)s says otherwise") % hub
    return gettext("imported; %(hub)s says otherwise") % hub


def _sources(finding: FindingRow) -> list[str]:
    return [source_name(row) for row in finding.sources] or [source_of(finding.fact.source)]


def imported(names: Iterable[str]) -> Mark:
    listed = tuple(dict.fromkeys(names))
    said = gettext("imported from %(source)s") % {"source": ", ".join(listed)}
    return Mark("imported", said, listed)


def mark_of_release(fact: ReleaseFact | None) -> Mark:
    if fact is None:
        return NONE
    match fact.origin:
        case Origin.OBSERVED:
            return Mark("observed", gettext("from %(hub)s, unchecked") % {"hub": hub_name(fact.source)})
        case Origin.IMPORTED:
            return imported([source_of(fact.source)])
    return Mark("reviewed", gettext("reviewed here"))


def drafted() -> Mark:
    return Mark("drafted", gettext("in your draft"))


def prefilled() -> Mark:
    return Mark("prefilled", gettext("filled in by the address you came by, unchecked"))


def together(marks: Iterable[Mark]) -> str:
    """Where the parts of a step come from, each source named once."""
    listed = list(marks)
    names = [name for mark in listed for name in mark.names]
    said = [mark.said for mark in listed if mark.said and not mark.names]
    return ", ".join(dict.fromkeys([*said, *([imported(names).said] if names else [])]))


def of_record() -> Mark:
    return Mark("prefilled", gettext("as the record says, to be kept"))


def of_drift(hub: str) -> Mark:
    return Mark("prefilled", gettext("as %(hub)s says now, unchecked") % {"hub": hub_name(hub)})

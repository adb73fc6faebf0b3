"""License strings in the database that the license tables cannot place: what to map next."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from registry.openness import licenses
from registry.openness.facts import NOASSERTION
from registry.openness.license_expressions import read, singles
from registry.openness.mof_table import UNLICENSED
from registry.scorecards.models import Evidence, Observation

OTHER = "other-tag"


@dataclass(frozen=True, slots=True)
class Unmapped:
    """One string as declared, where it stands, and how often."""

    text: str
    source: str  # mot, osai, a person's assessment, or the hub
    kind: str  # spelling: nobody placed it; unread: an id whose text nobody has read
    count: int


def unmapped() -> list[Unmapped]:
    """All of them, the most frequent first."""
    counted = Counter([*_in_evidence(), *_on_hubs()])
    rows = [Unmapped(text, source, kind, count) for (text, source, kind), count in counted.items()]
    return sorted(rows, key=lambda row: (-row.count, row.text, row.source))


Found = tuple[str, str, str]


def _in_evidence() -> Iterator[Found]:
    """Strings of facts in force: as a record spells them, and ids that no table explains."""
    rows = Evidence.objects.filter(retired__isnull=True).exclude(availability="")
    for origin, license, details in rows.values_list("origin", "license", "details").iterator():
        verbatim = details.get("license_verbatim", "")
        if verbatim != UNLICENSED and not _is_placed(verbatim):
            yield verbatim, origin, "spelling"
        yield from ((text, origin, kind) for text, kind in _unread(license))


def _is_placed(verbatim: str) -> bool:
    return licenses.is_mapped(verbatim) or bool(licenses.not_released(verbatim))


def _unread(expression: str) -> Iterator[tuple[str, str]]:
    node = read(expression) if expression else None
    for single in singles(node) if node else ():
        if not single.placed:
            yield single.id, "spelling"
        elif licenses.find(single.id.removesuffix("+")) is None and single.id != NOASSERTION:
            yield single.id, "unread"


def _on_hubs() -> Iterator[Found]:
    """What the newest observation of each hub entry declares, where its fields name no license together."""
    newest: dict[int, tuple[str, dict[str, Any]]] = {}
    rows = Observation.objects.order_by("entry", "sequence")
    for entry, hub, said in rows.values_list("entry", "entry__hub", "said").iterator():
        newest[entry] = (hub, said)
    for hub, said in newest.values():
        yield from ((text, hub, "spelling") for text in _declared(said))


def _declared(said: dict[str, Any]) -> Iterable[str]:
    fields = [said.get(name) or "" for name in ("license", "license_name", "license_link")]
    if licenses.from_hub(*fields).expression not in (OTHER, NOASSERTION):
        return
    tags = fields[0] if isinstance(fields[0], list) else [fields[0]]
    named = [text for text in (*tags, fields[1]) if text and not licenses.is_mapped(str(text))]
    link = [str(fields[2])] if fields[2] and not named else []
    yield from (str(text)[:200] for text in (*named, *link))

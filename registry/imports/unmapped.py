"""License strings and texts in the database that the license tables cannot place: what to map next."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from registry.openness import licenses
from registry.openness.facts import NOASSERTION
from registry.openness.license_expressions import read, singles
from registry.openness.mof_table import UNLICENSED
from registry.scorecards.models import Evidence, Observation

OTHER = "other-tag"


@dataclass(frozen=True, slots=True)
class Unmapped:
    """One string as declared, or the digest of a text, where it stands, and how often."""

    text: str
    source: str  # mot, osai, a person's assessment, or the hub
    kind: str  # spelling: nobody placed it; unread: an id whose text nobody has read; text: a digest
    count: int
    example: str = ""  # where such a text can be read


class Found(NamedTuple):
    text: str
    source: str
    kind: str
    example: str = ""


def unmapped() -> list[Unmapped]:
    """All of them, the most frequent first."""
    found = [*_in_evidence(), *_on_hubs()]
    counted = Counter(each[:3] for each in found)
    examples = {each[:3]: each.example for each in reversed(found)}
    rows = [Unmapped(*key, count, examples[key]) for key, count in counted.items()]
    return sorted(rows, key=lambda row: (-row.count, row.text, row.source))


def _in_evidence() -> Iterator[Found]:
    """Strings of facts in force: as a record spells them, and ids that no table explains."""
    rows = Evidence.objects.filter(retired__isnull=True).exclude(availability="")
    for origin, license, details in rows.values_list("origin", "license", "details").iterator():
        verbatim = details.get("license_verbatim", "")
        if verbatim != UNLICENSED and not _is_placed(verbatim):
            yield Found(verbatim, origin, "spelling")
        yield from (Found(text, origin, kind) for text, kind in _unread(license))
        if _is_unknown_text(details.get("license_digest", "")):
            yield Found(details["license_digest"], origin, "text")


def _is_unknown_text(digest: str) -> bool:
    return bool(digest) and not licenses.of_text(digest)


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
    """What the newest observation of each hub entry declares, where its fields name no license together.

    And texts that nobody has named, whatever is declared.
    """
    newest: dict[int, tuple[str, dict[str, Any]]] = {}
    rows = Observation.objects.order_by("entry", "sequence")
    for entry, hub, said in rows.values_list("entry", "entry__hub", "said").iterator():
        newest[entry] = (hub, said)
    for hub, said in newest.values():
        yield from (Found(text, hub, "spelling") for text in _declared(said))
        digest = str(said.get("license_digest") or "")
        if _is_unknown_text(digest):
            yield Found(
                digest,
                hub,
                "text",
                f"{said.get('page')}/blob/{said.get('commit')}/{said.get('license_file')}",
            )


def _declared(said: dict[str, Any]) -> Iterable[str]:
    fields = [said.get(name) or "" for name in ("license", "license_name", "license_link")]
    digest = str(said.get("license_digest") or "")
    declared = licenses.from_hub(fields[0], fields[1], fields[2], digest)
    if declared.expression not in (OTHER, NOASSERTION):
        return
    tags = fields[0] if isinstance(fields[0], list) else [fields[0]]
    named = [text for text in (*tags, fields[1]) if text and not licenses.is_mapped(str(text))]
    link = [str(fields[2])] if fields[2] and not named else []
    yield from (str(text)[:200] for text in (*named, *link))

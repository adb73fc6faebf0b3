"""What a machine can say of a proposed finding before a person judges it: codes and values. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from registry.assessments.models import CitationSeen
from registry.assessments.proposals.proposed import Cited, Proposed, Row, fact_as_json
from registry.assessments.reviewing.citations_seen import FOUND, MISSING, NOT_FOUND, answers, quote_key
from registry.openness import license_expressions, licenses, lineage, merge
from registry.openness.facts import NOASSERTION, NONE, Fact, Facts
from registry.openness.lineage import Base

Seen = Mapping[str, CitationSeen]
TURNS_MACHINES_AWAY = (401, 403, 429)


class Tone(StrEnum):
    GOOD = "good"
    BAD = "bad"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Check:
    """One observation: a code, what belongs to its sentence, and the address it is about, if any."""

    code: str
    tone: Tone
    params: Mapping[str, Any] = field(default_factory=dict)
    url: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a proposed fact: what counts now, what hubs show, and the bases of the model."""

    now: Row | None = None
    hubs: Sequence[Fact] = ()
    bases: Sequence[Base] = ()


def of(proposed: Proposed, seen: Seen, beside: Beside) -> tuple[Check, ...]:
    """All checks of one finding, in the order in which they are read."""
    found: list[Check] = []
    for cited in proposed.citations:
        found += of_citation(cited, seen)
    if isinstance(proposed.fact, Fact) and not proposed.retract:
        found += _license(proposed.fact)
        found += _hubs(proposed.fact, beside.hubs)
        found += _bases(proposed.fact, beside.bases)
    found += _no_change(proposed, beside.now)
    return tuple(found)


def of_citation(cited: Cited, seen: Seen) -> Iterator[Check]:
    """Whether the page answers, an archived copy does, and the quote stands there."""
    row, copy = seen.get(cited.url), seen.get(cited.archive_url)
    archived = answers(copy)
    if row is None:
        yield Check("link_waits", Tone.UNSURE, url=cited.url)
        return
    yield _link(row, archived)
    if cited.quote and (answers(row) or archived):
        yield _quote(cited, [one for one in (row, copy) if one is not None])


def _link(row: CitationSeen, archived: bool) -> Check:
    params = {"status": row.status, "archived": archived, "reason": row.reason}
    if answers(row):
        return Check("link_alive", Tone.GOOD, params, row.url)
    if row.status in MISSING:
        return Check("link_missing", Tone.UNSURE if archived else Tone.BAD, params, row.url)
    if row.status in TURNS_MACHINES_AWAY:
        return Check("link_shut", Tone.UNSURE, params, row.url)
    return Check("link_fails" if row.status else "link_silent", Tone.UNSURE, params, row.url)


def _quote(cited: Cited, rows: Iterable[CitationSeen]) -> Check:
    said = {row.quotes.get(quote_key(cited.quote)) for row in rows}
    if FOUND in said:
        return Check("quote_found", Tone.GOOD, url=cited.url)
    code = "quote_not_found" if NOT_FOUND in said else "quote_unclear"
    return Check(code, Tone.UNSURE, url=cited.url)


def _license(fact: Fact) -> Iterator[Check]:
    if fact.license in (NOASSERTION, NONE, ""):
        return
    node = license_expressions.read(fact.license)
    unknown = [one.id for one in license_expressions.singles(node) if not _is_known(one)] if node else []
    if node is None or unknown:
        yield Check("license_unknown", Tone.BAD, {"license": ", ".join(unknown) or fact.license})
    else:
        yield Check("license_known", Tone.GOOD, {"license": licenses.title(fact.license)})


def _is_known(license: license_expressions.Single) -> bool:
    """Whether the registry or the SPDX list knows its terms. A LicenseRef is only a name."""
    return license.placed and not license.id.startswith("LicenseRef-")


def _hubs(fact: Fact, hubs: Sequence[Fact]) -> Iterator[Check]:
    """Facets on which a hub shows something else; or that one shows the same."""
    same_finding = [row for row in hubs if row.key == fact.key and row.is_known]
    against = [(row, found) for row in same_finding for found in merge.disagreements(fact, row)]
    for row, found in against:
        params = {"facet": found.facet, "observed": found.observed, "hub": row.source}
        yield Check("hub_differs", Tone.UNSURE, params)
    if same_finding and not against:
        yield Check("hub_agrees", Tone.GOOD, {"hub": same_finding[0].source})


def _bases(fact: Fact, bases: Sequence[Base]) -> Iterator[Check]:
    """Whether a base of the model keeps the fact from counting as it is proposed."""
    counted = lineage.with_base(Facts.of([fact]), bases).components.get(fact.key)
    if counted is not None and counted.inherited_from and counted != fact:
        yield Check("base_limits", Tone.UNSURE, {"base": counted.inherited_from})


def _no_change(proposed: Proposed, now: Row | None) -> Iterator[Check]:
    """Whether the same counts already, proof and note aside: then only who vouches for it changes."""
    if now is not None and not proposed.retract and fact_as_json(now) == fact_as_json(proposed.fact):
        yield Check("same_value", Tone.UNSURE)

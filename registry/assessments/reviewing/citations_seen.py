"""What the cited addresses showed when an assessment was handed in: looked at by a worker, one at a time."""

import hashlib
from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from registry.assessments.models import Assessment, CitationSeen, ProposedFact
from registry.assessments.proposals import stored
from registry.assessments.proposals.proposed import Proposed, citation_from_json
from registry.hubs import passages
from registry.hubs.fetch import Fetched, FetchError, fetch
from registry.jobs.queue import enqueue
from registry.openness.facts import Availability, Fact

KIND = "see-citations"
BETWEEN = 10.0  # seconds between two requests to one host
MISSING = (404, 410)
FOUND, NOT_FOUND = "found", "not_found"
_LEAST_RUNG = Availability.RECONSTRUCTIBLE.rung

Writing = Callable[[], AbstractContextManager[None]]
Opening = Callable[[str], Fetched]


@dataclass(slots=True)
class Address:
    """One cited address: what is quoted from it, and whether it is an archived copy of another."""

    url: str
    archived: bool = False
    quotes: set[str] = field(default_factory=set)


def ask(assessment: Assessment) -> None:
    """Let a worker look at what this assessment cites. Part of the caller's transaction."""
    enqueue(KIND, f"{KIND}:{assessment.pk}", {"assessment": str(assessment.pk)}, queue="fetch")


def open_page(url: str) -> Fetched:
    """Fetch a cited page. Raises FetchError."""
    return fetch(url, site=settings.SITE_URL)


def unseen(assessment_id: UUID) -> list[Address]:
    """What was not looked at since the assessment was handed in; nothing once nobody can judge it."""
    assessment = Assessment.objects.filter(pk=assessment_id, state=Assessment.State.SUBMITTED).first()
    if assessment is None:
        return []
    rows = CitationSeen.objects.filter(assessment=assessment, asked_at__gte=assessment.moved_at)
    seen = set(rows.values_list("url", flat=True))
    return [address for address in addresses(assessment.facts.all()) if address.url not in seen]


def addresses(facts: Collection[ProposedFact]) -> list[Address]:
    """The addresses that these facts cite, each once, in order."""
    found: dict[str, Address] = {}
    for row in facts:
        for cited in map(citation_from_json, row.citations):
            for url, archived in ((cited.url, False), (cited.archive_url, True)):
                if url:
                    address = found.setdefault(url, Address(url, archived))
                    address.archived = address.archived and archived
                    address.quotes |= {cited.quote} - {""}
    return list(found.values())


def look(
    assessment_id: UUID, address: Address, *, now: datetime, writing: Writing, opening: Opening | None = None
) -> None:
    """Open one address and keep what it showed. Network first, transaction last."""
    outcome: Fetched | FetchError
    try:
        outcome = (opening or open_page)(address.url)
    except FetchError as error:
        outcome = error
    with writing():
        _row(assessment_id, address, outcome, now).save(force_insert=True)


def _row(assessment_id: UUID, address: Address, outcome: Fetched | FetchError, now: datetime) -> CitationSeen:
    row = CitationSeen(assessment_id=assessment_id, url=address.url, archived=address.archived, asked_at=now)
    if isinstance(outcome, FetchError):
        row.reason = str(outcome)[:300]
        return row
    row.status, row.final_url, row.title = outcome.status, outcome.final_url[:2000], outcome.title
    row.digest, row.is_text = outcome.digest, bool(outcome.text)
    if 200 <= outcome.status < 400:
        said = {quote: _told(quote, outcome) for quote in address.quotes}
        row.quotes = {quote_key(quote): word for quote, word in said.items() if word}
    return row


def _told(quote: str, page: Fetched) -> str:
    """Whether the page says it; "" where nobody can tell: no readable text, or only its beginning."""
    if page.text and passages.found(quote, page.text):
        return FOUND
    return NOT_FOUND if page.text and page.is_whole else ""


def quote_key(quote: str) -> str:
    """Under which a quote stands in `CitationSeen.quotes`."""
    return hashlib.sha256(quote.encode()).hexdigest()


def wait_before(last: str, following: str) -> float:
    """Seconds until the next address may be opened, given the last one."""
    return BETWEEN if _host(last) == _host(following) else 0.0


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def latest(assessment: Assessment) -> dict[str, CitationSeen]:
    """By address what the last look at it showed; one query."""
    return {row.url: row for row in CitationSeen.objects.filter(assessment=assessment).order_by("id")}


@dataclass(frozen=True, slots=True)
class Standing:
    """What the proofs of one finding came to, by address: gone, shut to us, or not looked at yet.

    Empty where nobody is held to them: only a proposed availability of "can be rebuilt" or more says that
    something could be had. Source: workflow, evidence lifecycle 2.
    """

    gone: tuple[str, ...] = ()
    shut: tuple[str, ...] = ()  # empty too where another proof of the finding opened
    waits: tuple[str, ...] = ()


def standing(proposed: Proposed, seen: Mapping[str, CitationSeen]) -> Standing:
    """A working archived copy stands in for a page that is gone, or shut."""
    fact = proposed.fact
    if proposed.retract or not isinstance(fact, Fact) or fact.availability.rung < _LEAST_RUNG:
        return Standing()
    left = [row for row in proposed.citations if not answers(seen.get(row.archive_url))]
    looked_at = [(row.url, seen[row.url]) for row in left if row.url in seen]
    gone = tuple(url for url, page in looked_at if page.status in MISSING)
    shut = tuple(url for url, page in looked_at if url not in gone and not answers(page))
    waits = tuple(row.url for row in left if row.url not in seen)
    return Standing(gone, shut if len(shut) == len(proposed.citations) else (), waits)


def blocking(assessment: Assessment) -> list[tuple[str, str]]:
    """Proofs that answer 404 or 410 and so keep a finding from being approved: (finding, address)."""
    found = latest(assessment)
    rows = [row.proposed for row in stored.load(assessment)]
    return [(row.name, url) for row in rows for url in standing(row, found).gone]


def answers(row: CitationSeen | None) -> bool:
    """Whether the last look at an address found a page there."""
    return row is not None and row.status is not None and 200 <= row.status < 400

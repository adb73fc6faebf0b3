"""What may be kept of a proposed fact at all, and what it still lacks before it can be handed in."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from registry.assessments.models import Assessment
from registry.assessments.proposals.proposed import Cited, Proposed, fact_as_json, is_finding, problems_of
from registry.assessments.refusals import Missing, NotYet
from registry.assessments.texts import edit_filters
from registry.assessments.texts.wording import clean
from registry.openness import proofs
from registry.openness.document import DocumentError, fact_in
from registry.openness.facts import Fact, ReleaseFact

MOST_FACTS = 200
MOST_CITATIONS = 10  # of one finding
LONGEST = {"url": 2000, "quote": 1000, "accessed_on": 10, "locator": 200, "archive_url": 2000}
LONGEST_NOTE = 2000
LONGEST_SUMMARY = 2000
LONGEST_VALUE = 500
LONGEST_LICENSE = 1000


def cleaned(proposals: Sequence[Proposed]) -> list[Proposed]:
    """The proposals as they are kept: without hidden signs, licenses in our spelling.

    Unfinished ones are kept as well. Raises NotYet for what cannot be kept, naming every place.
    """
    kept, missing, keys = [], [], set()
    for proposed in proposals:
        if proposed.key in keys:
            missing.append(Missing(proposed.name, "twice"))
        keys.add(proposed.key)
        try:
            kept.append(_cleaned(proposed))
        except DocumentError as error:
            missing.append(Missing(proposed.name, "not_a_fact", {"expected": error.expected}))
        missing += _too_long(proposed)
    if len(keys) > MOST_FACTS:
        missing.append(Missing("facts", "too_many", {"most": MOST_FACTS}))
    if missing:
        raise NotYet(missing)
    return kept


def _cleaned(proposed: Proposed) -> Proposed:
    if not is_finding(proposed.key):
        raise DocumentError(proposed.name, "expected a component or release fact that is recorded")
    fact = proposed.fact
    if not proposed.retract:
        fact = _spelled(proposed)
    cited = tuple(_clean_citation(row) for row in proposed.citations)
    return replace(proposed, fact=fact, citations=cited, note=clean(proposed.note))


def _spelled(proposed: Proposed) -> Fact | ReleaseFact:
    if isinstance(proposed.fact, ReleaseFact):
        return ReleaseFact(proposed.fact.key, clean(proposed.fact.value))
    table = fact_as_json(proposed.fact)
    texts = {name: clean(value) if isinstance(value, str) else value for name, value in table.items()}
    return fact_in(proposed.name, texts, proposed.name)


def _clean_citation(cited: Cited) -> Cited:
    return Cited(
        *(
            clean(text)
            for text in (cited.url, cited.quote, cited.accessed_on, cited.locator, cited.archive_url)
        )
    )


def _too_long(proposed: Proposed) -> Iterator[Missing]:
    if len(proposed.note) > LONGEST_NOTE:
        yield Missing(f"{proposed.name}.note", "too_long", {"most": LONGEST_NOTE})
    if len(proposed.citations) > MOST_CITATIONS:
        yield Missing(f"{proposed.name}.citations", "too_many", {"most": MOST_CITATIONS})
    for number, cited in enumerate(proposed.citations):
        for name, most in LONGEST.items():
            if len(getattr(cited, name)) > most:
                yield Missing(f"{proposed.name}.citations[{number}].{name}", "too_long", {"most": most})
    if isinstance(proposed.fact, ReleaseFact):
        if len(proposed.fact.value) > LONGEST_VALUE:
            yield Missing(f"{proposed.name}.value", "too_long", {"most": LONGEST_VALUE})
    elif len(proposed.fact.license) > LONGEST_LICENSE:
        yield Missing(f"{proposed.name}.license", "too_long", {"most": LONGEST_LICENSE})


def missing(proposals: Iterable[Proposed], *, coi: str, coi_note: str, today: date) -> list[Missing]:
    """What is missing or wrong before these can be handed in; empty when nothing is (workflow, row 3)."""
    found = [row for proposed in proposals for row in _missing_of(proposed, today)]
    if coi not in Assessment.Coi.values:
        found.append(Missing("coi", "coi"))
    if coi == Assessment.Coi.DECLARED and not clean(coi_note):
        found.append(Missing("coi_note", "coi_note"))
    return found


def _missing_of(proposed: Proposed, today: date) -> Iterator[Missing]:
    for words in problems_of(proposed):
        yield Missing(proposed.name, "impossible", {"words": words})
    if proposed.retract and not proposed.note:
        yield Missing(f"{proposed.name}.note", "reason")
    if proposed.note and (objection := edit_filters.objection(proposed.note, longest=LONGEST_NOTE)):
        yield Missing(f"{proposed.name}.note", objection.value)
    if not proposed.is_unknown and not proposed.citations:
        yield Missing(f"{proposed.name}.citations", "citation")
    for number, cited in enumerate(proposed.citations):
        yield from _missing_of_citation(cited, f"{proposed.name}.citations[{number}]", today)


def _missing_of_citation(cited: Cited, place: str, today: date) -> Iterator[Missing]:
    if not _is_address(cited.url):
        yield Missing(f"{place}.url", "url")
    if cited.archive_url and not _is_address(cited.archive_url):
        yield Missing(f"{place}.archive_url", "url")
    if edit_filters.objection(cited.quote, longest=LONGEST["quote"], most_links=LONGEST["quote"]):
        yield Missing(f"{place}.quote", "quote")
    day = _day(cited.accessed_on)
    if day is None:
        yield Missing(f"{place}.accessed_on", "accessed_on")
    elif day > today:
        yield Missing(f"{place}.accessed_on", "future")


def _is_address(url: str) -> bool:
    try:
        proofs.refuse_no_address(url, "url")
    except DocumentError:
        return False
    return True


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None

"""What is wrong with a statement somebody makes for the record: reasons, answers and their proofs."""

from collections.abc import Iterable, Sequence
from datetime import date

from registry.assessments.proposals.proposed import Cited
from registry.assessments.refusals import Missing
from registry.assessments.texts import edit_filters, wording
from registry.assessments.texts.edit_filters import Objection

LONGEST, SHORTEST = 3000, 20  # characters
LONGEST_URL, LONGEST_QUOTE = 2000, 1000
MOST_CITATIONS = 5
MOST_LINKS = 10  # of an official statement, which may well point to many places


def clean(text: str) -> str:
    return wording.clean(text)


def text_problems(place: str, text: str, *, most_links: int = MOST_LINKS) -> list[Missing]:
    """What is wrong with a statement of 20 to 3000 characters; empty when it can stand."""
    found = edit_filters.objection(text, longest=LONGEST, shortest=SHORTEST, most_links=most_links)
    return [missing(place, found)] if found else []


def missing(place: str, found: Objection, *, longest: int = LONGEST, shortest: int = SHORTEST) -> Missing:
    """The objection as something missing at this place."""
    return Missing(place, found.value, {"longest": longest, "shortest": shortest})


def reason_problems(reason: str) -> list[Missing]:
    return text_problems("reason", reason, most_links=edit_filters.MOST_LINKS)


def citation_problems(citations: Sequence[Cited], today: date) -> list[Missing]:
    """What is wrong with the proofs of a challenge, which needs one at least."""
    if not citations:
        return [Missing("citations", "none")]
    if len(citations) > MOST_CITATIONS:
        return [Missing("citations", "too_many", {"most": MOST_CITATIONS})]
    return [
        Missing(f"citations[{position}].{part}", code)
        for position, cited in enumerate(citations)
        for part, code in _wrong(cited, today)
    ]


def _wrong(cited: Cited, today: date) -> Iterable[tuple[str, str]]:
    if not cited.url.startswith(("https://", "http://")) or len(cited.url) > LONGEST_URL:
        yield "url", "not_an_address"
    if not cited.quote.strip():
        yield "quote", "empty"
    elif len(cited.quote) > LONGEST_QUOTE:
        yield "quote", "too_long"
    elif edit_filters.says_nothing(cited.quote):
        yield "quote", "placeholder"
    if not _is_past(cited.accessed_on, today):
        yield "accessed_on", "not_a_past_day"


def _is_past(text: str, today: date) -> bool:
    try:
        return date.fromisoformat(text) <= today
    except ValueError:
        return False

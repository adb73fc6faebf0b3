"""What one look at a cited address means for what is known of it. Pure: values in, changed columns out.

Only 404, 410 and a name that does not exist say that a page is missing, and only on several days that it is
gone. A time-out, a refusal to talk to machines (401, 403, 429) or a failing server say nothing of the page.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from registry.hubs import passages
from registry.hubs.fetch import Fetched, FetchError, NoSuchHost, Refused
from registry.refresh.models import LinkCheck

State = LinkCheck.State
NOT_FOUND = (404, 410)
DAYS_UNTIL_GONE = 2  # different days (UTC) with 404 or 410
DAYS_UNTIL_HOST_GONE = 3  # different days on which the name of the host does not exist
AFTER_GOOD = timedelta(days=30)
AFTER_FAILURE = timedelta(days=1)
AFTER_GONE = timedelta(days=7)
FOUND: Final = "found"
LOST: Final = "lost"
NOT_FOUND_THERE: Final = "not_found"


def after(
    link: LinkCheck, outcome: Fetched | FetchError, quotes: Mapping[str, str], *, now: datetime, jitter: float
) -> dict[str, Any]:
    """The columns of a link as this look leaves it, but for the passage.

    `quotes` are those cited from it, by digest. `jitter` (0.8 to 1.2) spreads the next looks.
    """
    if isinstance(outcome, Fetched) and 200 <= outcome.status < 400:
        return _answered(link, outcome, quotes, now) | {"due_at": now + AFTER_GOOD * jitter}
    missing = _missing(link, outcome, now)
    state = _failed_state(link, outcome, missing["missing_days"])
    wait = {State.GONE: AFTER_GONE, State.REFUSED: AFTER_GOOD}.get(state, AFTER_FAILURE)
    return {
        "state": state,
        "status": outcome.status if isinstance(outcome, Fetched) else None,
        "reason": "" if isinstance(outcome, Fetched) else str(outcome)[:300],
        "checked_at": now,
        "due_at": now + wait * jitter,
        "failures": link.failures + 1,
        "first_failed_at": link.first_failed_at or now,
        **missing,
    }


def _answered(link: LinkCheck, page: Fetched, quotes: Mapping[str, str], now: datetime) -> dict[str, Any]:
    first = link.first_text or page.digest
    said = _quotes(link, page, quotes)
    is_same = not page.digest or page.digest == first
    return {
        "state": State.ALIVE if is_same and LOST not in said.values() else State.CHANGED,
        "status": page.status,
        "reason": "",
        "title": page.title,
        "first_text": first,
        "last_text": page.digest,
        "quotes": said,
        "quote_found": all(seen == FOUND for seen in said.values()) if said else None,
        "checked_at": now,
        "alive_at": now,
        "failures": 0,
        "first_failed_at": None,
        "missing_days": 0,
        "missing_on": None,
    }


def _quotes(link: LinkCheck, page: Fetched, quotes: Mapping[str, str]) -> dict[str, str]:
    """What is known of each quote now. A page without readable text, or cut short, loses none."""
    said = {}
    for digest, quote in quotes.items():
        before = link.quotes.get(digest, "")
        if page.text and passages.found(quote, page.text):
            said[digest] = FOUND
        elif not page.text or not page.is_whole:
            said |= {digest: before} if before else {}
        else:
            said[digest] = LOST if before in (FOUND, LOST) else NOT_FOUND_THERE
    return said


def _missing(link: LinkCheck, outcome: Fetched | FetchError, now: datetime) -> dict[str, Any]:
    """How many days it was not found on. Days on which nobody could tell neither count nor reset."""
    is_missing = isinstance(outcome, NoSuchHost) or (
        isinstance(outcome, Fetched) and outcome.status in NOT_FOUND
    )
    if not is_missing or link.missing_on == now.date():
        return {"missing_days": link.missing_days, "missing_on": link.missing_on}
    return {"missing_days": link.missing_days + 1, "missing_on": now.date()}


def _failed_state(link: LinkCheck, outcome: Fetched | FetchError, missing_days: int) -> LinkCheck.State:
    match outcome:
        case _ if link.state == State.GONE:
            return State.GONE  # until it answers again
        case Refused():
            return State.REFUSED
        case NoSuchHost() if missing_days >= DAYS_UNTIL_HOST_GONE:
            return State.GONE
        case Fetched() if outcome.status in NOT_FOUND and missing_days >= DAYS_UNTIL_GONE:
            return State.GONE
    return State.UNREACHABLE

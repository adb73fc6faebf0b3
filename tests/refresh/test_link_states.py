"""What a look at a cited page means: day by day, as a table."""

from datetime import date, datetime, timedelta

import pytest

from registry.hubs.fetch import Fetched, FetchError, NoSuchHost, Refused, TooLarge, Unreachable
from registry.refresh import link_states
from registry.refresh.models import LinkCheck
from tests.build import NOON

URL = "https://docs.example/terms"
DAY = timedelta(days=1)


def page(text: str = "You may copy it.", *, status: int = 200, is_whole: bool = True) -> Fetched:
    return Fetched(
        URL, URL, status, "text/html", "Terms", text, digest=text and f"sha of {text}", is_whole=is_whole
    )


def looked(*outcomes: Fetched | FetchError, every: timedelta = DAY, quote: str = "") -> LinkCheck:
    """A link after these looks, one after the other."""
    link = LinkCheck(url=URL)
    for step, outcome in enumerate(outcomes):
        quotes = {"q": quote} if quote else {}
        for name, value in after(link, outcome, NOON + step * every, quotes).items():
            setattr(link, name, value)
    return link


def after(
    link: LinkCheck, outcome: Fetched | FetchError, now: datetime, quotes: dict[str, str]
) -> dict[str, object]:
    return link_states.after(link, outcome, quotes, now=now, jitter=1.0)


GOOD, MISSING, NO_HOST, DOWN = page(), page(status=404), NoSuchHost("No."), Unreachable("No.")

STATES = {
    "answers": ([GOOD], "alive"),
    "answers with the same text": ([GOOD, GOOD], "alive"),
    "answers with another text": ([GOOD, page("Other.")], "changed"),
    "and with the first again": ([GOOD, page("Other."), GOOD], "alive"),
    "answers with what cannot be read": ([GOOD, page("")], "alive"),
    "no content": ([page("", status=204)], "alive"),
    "404 once": ([GOOD, MISSING], "unreachable"),
    "404 on two days": ([GOOD, MISSING, MISSING], "gone"),
    "410 on two days": ([page(status=410), page(status=410)], "gone"),
    "404, an outage, 404": ([MISSING, DOWN, MISSING], "gone"),
    "404, an answer, 404": ([MISSING, GOOD, MISSING], "unreachable"),
    "no such host on two days": ([NO_HOST, NO_HOST], "unreachable"),
    "no such host on three days": ([NO_HOST, NO_HOST, NO_HOST], "gone"),
    "404, then no such host": ([MISSING, NO_HOST], "unreachable"),
    "gone, then an outage": ([MISSING, MISSING, DOWN], "gone"),
    "gone, then an answer": ([MISSING, MISSING, GOOD], "alive"),
    "403 for a year": ([page(status=403)] * 365, "unreachable"),
    "429": ([page(status=429)] * 9, "unreachable"),
    "401": ([page(status=401)] * 9, "unreachable"),
    "500": ([page(status=500)] * 9, "unreachable"),
    "451": ([page(status=451)] * 9, "unreachable"),
    "time-outs for a year": ([DOWN] * 365, "unreachable"),
    "too large": ([TooLarge("No.")] * 3, "unreachable"),
    "refused": ([Refused("No.")] * 3, "refused"),
}


@pytest.mark.parametrize(("outcomes", "state"), STATES.values(), ids=STATES.keys())
def test_what_a_page_is_after_looking_each_day(outcomes: list[Fetched | FetchError], state: str) -> None:
    assert looked(*outcomes).state == state


def test_404_a_hundred_times_on_one_day_is_not_gone() -> None:
    link = looked(*[MISSING] * 100, every=timedelta(minutes=5))
    assert (link.state, link.missing_days) == ("unreachable", 1)


NEXT = {
    "good": ([GOOD], 30),
    "changed": ([GOOD, page("Other.")], 30),
    "failed": ([DOWN], 1),
    "gone": ([MISSING, MISSING], 7),
    "refused": ([Refused("No.")], 30),
}


@pytest.mark.parametrize(("outcomes", "days"), NEXT.values(), ids=NEXT.keys())
def test_when_it_is_looked_at_again(outcomes: list[Fetched | FetchError], days: int) -> None:
    link = looked(*outcomes)
    assert link.due_at - link.checked_at == timedelta(days=days)


def test_looks_are_spread_by_jitter() -> None:
    changes = link_states.after(LinkCheck(url=URL), GOOD, {}, now=NOON, jitter=1.2)
    assert changes["due_at"] == NOON + timedelta(days=36)


def test_failures_are_counted_until_it_answers() -> None:
    link = looked(GOOD, DOWN, MISSING)
    assert (link.failures, link.first_failed_at, link.alive_at) == (2, NOON + DAY, NOON)
    assert (link.missing_days, link.missing_on) == (1, date(2026, 11, 3))
    again = looked(GOOD, DOWN, MISSING, GOOD)
    assert (again.failures, again.first_failed_at, again.missing_days) == (0, None, 0)


QUOTES = {
    "found": (["it says so"], True, "found", "alive"),
    "never found": (["it does not"], False, "not_found", "alive"),
    "lost": (["it says so", "it does not"], False, "lost", "changed"),
    "still lost": (["it says so", "it does not", "nor now"], False, "lost", "changed"),
    "back": (["it says so", "it does not", "it says so"], True, "found", "alive"),
    "not readable any more": (["it says so", ""], True, "found", "alive"),
    "never readable": ([""], None, None, "alive"),
}


@pytest.mark.parametrize(("texts", "found", "seen", "state"), QUOTES.values(), ids=QUOTES.keys())
def test_whether_the_page_says_what_was_quoted(
    texts: list[str], found: bool | None, seen: str | None, state: str
) -> None:
    link = looked(*[page(text) for text in texts], quote="Says so")
    assert (link.quote_found, link.quotes.get("q"), link.state) == (found, seen, state)


def test_a_page_cut_short_loses_no_quote() -> None:
    link = looked(page("it says so"), page("a long page", is_whole=False), quote="says so")
    assert link.quotes == {"q": "found"}


def test_an_outage_loses_no_quote() -> None:
    assert looked(page("it says so"), DOWN, MISSING, quote="says so").quotes == {"q": "found"}

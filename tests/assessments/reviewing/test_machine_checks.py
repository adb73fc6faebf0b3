"""What a machine can say of a proposed finding before a person judges it."""

import pytest

from registry.assessments.models import CitationSeen
from registry.assessments.proposals.proposed import Cited, Proposed
from registry.assessments.reviewing import machine_checks as checks
from registry.assessments.reviewing.citations_seen import quote_key
from registry.assessments.reviewing.machine_checks import Beside
from registry.openness.facts import Availability, Facts, Origin
from registry.openness.lineage import Base
from tests.build import facts, released, withheld

PAGE, COPY, QUOTE = "https://example.org/card", "https://archive.example/card", "Released under ODC-By."


def saw(status: int | None = 200, *, quote: str = "", url: str = PAGE, reason: str = "") -> CitationSeen:
    said = {quote_key(QUOTE): quote} if quote else {}
    return CitationSeen(url=url, status=status, quotes=said, reason=reason)


def codes(proposed: Proposed, *rows: CitationSeen, beside: Beside | None = None) -> list[str]:
    found = checks.of(proposed, {row.url: row for row in rows}, beside or Beside())
    return [f"{check.code} {check.tone}" for check in found]


def proposal(license: str = "Apache-2.0", *, archive: str = "", component: str = "final-weights") -> Proposed:
    cited = Cited(PAGE, QUOTE, "2026-11-01", archive_url=archive)
    return Proposed(released(component, license), (cited,))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], ["link_waits unsure"]),
        ([saw(quote="found")], ["link_alive good", "quote_found good"]),
        ([saw(quote="not_found")], ["link_alive good", "quote_not_found unsure"]),
        ([saw()], ["link_alive good", "quote_unclear unsure"]),
        ([saw(404)], ["link_missing bad"]),
        ([saw(410)], ["link_missing bad"]),
        ([saw(403)], ["link_shut unsure"]),
        ([saw(500)], ["link_fails unsure"]),
        ([saw(None, reason="The server did not answer in time.")], ["link_silent unsure"]),
    ],
)
def test_what_is_said_of_a_citation(rows, expected):
    assert codes(proposal(), *rows) == [*expected, "license_known good"]


def test_an_archived_copy_stands_in_for_a_lost_page_and_its_words():
    copy = saw(quote="found", url=COPY)
    found = codes(proposal(archive=COPY), saw(404), copy)
    assert found == ["link_missing unsure", "quote_found good", "license_known good"]
    assert codes(proposal(archive=COPY), saw(404), saw(404, url=COPY))[0] == "link_missing bad"


@pytest.mark.parametrize(
    ("license", "expected"),
    [
        ("Apache-2.0", ["license_known good"]),
        ("MIT OR Apache-2.0", ["license_known good"]),
        ("llama-3.1-community", ["license_known good"]),
        ("LicenseRef-Rocket-1.0", ["license_unknown bad"]),
        ("MIT AND", ["license_unknown bad"]),
        ("NONE", []),
        ("NOASSERTION", []),
    ],
)
def test_a_license_is_known_or_not(license, expected):
    assert codes(Proposed(released("final-weights", license))) == expected


def test_what_a_hub_shows_speaks_for_it_or_against_it():
    hub = facts(released("final-weights", "MIT"), origin=Origin.OBSERVED)
    beside = Beside(hubs=list(hub))
    proposed = Proposed(released("final-weights", "Apache-2.0"))
    assert codes(proposed, beside=beside) == ["license_known good", "hub_differs unsure"]
    assert codes(Proposed(released("final-weights", "MIT")), beside=beside)[-1] == "hub_agrees good"
    assert codes(Proposed(released("training-code", "MIT")), beside=beside) == ["license_known good"]


def test_a_base_that_is_less_open_limits_what_counts():
    base = Base("acme/base", Facts.of([withheld("pretraining-data")]), "finetune")
    beside = Beside(bases=[base])
    assert "base_limits unsure" in codes(Proposed(released("pretraining-data")), beside=beside)
    assert "base_limits unsure" not in codes(Proposed(withheld("pretraining-data")), beside=beside)


def test_a_fact_that_counts_already_is_said_to_be_the_same():
    now = facts(released("final-weights"), origin=Origin.IMPORTED).components["final-weights", ""]
    assert "same_value unsure" in codes(Proposed(released("final-weights")), beside=Beside(now))
    other = Proposed(withheld("final-weights"))
    assert other.fact.availability is Availability.WITHHELD
    assert codes(other, beside=Beside(now)) == []

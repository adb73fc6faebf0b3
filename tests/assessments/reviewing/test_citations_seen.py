"""What a worker sees at the addresses that an assessment cites, and what that keeps from being approved."""

import uuid
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from registry.assessments.models import Assessment, CitationSeen, ProposedFact
from registry.assessments.proposals import stored
from registry.assessments.reviewing import citations_seen
from registry.hubs.fetch import fetch
from registry.jobs import tasks
from registry.jobs.models import Job
from tests.build import NOON, make_model, make_user
from tests.hubs.web_stand_in import Site, page, serving

pytestmark = pytest.mark.django_db
QUOTE = "The data is released under ODC-By."


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


@pytest.fixture(autouse=True)
def only_to_the_stand_in(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it every address of the stand-in would be refused, as it should be."""
    opening = partial(fetch, site="https://registry.example", stand_ins=site.places)
    monkeypatch.setattr(citations_seen, "open_page", lambda url: opening(url))
    monkeypatch.setattr(citations_seen, "BETWEEN", 0.0)


@pytest.fixture
def assessment() -> Assessment:
    return Assessment.objects.create(
        id=uuid.uuid4(),
        model=make_model(),
        author=make_user("jonas"),
        state="submitted",
        content_sha="0" * 64,
        round=1,
        coi_answer="none",
        created_at=NOON,
        edited_at=NOON,
        submitted_at=NOON,
        moved_at=NOON,
    )


def propose(assessment: Assessment, *citations: dict[str, Any], availability: str = "released") -> None:
    ProposedFact.objects.create(
        assessment=assessment,
        component="final-weights",
        fact={"availability": availability},
        citations=list(citations),
    )


def look_at_all(assessment: Assessment) -> dict[str, CitationSeen]:
    """Do what the worker does, until nothing is left to be looked at."""
    citations_seen.ask(assessment)
    job = Job.objects.filter(kind=citations_seen.KIND).latest("pk")
    while job.state == Job.State.WAITING:
        Job.objects.update(run_after=NOON)
        tasks.work(job.pk)
        job.refresh_from_db()
    assert job.state == Job.State.DONE, job.error
    return citations_seen.latest(assessment)


def test_each_address_is_looked_at_once_and_what_it_showed_is_kept(site, assessment):
    site.pages |= {"/card": page(f"<title>Card</title><p>{QUOTE}</p>"), "/old": page("gone", status=404)}
    propose(
        assessment,
        {"url": f"{site.url}/card", "quote": QUOTE, "accessed_on": "2026-11-01"},
        {"url": f"{site.url}/card", "quote": "Never said.", "accessed_on": "2026-11-01"},
        {"url": f"{site.url}/old", "quote": QUOTE},
    )
    found = look_at_all(assessment)
    assert [row.status for row in found.values()] == [200, 404]
    card = found[f"{site.url}/card"]
    assert card.title == "Card"
    assert card.quotes == {
        citations_seen.quote_key(QUOTE): "found",
        citations_seen.quote_key("Never said."): "not_found",
    }
    assert site.paths() == ["/card", "/old"]


def test_what_is_handed_in_anew_is_looked_at_anew_and_the_newest_look_counts(site, assessment):
    url = f"{site.url}/card"
    propose(assessment, {"url": url, "quote": QUOTE})
    assert look_at_all(assessment)[url].status == 404
    site.pages["/card"] = page(QUOTE)
    Assessment.objects.update(moved_at=timezone.now())
    assert look_at_all(assessment)[url].status == 200
    assert CitationSeen.objects.count() == 2


def test_nobody_can_tell_what_a_picture_says(site, assessment):
    site.pages["/plot.png"] = page(b"\x89PNG", kind="image/png")
    propose(assessment, {"url": f"{site.url}/plot.png", "quote": QUOTE})
    (row,) = look_at_all(assessment).values()
    assert (row.status, row.quotes, row.is_text) == (200, {}, False)


def test_an_address_of_our_own_network_is_refused_and_says_so(assessment):
    propose(assessment, {"url": "http://10.0.0.1/secret", "quote": QUOTE})
    (row,) = look_at_all(assessment).values()
    assert row.status is None
    assert "not public" in row.reason


def test_nothing_is_opened_for_what_nobody_can_judge(site, assessment):
    propose(assessment, {"url": f"{site.url}/card", "quote": QUOTE})
    Assessment.objects.update(state="quarantined")
    assert look_at_all(assessment) == {}
    assert not site.asked


@pytest.mark.parametrize(
    ("availability", "status", "archive", "blocked"),
    [
        ("released", 404, "", True),
        ("released_gated", 410, "", True),
        ("reconstructible", 404, "", True),
        ("enumerated", 404, "", False),  # what is only listed or withheld: "searched here"
        ("withheld", 404, "", False),
        ("released", 200, "", False),
        ("released", 403, "", False),  # a page that turns machines away
        ("released", 500, "", False),
        ("released", 404, "/copy", False),
        ("released", 404, "/no-copy", True),
    ],
)
def test_a_lost_page_blocks_only_what_could_be_had(site, assessment, availability, status, archive, blocked):
    site.pages |= {"/page": page("x", status=status), "/copy": page(QUOTE)}
    kept = {"archive_url": site.url + archive} if archive else {}
    propose(assessment, {"url": f"{site.url}/page", "quote": QUOTE} | kept, availability=availability)
    look_at_all(assessment)
    expected = [("final-weights", f"{site.url}/page")] if blocked else []
    assert citations_seen.blocking(assessment) == expected


def test_nothing_is_blocked_before_anybody_looked(assessment):
    propose(assessment, {"url": "https://example.org/card", "quote": QUOTE})
    assert citations_seen.blocking(assessment) == []


@pytest.mark.parametrize(
    ("availability", "statuses", "archive", "shut"),
    [
        ("released", (403,), "", 1),
        ("released", (500,), "", 1),
        ("released", (200,), "", 0),
        ("released", (403, 500), "", 2),
        ("released", (403, 200), "", 0),  # another page shows it
        ("released", (403,), "/copy", 0),
        ("released", (403,), "/no-copy", 1),
        ("withheld", (403,), "", 0),
    ],
)
def test_a_finding_none_of_whose_proofs_opened_is_known_as_such(
    site, assessment, availability, statuses, archive, shut
):
    site.pages |= {"/copy": page(QUOTE)}
    kept = {"archive_url": site.url + archive} if archive else {}
    cited = []
    for number, status in enumerate(statuses):
        site.pages[f"/{number}"] = page("x", status=status)
        cited.append({"url": f"{site.url}/{number}", "quote": QUOTE} | kept)
    propose(assessment, *cited, availability=availability)
    (proposed,) = (row.proposed for row in stored.load(assessment))
    before = citations_seen.standing(proposed, citations_seen.latest(assessment))
    assert len(before.waits) == (0 if availability == "withheld" else len(statuses))
    after = citations_seen.standing(proposed, look_at_all(assessment))
    assert (len(after.shut), after.gone, after.waits) == (shut, (), ())

"""The history of a record: what each revision changed, what differs between two, addresses that last."""

import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from registry.catalog.models import AIModel
from registry.openness.facts import Proof
from registry.scorecards.models import Revision
from registry.web.word_diff import MOST_WORDS, pieces
from tests.build import NOON, import_facts, make_model, released, review_facts, withheld

pytestmark = pytest.mark.django_db
EVIL = "<script>alert(1)</script>"


def proof(quote: str) -> Proof:
    return Proof("https://example.org/card", quote, "2026-10-01")


@pytest.fixture(autouse=True)
def rocket() -> None:
    model = make_model("acme/rocket-7b", name="Rocket 7B")
    import_facts(model, released("final-weights", "Apache-2.0"), withheld("training-code"))
    review_facts(
        model,
        released("final-weights", "Apache-2.0", proofs=(proof("weights are free for all"),)),
        now=NOON + timedelta(days=2),
    )
    review_facts(
        model,
        released("final-weights", "CC-BY-NC-4.0", proofs=(proof(f"weights are free for research {EVIL}"),)),
        now=NOON + timedelta(days=4),
    )


def test_the_history_lists_every_revision_with_what_it_changed(client: Client) -> None:
    page = client.get("/models/acme/rocket-7b/history/").content.decode()
    assert page.index('rocket-7b/r/3/"') < page.index('rocket-7b/r/2/"') < page.index('rocket-7b/r/1/"')
    assert "Final weights: <del>Open</del> <ins>Restricted</ins>" in page
    assert "First record" in page


def test_two_chosen_revisions_lead_to_what_differs_whatever_their_order(client: Client) -> None:
    answer = client.get("/models/acme/rocket-7b/history/?a=3&b=2")
    assert answer["Location"] == "/models/acme/rocket-7b/diff/2..3/"
    assert client.get("/models/acme/rocket-7b/diff/3..2/")["Location"] == "/models/acme/rocket-7b/diff/2..3/"


def test_what_differs_is_marked_word_by_word_and_nothing_in_it_is_markup(client: Client) -> None:
    page = client.get("/models/acme/rocket-7b/diff/2..3/").content.decode()
    assert "weights are free for  <del>all</del> <ins>research" in page
    assert EVIL not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<del>Apache" in page
    assert "OSAID 1.0" in page


def test_a_difference_over_several_revisions_leaves_out_what_came_and_went(client: Client) -> None:
    model = make_model("acme/boat")
    first = released("final-weights", "MIT")
    review_facts(model, first)
    review_facts(model, first, withheld("training-code"), now=NOON + timedelta(days=1))
    review_facts(model, first, now=NOON + timedelta(days=2))
    page = client.get("/models/acme/boat/diff/1..3/").content.decode()
    findings, _, verdicts = page.partition("<h2>Findings</h2>")[2].partition("<h2>Verdicts</h2>")
    assert verdicts  # what changed, then what follows from it
    assert "Training code" not in findings
    assert "No verdict changed." in page


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/models/acme/rocket-7b/diff/2..2/", 400),
        ("/models/acme/rocket-7b/diff/2..9/", 404),
        ("/models/acme/nobody/diff/1..2/", 404),
        ("/models/acme/nobody/history/", 404),
        ("/models/ACME/Rocket-7B/history/", 301),
        ("/models/acme/rocket-7b/history/?below=2", 200),
        ("/models/acme/rocket-7b/history/?below=x&a=1", 200),
        ("/r/0123456789ab-1/", 404),
    ],
)
def test_other_addresses_are_answered_with_a_next_step(client: Client, address: str, status: int) -> None:
    assert client.get(address).status_code == status


def test_a_revision_has_a_short_address_by_its_digest(client: Client) -> None:
    row = Revision.objects.get(model__path="acme/rocket-7b", number=2)
    answer = client.get(f"/r/{row.digest[:12]}-2/")
    assert (answer.status_code, answer["Location"]) == (301, "/models/acme/rocket-7b/r/2/")
    assert client.get(f"/r/{row.digest[:12]}-3/").status_code == 404


def test_both_pages_ask_few_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/models/acme/rocket-7b/history/")
    with django_assert_num_queries(7):
        client.get("/models/acme/rocket-7b/history/")
    with django_assert_num_queries(7):
        client.get("/models/acme/rocket-7b/diff/1..3/")


def test_changes_are_a_page_and_a_feed(client: Client) -> None:
    page = client.get("/changes/").content.decode()
    assert "Rocket 7B" in page
    days = [*dict.fromkeys(re.findall(r'<time datetime="(\d{4}-\d\d-\d\d)T', page))]
    assert days == sorted(days, reverse=True)
    assert page.count('<div class="sec"><h2>') == len(days) == 2
    answer = client.get("/changes.atom")
    assert answer["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(answer.content)
    entries = feed.findall("{http://www.w3.org/2005/Atom}entry")
    assert [entry.findtext("{http://www.w3.org/2005/Atom}id", "")[-5:] for entry in entries] == [
        "/r/3/",
        "/r/2/",
    ]
    assert answer["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", []),
        ("", "new words", [("new", "new words")]),
        ("old words", "", [("gone", "old words")]),
        ("a b c", "a x c", [("same", "a "), ("gone", "b"), ("new", "x"), ("same", " c")]),
        ("same", "same", [("same", "same")]),
    ],
)
def test_words_are_compared_in_reading_order(
    before: str, after: str, expected: list[tuple[str, str]]
) -> None:
    assert list(pieces(before, after)) == expected


def test_very_long_texts_are_replaced_in_whole() -> None:
    before, after = "a " * MOST_WORDS, "b " * MOST_WORDS
    assert list(pieces(before, after)) == [("gone", before), ("new", after)]


def test_an_empty_feed_stays_the_same(client: Client) -> None:
    AIModel.objects.update(hidden=True)
    first = client.get("/changes.atom")
    assert "1970-01-01" in first.content.decode()

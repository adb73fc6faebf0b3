"""One assessment as everybody may read it, and what nobody may see of one that is held."""

import pytest
from django.test import Client

from registry.assessments import workflow
from registry.assessments.proposals.proposed import Cited, Proposed
from tests.build import NOON, import_facts, make_actor, make_model, make_user, released
from tests.proposing import draft, published, submitted, trusted

pytestmark = pytest.mark.django_db
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
CANARY = "zaunkoenig"


@pytest.fixture
def model():
    listed = make_model("acme/rocket-7b", name="Rocket 7B")
    import_facts(listed, released("final-weights"))
    return listed


def words(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(answer.content.decode().split())


def test_everybody_reads_what_waits_and_nothing_of_it_counts(client, model, django_assert_max_num_queries):
    assessment = submitted(model, by=make_actor(make_user("jonas")))
    with django_assert_max_num_queries(8):
        answer = client.get(f"/assessments/{assessment.pk}/")
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert not answer.cookies
    body = " ".join(answer.content.decode().split())
    assert "Waits for review" in body
    assert 'by <a href="/people/jonas/">jonas</a>' in body
    assert "It says so there." in body
    assert "Nothing of it counts until other people have accepted it." in body


def test_what_was_accepted_names_its_revision_and_its_reviewers(client, model):
    assessment = published(model, by=make_actor(make_user("jonas")))
    body = words(client, f"/assessments/{assessment.pk}/")
    assert "It is in the record, as revision 2." in body
    assert body.count("accepted") >= 2


def test_addresses_of_new_authors_are_text_and_those_of_known_ones_are_links(client, model):
    new, known = make_user("new"), trusted(make_user("known"))
    first = submitted(model, by=make_actor(new))
    assert 'href="https://example.org/evaluation-results"' not in words(client, f"/assessments/{first.pk}/")
    second = submitted(make_model("zeta/glider"), by=make_actor(known))
    assert 'rel="nofollow ugc noopener noreferrer"' in words(client, f"/assessments/{second.pk}/")


def test_hostile_text_is_inert_and_seen(client, model):
    fact = released("evaluation-results")
    cited = Cited("https://example.org/x?<b>", EVIL, "2026-10-01", EVIL[:90], "https://archive.example/'\">")
    actor = make_actor(trusted(make_user("jonas")))
    assessment = submitted(model, Proposed(fact, (cited,), EVIL), by=actor)
    body = words(client, f"/assessments/{assessment.pk}/")
    assert "<script>alert" not in body
    assert "<img" not in body
    assert "&lt;script&gt;" in body


def test_a_draft_is_nobody_elses_business(client, model):
    assert client.get(f"/assessments/{draft(model).pk}/").status_code == 404


OUTPUTS = [
    "/",
    "/models/",
    "/models/?q=" + CANARY[:6],
    "/models/acme/rocket-7b/",
    "/models/acme/rocket-7b/history/",
    "/models/acme/rocket-7b/observations/",
    "/models/acme/rocket-7b/r/1/",
    "/changes/",
    "/changes.atom",
    "/drift/",
    "/moderation/",
    "/moderation.atom",
    "/disputes/",
    "/models/acme/rocket-7b/talk/",
    "/models.csv",
    "/models.atom",
    "/sitemap.xml",
    "/sitemap-models.xml",
    "/api/v1/models/",
    "/api/v1/models/acme/rocket-7b/",
    "/badge/acme/rocket-7b/strip/osaid-1.0.svg",
    "/card/acme/rocket-7b.svg",
    "/export/models.csv",
    "/export/models.jsonl",
    "/llms.txt",
]


@pytest.mark.parametrize("address", OUTPUTS)
def test_nothing_of_what_is_held_gets_out(client, model, address):
    """I15: a word in everything a person can write is found nowhere, while held and once discarded."""
    cited = Cited(f"https://{CANARY}.example/", f"{CANARY} says so.", "2026-10-01")
    proposal = Proposed(released("evaluation-results", f"LicenseRef-{CANARY}"), (cited,), f"note of {CANARY}")
    author = make_actor(make_user(CANARY))
    assessment = workflow.create(model, facts=[proposal], by=author, now=NOON, summary=f"about {CANARY}")
    assessment = workflow.submit(assessment, coi="none", by=author, now=NOON)
    curator = make_actor(make_user("ilse", curator=True))
    assessment = workflow.hold(assessment, because="Looks like advertising.", by=curator, now=NOON)
    found = [CANARY in said(client, there).lower() for there in (address, f"/assessments/{assessment.pk}/")]
    assert found == [False, False]
    workflow.discard(assessment, because="It is advertising.", by=curator, now=NOON, spam=True)
    assert client.get(f"/assessments/{assessment.pk}/").status_code == 404


def said(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code in (200, 404), address
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode("utf-8", "replace")

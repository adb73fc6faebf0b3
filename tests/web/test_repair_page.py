"""Stale findings where people see them: on the scorecard, on the page for repair, in the API."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from registry.catalog.models import AIModel
from registry.openness.facts import Proof, ReleaseFact
from registry.refresh import links
from registry.refresh.models import LinkCheck
from registry.scorecards.marks import LostProof, Why, set_stale
from registry.scorecards.models import Evidence, Mark
from registry.scorecards.record import Cause, Stated, record
from registry.web.templatetags.links import short
from tests.build import NOON, facts, import_facts, make_model, make_provenance, released, review_dataset

pytestmark = pytest.mark.django_db
URL = "https://docs.example/terms"
GONE = LostProof(URL, Why.GONE, 404, "2026-11-03")


def stale_model(path: str = "acme/rocket-7b", *lost: LostProof, hidden: bool = False) -> AIModel:
    model = make_model(path, hidden=hidden)
    import_facts(model, released("final-weights", proofs=(Proof(URL),)), released("training-code"))
    standing = {
        (mark.model_id, mark.component): [
            LostProof(**row | {"why": Why(row["why"])}) for row in mark.details["links"]
        ]
        for mark in Mark.objects.all()
    }
    set_stale(standing | {(model.pk, "final-weights"): list(lost) or [GONE]}, now=NOON)
    return model


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_the_scorecard_says_which_proof_is_lost_and_judges_as_before(client: Client) -> None:
    model = make_model()
    import_facts(model, released("final-weights", proofs=(Proof(URL),)), released("training-code"))
    before = client.get("/api/v1/models/acme/rocket-7b/").json()
    assert 'i-lost"/></svg>' not in text_of(client, "/models/acme/rocket-7b/")
    set_stale({(model.pk, "final-weights"): [GONE]}, now=NOON)

    page = text_of(client, "/models/acme/rocket-7b/")
    assert page.count('<use href="#i-lost"/>') == 1
    assert "gone: answered 404, checked 3 Nov 2026" in page
    assert page.count('<span class="tag">stale</span>') == 1
    after = client.get("/api/v1/models/acme/rocket-7b/").json()
    weights, code = (
        next(row for row in after["components"] if row["key"] == key)
        for key in ("final-weights", "training-code")
    )
    assert weights["stale"] == [{"url": URL, "why": "gone", "status": 404, "checked_on": "2026-11-03"}]
    assert code["stale"] == []
    assert (after["verdicts"], after["revision"]) == (before["verdicts"], before["revision"])


WORDS = [
    (LostProof(URL, Why.GONE, 410, "2026-11-03"), "gone: answered 410, checked 3 Nov 2026"),
    (LostProof(URL, Why.GONE, None, "2026-11-03"), "gone: its host no longer exists, checked 3 Nov 2026"),
    (LostProof(URL, Why.QUOTE_LOST, 200, "2026-11-03"), "no longer says this, checked 3 Nov 2026"),
]


@pytest.mark.parametrize(("lost", "said"), WORDS)
def test_how_a_proof_was_lost_is_said_in_words(client: Client, lost: LostProof, said: str) -> None:
    stale_model("acme/rocket-7b", lost)
    assert said in text_of(client, "/models/acme/rocket-7b/")
    assert said in text_of(client, "/repair/")


def test_a_release_fact_can_be_stale(client: Client) -> None:
    model = make_model()
    release = ReleaseFact("monetization", "none", (Proof(URL),))
    stated = facts(released("final-weights"), release=[release])
    record(
        Stated(model.pk, stated, Evidence.Source.IMPORT, "mot", make_provenance().pk, "2026-05-01"),
        cause=Cause.IMPORT, now=NOON,
    )  # fmt: skip
    set_stale({(model.pk, "monetization"): [GONE]}, now=NOON)
    assert "gone: answered 404" in text_of(client, "/models/acme/rocket-7b/")


def test_an_older_record_shows_no_mark_of_today(client: Client) -> None:
    model = stale_model()
    import_facts(model, released("final-weights", "MIT", proofs=(Proof(URL),)), now=NOON + timedelta(days=1))
    assert 'i-lost"/></svg>' not in text_of(client, "/models/acme/rocket-7b/r/1/")


def test_a_stale_page_asks_no_query_more(client: Client) -> None:
    model = make_model()
    import_facts(model, released("final-weights", proofs=(Proof(URL),)))
    client.get("/models/acme/rocket-7b/")
    with CaptureQueriesContext(connection) as before:
        client.get("/models/acme/rocket-7b/")
    set_stale({(model.pk, "final-weights"): [GONE]}, now=NOON)
    with CaptureQueriesContext(connection) as after:
        assert "gone: answered" in text_of(client, "/models/acme/rocket-7b/")
    assert len(after) == len(before)


def test_stale_findings_are_listed_for_repair_by_model(client: Client) -> None:
    assert "No proof has been checked yet" in text_of(client, "/repair/")
    LinkCheck.objects.create(url=URL, state=LinkCheck.State.ALIVE, due_at=NOON)
    assert "No proof is known to be lost." in text_of(client, "/repair/")
    stale_model("acme/b")
    stale_model("acme/a")
    stale_model("acme/hidden", hidden=True)
    page = text_of(client, "/repair/")
    assert "2 stale findings" in page
    assert page.index("acme/a") < page.index("acme/b")
    assert "acme/hidden" not in page
    assert 'href="/models/acme/a/#evidence"' in page


def test_a_copy_in_an_archive_is_named(client: Client) -> None:
    stale_model()
    copy = f"https://web.archive.org/web/20261101120000/{URL}"
    LinkCheck.objects.create(digest="d", url=URL, host="docs.example", archived_url=copy, archived_at=NOON)
    page = text_of(client, "/repair/")
    assert f'href="{copy}"' in page
    assert "copy of 1 Nov 2026" in page


def test_a_long_address_is_shown_short() -> None:
    assert short("https://www.docs.example/") == "docs.example"
    assert short("https://docs.example/" + "a" * 100) == "docs.example/" + "a" * 46 + "…"


def test_the_list_for_repair_is_paged_and_asks_little(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr("registry.web.views.repair.MODELS", 3)
    for number in range(7):
        stale_model(f"acme/m{number}")
    seen: list[str] = []
    address: str | None = "/repair/"
    while address:
        with CaptureQueriesContext(connection) as asked:
            page = text_of(client, address)
        assert len(asked) <= 8
        seen += [f"acme/m{number}" for number in range(7) if f">acme/m{number}<" in page]
        _, found, rest = page.partition('rel="next" href="')
        address = "/repair/" + rest.partition('"')[0] if found else None
    assert seen == [f"acme/m{number}" for number in range(7)]
    assert client.get("/repair/?after=forged").status_code == 400


def test_links_are_read_over_the_api_by_state(client: Client, monkeypatch: Any) -> None:
    import_facts(
        make_model("acme/a"), released("final-weights", proofs=(Proof(URL), Proof("https://alive.example/")))
    )
    import_facts(make_model("acme/b"), released("training-code", proofs=(Proof(URL),)))
    review_dataset("acme/corpus", released("pretraining-data", proofs=(Proof(URL),)))
    links.collect(now=NOON)
    gone = LinkCheck.objects.filter(url=URL)
    gone.update(state="gone", status=404, missing_days=2, failures=2, first_failed_at=NOON, checked_at=NOON)
    with CaptureQueriesContext(connection) as asked:
        body = client.get("/api/v1/links/?state=gone").json()
    assert len(asked) <= 4
    assert body["total"] == 1
    row = body["results"][0]
    assert (row["url"], row["state"], row["status"]) == (URL, "gone", 404)
    assert row["cited_by"] == [
        {"kind": "model", "path": "acme/a", "component": "final-weights"},
        {"kind": "model", "path": "acme/b", "component": "training-code"},
        {"kind": "dataset", "path": "acme/corpus", "component": "dataset"},
    ]
    assert client.get("/api/v1/links/").json()["total"] == 2
    assert client.get("/api/v1/links/?host=ALIVE.example").json()["total"] == 1
    first = client.get("/api/v1/links/?limit=1").json()
    assert client.get(first["next"]).json()["results"][0]["url"] != first["results"][0]["url"]
    for wrong in ("state=dead", "cursor=forged", "limit=0", "color=red"):
        assert client.get(f"/api/v1/links/?{wrong}").status_code == 400

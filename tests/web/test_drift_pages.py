"""Where hubs contradict the record, as pages, feed and API show it."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client

from registry.catalog.models import AIModel, EntryEvent, HubEntry
from registry.scorecards.models import Drift
from tests.build import (
    NOON,
    do_jobs,
    import_facts,
    link,
    make_entry,
    make_model,
    released,
    review_facts,
    see,
)

pytestmark = pytest.mark.django_db
PATH = "acme/rocket-7b"
ATOM = {"a": "http://www.w3.org/2005/Atom"}
HIDDEN = "mit\u202egpl\u200b"
EVIL = "<script>alert(1)</script>"


@pytest.fixture
def model() -> AIModel:
    listed = make_model(PATH, name="Rocket 7B")
    import_facts(listed, released("final-weights"), released("inference-code"))
    return listed


@pytest.fixture
def entry(model: AIModel) -> HubEntry:
    claimed = make_entry(model, repo_id="Acme/Rocket-7B")
    see(claimed)
    return claimed


def relicense(entry: HubEntry, license: str = "llama3.1", *, day: int = 1) -> Drift:
    see(entry, license=license, now=NOON + timedelta(days=day))
    return Drift.objects.select_related("before", "observation").latest("pk")


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert not answer.cookies
    return " ".join(answer.content.decode().split())


def test_a_drift_is_listed_with_both_values_both_commits_and_what_it_changes(client, entry):
    make_derivative()
    drift = relicense(entry)
    body = text(client, "/drift/")
    assert "<b>1</b> drift" in body
    assert "<del>Apache License 2.0</del> <ins>Llama 3.1 Community</ins>" in body
    for commit in (drift.before.commit, drift.observation.commit):
        assert f"https://huggingface.co/Acme/Rocket-7B/tree/{commit}" in body
    assert "Open since 2 Nov 2026" in body
    assert "OSAID 1.0: <del>Cannot tell</del> <ins>Does not meet</ins>" in body
    assert "1 model made from it" in body


def make_derivative() -> None:
    child = make_model("zeta/glider", name="Glider")
    review_facts(child, released("final-weights"))
    link(child, PATH)
    do_jobs()


def test_the_page_of_a_derivative_says_that_its_base_changed(client, entry):
    make_derivative()
    assert "Its base" not in text(client, "/models/zeta/glider/")
    relicense(entry)
    do_jobs()
    assert "Its base acme/rocket-7b changed on 2 Nov 2026." in text(client, "/models/zeta/glider/")
    base = client.get("/api/v1/models/zeta/glider/").json()["lineage"]["bases"][0]
    assert [(row["facet"], row["observed"]) for row in base["drifts"]] == [("license", "llama-3.1-community")]


def test_the_scorecard_says_both_commits_and_leads_to_what_the_hub_said(client, entry):
    drift = relicense(entry)
    body = text(client, f"/models/{PATH}/")
    assert "The hub has contradicted the record since 2 Nov 2026." in body
    assert drift.before.commit[:12] in body
    assert drift.observation.commit[:12] in body
    assert f'href="/models/{PATH}/observations/"' in body


def test_filters_narrow_page_feed_and_api_alike(client, entry):
    drift = relicense(entry)
    other = make_entry(make_model("zeta/kite"))
    import_facts(other.model, released("final-weights"))
    see(other, gated="manual", now=NOON + timedelta(days=2))
    see(entry, now=NOON + timedelta(days=3))
    expected = {
        "": ["zeta/kite"],
        "?state=closed": [PATH],
        "?state=all": ["zeta/kite", PATH],
        "?facet=license&state=all": [PATH],
        "?facet=gate": [],
        "?hub=huggingface": ["zeta/kite"],
    }
    for query, paths in expected.items():
        answer = client.get(f"/api/v1/drift/{query}").json()
        assert ([row["path"] for row in answer["results"]], answer["total"]) == (paths, len(paths)), query
        body = text(client, f"/drift/{query}")
        assert [path for path in ("zeta/kite", PATH) if f'href="/models/{path}/"' in body] == paths, query
        assert len(feed(client, query)) == len(paths)
    assert "answered" not in text(client, f"/drift/{drift.pk}/")
    assert "the hub says again what the record says" in text(client, f"/drift/{drift.pk}/")


def feed(client: Client, query: str = "") -> list[ElementTree.Element]:
    answer = client.get(f"/drift.atom{query}")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert not answer.cookies
    root = ElementTree.fromstring(answer.content)
    assert root.tag == "{http://www.w3.org/2005/Atom}feed"
    return root.findall("a:entry", ATOM)


def test_the_feed_is_atom_with_addresses_that_stay(client, entry):
    drift = relicense(entry)
    (row,) = feed(client)
    address = row.findtext("a:id", namespaces=ATOM)
    assert address is not None
    assert address.endswith(f"/drift/{drift.pk}/")
    assert row.findtext("a:updated", namespaces=ATOM) == "2026-11-02T12:00:00+00:00"
    assert "The record: Apache License 2.0. The hub: Llama 3.1 Community." in (
        row.findtext("a:summary", namespaces=ATOM) or ""
    )
    answer = client.get("/drift.atom")
    assert client.get("/drift.atom", headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_removed_weights_and_a_shut_repository_are_said_as_what_they_are(client, entry):
    see(entry, files=(), now=NOON + timedelta(days=1))
    body = text(client, "/drift/")
    assert "<del>Released</del> <ins>Weight files removed from the repository</ins>" in body
    assert "Weight files removed" in text(client, f"/models/{PATH}/")
    assert "weight files that were there are not listed any more" in text(
        client, f"/models/{PATH}/observations/"
    )


def test_the_timeline_tells_what_hubs_said_what_happened_and_the_drifts(client, entry):
    relicense(entry)
    see(entry, now=NOON + timedelta(days=2))
    EntryEvent.objects.create(
        entry=entry,
        at=NOON + timedelta(days=3),
        kind=EntryEvent.Kind.RENAMED,
        before="Acme/Rocket",
        after="Acme/Rocket-7B",
    )
    body = text(client, f"/models/{PATH}/observations/")
    said = [
        "Renamed",
        "No longer contradicted",
        "Hugging Face says something new",
        "The hub contradicts the record",
        "Hugging Face says something new",
        "First read from Hugging Face",
    ]
    assert [body.find(words) for words in said if words not in body] == []
    answer = client.get(f"/api/v1/models/{PATH}/observations/").json()
    assert [row["kind"] for row in answer["results"]] == [
        "event",
        "drift_closed",
        "observation",
        "drift_opened",
        "observation",
        "observation",
    ]
    changed = answer["results"][4]["changes"]
    assert changed == [{"field": "license", "removed": ["apache-2.0"], "added": ["llama3.1"]}]
    assert [row["is_first"] for row in answer["results"]] == [False] * 5 + [True]


def test_the_timeline_is_paged_without_loss_or_repeat(client, entry):
    for day in range(1, 8):
        see(entry, license="mit" if day % 2 else "apache-2.0", now=NOON + timedelta(days=day))
    whole = client.get(f"/api/v1/models/{PATH}/observations/?limit=100").json()["results"]
    address, pages = f"/api/v1/models/{PATH}/observations/?limit=4", []
    while address:
        answer = client.get(address).json()
        pages += answer["results"]
        address = answer["next"]
    assert pages == whole
    assert len(whole) == 8 + 7  # what was said, and four drifts of which three are closed


def test_the_list_is_paged_without_loss_or_repeat(client):
    for number in range(5):
        entry = make_entry(make_model(f"acme/kite-{number}"))
        import_facts(entry.model, released("final-weights"))
        see(entry, license="mit", now=NOON + timedelta(days=number))
    first = client.get("/api/v1/drift/?limit=3").json()
    second = client.get(first["next"]).json()
    shown = [row["path"] for row in [*first["results"], *second["results"]]]
    assert shown == [f"acme/kite-{number}" for number in (4, 3, 2, 1, 0)]
    assert (first["total"], second["next"]) == (5, None)


def test_what_strangers_wrote_is_text_and_nothing_of_it_is_invisible(client, entry):
    relicense(entry)
    evil = {"license_name": EVIL + HIDDEN, "license_link": "javascript:alert(1)", "library": EVIL}
    see(entry, license=HIDDEN, **evil, now=NOON + timedelta(days=2))
    AIModel.objects.update(name=EVIL + HIDDEN)
    for address in ("/drift/", "/drift/?state=all", "/drift.atom?state=all", f"/models/{PATH}/observations/"):
        body = text(client, address)
        assert EVIL not in body
        assert not {"\u202e", "\u200b"} & set(body), address
        assert 'href="javascript' not in body
    assert "⟨U+202E⟩" in text(client, f"/models/{PATH}/observations/")
    assert "⟨U+202E⟩" in text(client, "/drift/?state=all")


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/drift/?state=open", "/drift/"),
        ("/drift/?state=all&facet=gate", "/drift/?facet=gate&state=all"),
        ("/drift/?facet=color&utm=1", "/drift/"),
        ("/drift.atom?state=open", "/drift.atom"),
        ("/models/Acme/Rocket-7B/observations/", "/models/acme/rocket-7b/observations/"),
        ("/models/acme/rocket-7b/observations/?x=1", "/models/acme/rocket-7b/observations/"),
    ],
)
def test_other_spellings_lead_to_the_one_address(client, entry, address, leads_to):
    answer = client.get(address)
    assert (answer.status_code, answer["Location"]) == (301, leads_to)


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("/drift/?after=forged", 400),
        ("/models/acme/rocket-7b/observations/?after=forged", 400),
        ("/models/acme/nothing/observations/", 404),
        ("/drift/999999999999999999999999/", 404),
        ("/api/v1/drift/?cursor=forged", 400),
        ("/api/v1/drift/?state=ajar", 400),
        ("/api/v1/drift/?facet=color", 400),
        ("/api/v1/models/acme/rocket-7b/observations/?cursor=forged", 400),
        ("/api/v1/models/acme/nothing/observations/", 404),
    ],
)
def test_an_address_that_leads_nowhere_says_so(client, entry, address, code):
    assert client.get(address).status_code == code


def test_hidden_models_are_on_no_list(client, entry):
    drift = relicense(entry)
    AIModel.objects.update(hidden=True)
    assert client.get("/api/v1/drift/?state=all").json()["total"] == 0
    assert client.get(f"/drift/{drift.pk}/").status_code == 404


def test_nothing_open_is_said_in_words(client):
    assert "Every hub that was read says what the record says" in text(client, "/drift/")

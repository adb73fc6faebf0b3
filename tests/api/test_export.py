"""Everything at once: sent in pieces, once as long as nothing changed, and not to one address for ever."""

import csv
import io
import json

import pytest
from django.test import Client

from registry.api.export import Export
from registry.scorecards.queries import export as rows
from tests.build import import_facts, make_entry, make_model, released, see

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def listed() -> None:
    for number in range(5):
        import_facts(make_model(f"acme/rocket-{number}"), released("final-weights"))
    see(make_entry(make_model("acme/draft")))
    import_facts(make_model("acme/secret", hidden=True), released("final-weights"))


def body(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


def test_all_listed_models_are_sent_in_pieces(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("registry.scorecards.queries.exports.BATCH", 2)
    assert [len(batch) for batch in rows(drafts=False)] == [2, 2, 1]
    lines = list(csv.DictReader(io.StringIO(body(client, "/export/models.csv"))))
    assert [line["path"] for line in lines] == [f"acme/rocket-{number}" for number in range(5)]
    records = [json.loads(line) for line in body(client, "/export/models.jsonl?drafts=1").splitlines()]
    assert [record["path"] for record in records][:2] == ["acme/draft", "acme/rocket-0"]
    assert len(records) == 6
    assert records[1] == client.get("/api/v1/models/?q=rocket-0").json()["results"][0]


def test_a_file_is_sent_once_while_nothing_changes(client: Client) -> None:
    first = client.get("/export/models.csv")
    for headers in ({"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}):
        assert client.get("/export/models.csv", headers=headers).status_code == 304
    import_facts(make_model("acme/rocket-9"), released("final-weights"))
    assert client.get("/export/models.csv", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_one_address_gets_so_many_files(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Export, "get_rate", lambda self: "2/hour")
    Export.cache.clear()
    assert [client.get("/export/models.jsonl").status_code for _ in range(3)] == [200, 200, 429]
    Export.cache.clear()


def test_the_page_links_every_file(client: Client) -> None:
    page = client.get("/export/").content.decode()
    for name in ("models.csv", "models.jsonl", "models.csv?drafts=1", "models.jsonl?drafts=1"):
        assert f'href="/export/{name}"' in page

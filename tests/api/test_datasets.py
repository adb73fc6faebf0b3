"""Datasets and lineage over the API."""

from typing import Any

import pytest
from django.test import Client

from registry.openness.facts import ContentsRights
from tests.build import do_jobs, import_facts, link, make_model, released, review_dataset, use, withheld

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def models() -> None:
    import_facts(make_model("acme/base"), released("final-weights", "llama-3.1-community"))
    tuned = make_model("zeta/tuned")
    import_facts(tuned, released("final-weights", "MIT"))
    link(tuned, "acme/base")
    corpus = released("pretraining-data", "ODC-By-1.0", contents_rights=ContentsRights.MIXED)
    review_dataset("acme/corpus", corpus, last_seen="2026-10-01")
    use(tuned, "acme/corpus")
    do_jobs()


def read(client: Client, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.json()


def test_a_model_names_its_bases_and_datasets_and_what_follows_from_each(client: Client) -> None:
    model = read(client, "/api/v1/models/zeta/tuned/")
    (base,) = model["lineage"]["bases"]
    assert (base["path"], base["state"], base["gives"]) == ("acme/base", "listed", True)
    assert base["license_not_passed_on"] == "llama-3.1-community"
    (used,) = model["lineage"]["datasets"]
    assert (used["path"], used["stage"], used["contents_rights"]) == ("acme/corpus", "pretraining", "mixed")
    components = {row["key"]: row for row in model["components"]}
    assert components["base-weights"]["inherited_from"] == "acme/base"
    assert components["pretraining-data"]["source"] == "dataset:acme/corpus"
    assert read(client, "/api/v1/models/acme/base/")["lineage"]["derivatives"] == {"finetune": 1}


def test_a_dataset_is_read_by_its_path_in_any_case(client: Client) -> None:
    (listed,) = read(client, "/api/v1/datasets/")["results"]
    assert (listed["path"], listed["models"], listed["last_seen"]) == ("acme/corpus", 1, "2026-10-01")
    page = read(client, "/api/v1/datasets/Acme/Corpus/")
    assert page["dataset"]["facts"].pop("proofs")[0]["url"] == "https://example.org/pretraining-data"
    assert page["dataset"] == listed
    assert page["dataset"]["facts"]["license"] == "ODC-By-1.0"
    assert page["users"] == [{"path": "zeta/tuned", "name": "tuned", "stage": "pretraining"}]
    assert client.get("/api/v1/datasets/no/such/").status_code == 404


def test_the_page_says_from_where_a_fact_comes(client: Client) -> None:
    import_facts(make_model("zeta/closed"), withheld("final-weights"))
    page = client.get("/models/zeta/tuned/").content.decode()
    assert "inherited from acme/base" in page
    assert 'from dataset <a href="/datasets/acme/corpus/">acme/corpus</a>' in page
    assert "asks to be passed on" in page

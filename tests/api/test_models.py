"""Models through the door of the API."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from registry.catalog.models import AIModel, Alias
from registry.openness import definitions
from tests.build import import_facts, make_model, released, withheld

pytestmark = pytest.mark.django_db


def read(client: Client, path: str, **parameters: Any) -> Any:
    answer = client.get(path, parameters)
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"] == "application/json"
    return answer.json()


def paths(client: Client, **parameters: Any) -> list[str]:
    return [row["path"] for row in read(client, "/api/v1/models/", **parameters)["results"]]


def open_and_closed() -> None:
    rocket = make_model("acme/rocket-7b", name="Rocket 7B")
    import_facts(
        rocket, released("final-weights"), released("inference-code", "MIT"), withheld("training-code")
    )
    import_facts(make_model("~zeta/quiet"), withheld("final-weights"))


def test_the_list_says_of_each_model_what_every_definition_makes_of_it(client: Client) -> None:
    open_and_closed()
    page = read(client, "/api/v1/models/")
    rows = {row["path"]: row for row in page["results"]}
    assert rows.keys() == {"acme/rocket-7b", "~zeta/quiet"}
    assert (page["next"], page["total"]) == (None, 2)
    rocket = rows["acme/rocket-7b"]
    assert (rocket["name"], rocket["license"], rocket["state"]) == ("Rocket 7B", "Apache-2.0", "imported")
    assert list(rocket["verdicts"]) == list(definitions.shipped())
    osaid = rocket["verdicts"]["osaid-1.0"]
    assert (osaid["label"], osaid["basis"], osaid["unreviewed"]) == ("Does not meet", "imported", True)
    assert rocket["verdicts"]["osai-index-2026-03"]["score"].keys() == {"low", "high"}


def test_a_walk_along_next_meets_every_model_once(client: Client) -> None:
    for number in range(7):
        import_facts(make_model(f"acme/rocket-{number}"), released("final-weights"))
    seen, address = [], "/api/v1/models/?limit=3&q=rocket"
    while address:
        page = client.get(address).json()
        assert len(page["results"]) <= 3
        seen += [row["path"] for row in page["results"]]
        address = page["next"]
        assert address is None or address.startswith("http://testserver/api/v1/models/?")
    assert sorted(seen) == [f"acme/rocket-{number}" for number in range(7)]


def test_filters_narrow_the_list(client: Client) -> None:
    open_and_closed()
    assert paths(client, q="Rock") == ["acme/rocket-7b"]
    assert paths(client, license="apache-2.0") == ["acme/rocket-7b"]
    assert paths(client, license="MIT") == []
    assert paths(client, state="imported", q="quiet") == ["~zeta/quiet"]
    assert paths(client, state="reviewed") == []
    assert paths(client, organization="~zeta") == ["~zeta/quiet"]
    assert paths(client, organization="ACME") == ["acme/rocket-7b"]
    assert set(paths(client, **{"osaid-1.0": "does_not_meet"})) == {"acme/rocket-7b", "~zeta/quiet"}
    assert paths(client, **{"osaid-1.0": "meets"}) == []
    assert paths(client, **{"g7-2026": "no-tier", "q": "quiet"}) == ["~zeta/quiet"]


def test_hidden_models_are_not_listed_but_answered(client: Client) -> None:
    import_facts(make_model("acme/test-record", hidden=True), released("final-weights"))
    assert paths(client) == []
    assert read(client, "/api/v1/models/acme/test-record/")["path"] == "acme/test-record"


def test_a_model_comes_with_facts_proof_and_reasons(client: Client) -> None:
    open_and_closed()
    model = read(client, "/api/v1/models/acme/rocket-7b/")
    weights = next(row for row in model["components"] if row["key"] == "final-weights")
    assert weights["facts"] == {
        "availability": "released",
        "coverage": "all",
        "gate": "none",
        "license": "Apache-2.0",
        "quality": "comprehensive",
    }
    assert weights["headline"] == "final-weights"
    assert (weights["origin"], weights["source"]) == ("imported", "mot")
    assert weights["proofs"][0]["url"] == "https://example.org/final-weights"
    assert weights["provenance"][0]["attribution"] == "mot records, MIT"
    osaid = model["verdicts"]["osaid-1.0"]
    assert osaid["outcome"] == "does_not_meet"
    assert osaid["sentence"]
    failed = [clause for clause in osaid["clauses"] if clause["value"] == "false" and not clause["info"]]
    assert failed
    assert all(clause["label"] and clause["reasons"] for clause in failed)
    assert "training-code" in {reason["component"] for reason in osaid["missing"]}
    assert all(reason["text"] for reason in osaid["missing"])
    assert len(model["headlines"]) == len(model["fingerprint"]) == 16
    assert model["revision"]["number"] == 1
    assert model["revision"]["digest"] == model["revisions"][0]["digest"]
    assert (model["drifts"], model["external_ratings"], model["checked_at"]) == ([], [], None)
    assert model["answer"]


def test_a_list_costs_the_same_however_many_models_it_shows(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        import_facts(make_model(f"acme/rocket-{number}"), released("final-weights"))
    told = connection.vendor == "postgresql"  # how long a query may take: one more
    with django_assert_max_num_queries(6 + told):
        read(client, "/api/v1/models/", **{"osaid-1.0": "insufficient_evidence"})
    with django_assert_max_num_queries(3 + told):
        read(client, "/api/v1/models/", **{"osaid-1.0": "meets"})  # the counts are remembered
    read(client, "/api/v1/models/acme/rocket-2/")  # SQLite is asked once whether it knows JSON
    with django_assert_max_num_queries(8):
        read(client, "/api/v1/models/acme/rocket-3/")


def test_old_paths_and_mixed_case_are_answered_with_the_path_to_keep(client: Client) -> None:
    model = make_model("acme/rocket-7b")
    Alias.objects.create(path="acme/old-rocket", model=model)
    import_facts(model, released("final-weights"))
    for asked in ("acme/old-rocket", "ACME/Rocket-7B"):
        answer = client.get(f"/api/v1/models/{asked}/")
        assert answer.json()["path"] == "acme/rocket-7b"
        assert answer["Link"] == '<http://testserver/api/v1/models/acme/rocket-7b/>; rel="canonical"'


def test_only_the_fields_that_are_asked_for(client: Client) -> None:
    open_and_closed()
    model = read(client, "/api/v1/models/acme/rocket-7b/", fields="path,revision")
    assert model.keys() == {"path", "revision"}


def test_the_tag_is_strong_and_changes_with_the_record(client: Client) -> None:
    open_and_closed()
    address = "/api/v1/models/acme/rocket-7b/"
    first = client.get(address)
    tag = first["ETag"]
    assert tag.startswith('"')
    again = client.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == tag
    assert again["Access-Control-Allow-Origin"] == "*"
    assert client.get(address, {"fields": "path"})["ETag"] != tag
    packed = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert packed["ETag"] not in (tag, f"W/{tag}")
    assert packed["ETag"].startswith('"')
    import_facts(AIModel.objects.get(path="acme/rocket-7b"), released("final-weights", "CC-BY-NC-4.0"))
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200

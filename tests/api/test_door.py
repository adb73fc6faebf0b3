"""What every answer of the API has in common, and its description."""

import json

import pytest
import yaml
from django.core.management import call_command
from django.test import Client

from registry.openness import definitions
from tests.build import import_facts, make_model, released

pytestmark = pytest.mark.django_db
ADDRESSES = [
    "/api/v1/models/",
    "/api/v1/definitions/",
    "/api/v1/licenses/",
    "/api/v1/datasets/",
    "/api/v1/schema/",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_anybody_may_read_from_anywhere_and_caches_may_keep_it(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cache-Control"].startswith("public, max-age=60")
    assert not answer.cookies
    assert "cookie" not in answer["Vary"].lower()
    assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    head = client.head(address)
    assert (head.status_code, head["ETag"], head.content) == (200, answer["ETag"], b"")


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_browser_may_ask_before_it_reads(client: Client, address: str) -> None:
    answer = client.options(address, headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 204
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


def test_json_may_be_asked_for_by_parameter(client: Client) -> None:
    assert client.get("/api/v1/models/?format=json").status_code == 200


def test_the_schema_is_valid_and_complete(tmp_path: pytest.TempPathFactory) -> None:
    file = f"{tmp_path}/schema.yaml"
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", file)


def test_the_schema_names_the_type_of_problems(client: Client) -> None:
    answers = client.get("/api/v1/schema/").json()["paths"]["/api/v1/models/"]["get"]["responses"]
    assert answers["400"]["content"].keys() == {"application/problem+json"}


def test_the_schema_comes_as_json_and_as_yaml(client: Client) -> None:
    as_json = json.loads(client.get("/api/v1/schema/").content)
    as_yaml = yaml.safe_load(client.get("/api/v1/schema/?format=yaml").content)
    assert as_json == as_yaml
    assert as_json["openapi"].startswith("3.")
    listed = as_json["paths"]["/api/v1/models/"]["get"]["parameters"]
    assert {row["name"] for row in listed} >= {"q", "license", "state", "organization", "cursor", "limit"}
    assert {row["name"] for row in listed} >= definitions.shipped().keys()


def test_answers_have_the_fields_the_schema_names(client: Client) -> None:
    import_facts(make_model(), released("final-weights"))
    schemas = client.get("/api/v1/schema/").json()["components"]["schemas"]
    shapes = {
        "ListPage": "/api/v1/models/",
        "Scorecard": "/api/v1/models/acme/rocket-7b/",
        "DefinitionList": "/api/v1/definitions/",
        "DefinitionFull": "/api/v1/definitions/mof-1.0/",
        "LicenseFull": "/api/v1/licenses/mit/",
    }
    for shape, address in shapes.items():
        assert client.get(address).json().keys() == schemas[shape]["properties"].keys()
    verdict = client.get("/api/v1/models/acme/rocket-7b/").json()["verdicts"]["mof-1.0"]
    assert verdict.keys() == schemas["Verdict"]["properties"].keys()
    assert verdict["clauses"][0].keys() == schemas["Clause"]["properties"].keys()


def test_the_reference_page_lists_every_address_and_needs_no_script(client: Client) -> None:
    answer = client.get("/api/v1/docs/")
    page = answer.content.decode()
    assert answer.status_code == 200
    for path in client.get("/api/v1/schema/").json()["paths"]:
        assert path in page
    main = page.partition("<main")[2].partition("</main>")[0]
    assert "<script" not in main
    assert ' style="' not in page
    assert "https://" not in main
    assert not answer.cookies
    assert client.post("/api/v1/docs/").status_code == 405

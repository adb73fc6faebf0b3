"""Why, and what if, through the door of the API."""

import json
from importlib import resources
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from registry.openness import definitions
from tests.api.test_problems import problem
from tests.build import import_facts, make_model, released, review_facts, withheld

pytestmark = pytest.mark.django_db
EXAMPLE = resources.files("registry.openness").joinpath("facts.example.toml").read_text("utf-8")
RECORD = """
framework: {name: Model Openness Framework, version: '1.0', date: '2024-12-15'}
release:
  name: Rocket-7B
  license: {distribution: {name: Apache-2.0, path: ''}}
  components:
    - name: Model architecture
    - name: Model parameters (Final)
"""
ADDRESS = "/api/v1/evaluate/"
ROCKET = "/api/v1/models/acme/rocket-7b/"


def post(client: Client, address: str, body: str | bytes, kind: str) -> Any:
    return client.post(address, body, content_type=kind)


def evaluated(client: Client, body: str, kind: str = "application/toml", query: str = "") -> Any:
    answer = post(client, ADDRESS + query, body, kind)
    assert answer.status_code == 200, answer.content
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies
    return answer.json()


@pytest.mark.parametrize(
    ("body", "kind", "query"),
    [
        (EXAMPLE, "application/toml", ""),
        (EXAMPLE, "text/plain", "?suffix=.toml"),
        (EXAMPLE, "application/x-www-form-urlencoded", "?suffix=toml"),
        (json.dumps({"name": "X", "components": {}}), "application/json; charset=utf-8", ""),
        (RECORD, "application/yaml", ""),
    ],
)
def test_a_document_gets_every_verdict(client: Client, body: str, kind: str, query: str) -> None:
    found = evaluated(client, body, kind, query)
    assert list(found["verdicts"]) == [row.id for row in definitions.ordered()]
    for verdict in found["verdicts"].values():
        assert {"label", "sentence", "clauses", "missing", "what_if"} <= verdict.keys()


def test_the_command_line_says_the_same(client: Client, tmp_path: Any, capsys: Any) -> None:
    file = tmp_path / "rocket.yml"
    file.write_text(RECORD)
    call_command("evaluate", str(file), "--json")
    printed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    found = evaluated(client, RECORD, "text/yaml")["verdicts"]
    for line in printed:
        verdict = found[line["definition"]]
        assert (line["outcome"] or "", line["level"] or "") == (verdict["outcome"], verdict["level"])
        assert [row["component"] for row in line["missing"]] == [
            row["component"] for row in verdict["missing"]
        ]
        assert [row["goal"] for row in line["what_if"]] == [row["goal"] for row in verdict["what_if"]]


def test_only_the_definitions_that_were_asked_for(client: Client) -> None:
    found = evaluated(client, EXAMPLE, query="?definition=g7-2026&definition=osaid-1.0")
    assert list(found["verdicts"]) == ["g7-2026", "osaid-1.0"]


def test_nobody_needs_a_token_and_nothing_is_kept() -> None:
    client = Client(enforce_csrf_checks=True)
    assert post(client, ADDRESS, EXAMPLE, "application/toml").status_code == 200
    assert client.get("/api/v1/models/").json()["total"] == 0


@pytest.mark.parametrize(
    ("body", "kind", "query", "status", "said"),
    [
        ('name = "x"\nname = ', "application/toml", "", 400, "line 2"),
        ('{"name": "x", "components": {"no-such": {}}}', "application/json", "", 400, "no-such"),
        ("{", "application/json", "", 400, "line 1"),
        ("release: {}", "application/yaml", "", 400, "framework"),
        (b"name = '\xff'", "application/toml", "", 400, "line 1"),
        ("", "application/toml", "?suffix=toml", 400, "empty"),
        (EXAMPLE, "text/plain", "", 415, "suffix"),
        (EXAMPLE, "application/toml", "?suffix=docx", 400, "suffix"),
        (EXAMPLE, "application/toml", "?definition=mof-9", 400, "mof-1.0"),
        (EXAMPLE, "application/toml", "?x=1", 400, "not known here"),
        ("#" * (256 * 1024 + 1), "application/toml", "", 413, "256 KB"),
    ],
)
def test_what_cannot_be_judged_is_refused_with_the_place(
    client: Client, body: str | bytes, kind: str, query: str, status: int, said: str
) -> None:
    assert said in problem(post(client, ADDRESS + query, body, kind), status)


def test_a_body_without_a_length_is_cut_off(client: Client) -> None:
    answer = client.generic("POST", ADDRESS, b"#" * 300_000, "application/toml", CONTENT_LENGTH="")
    assert answer.status_code in (400, 413)


def test_a_browser_may_ask_before_it_sends(client: Client) -> None:
    answer = client.options(ADDRESS)
    assert answer.status_code == 204
    assert answer["Access-Control-Allow-Methods"] == "POST, OPTIONS"
    assert "Content-Type" in answer["Access-Control-Allow-Headers"]
    assert problem(client.get(ADDRESS), 405)


def rocket() -> None:
    model = make_model("acme/rocket-7b")
    import_facts(
        model,
        released("final-weights", "llama-3.1-community"),
        released("inference-code"),
        withheld("training-code"),
    )


def test_a_trace_leads_from_clause_to_proof(client: Client) -> None:
    rocket()
    answer = client.get(ROCKET + "trace/?definition=osaid-1.0")
    assert answer.status_code == 200
    (verdict,) = answer.json()["verdicts"].values()
    clauses = {clause["id"]: clause for clause in verdict["clauses"]}
    assert verdict["outcome"] == "does_not_meet"
    assert {name for name, clause in clauses.items() if clause["decides"]} == {"code", "parameters"}
    (step,) = clauses["parameters"]["steps"]
    assert (step["reason"]["code"], step["reason"]["component"]) == ("license", "final-weights")
    (fact,) = step["facts"]
    assert (fact["key"], fact["facts"]["license"], fact["origin"]) == (
        *("final-weights", "llama-3.1-community"),
        "imported",
    )
    assert fact["proofs"][0]["url"] == "https://example.org/final-weights"


def test_a_trace_says_the_same_as_the_record(client: Client) -> None:
    rocket()
    record, traced = client.get(ROCKET).json()["verdicts"], client.get(ROCKET + "trace/").json()["verdicts"]
    assert record.keys() == traced.keys()
    for name, verdict in record.items():
        for key in ("outcome", "level", "score", "basis", "label", "sentence"):
            assert verdict[key] == traced[name][key]
        efforts = [row["effort"] for row in traced[name]["missing"]]
        order = ["look", "document", "terms", "setting", "code", "weights", "data", "fact"]
        assert efforts == sorted(efforts, key=order.index)


def test_what_it_would_take(client: Client) -> None:
    rocket()
    found = client.get(ROCKET + "what-if/?definition=g7-2026").json()["verdicts"]["g7-2026"]
    nearest = found[0]
    assert (nearest["goal"], nearest["goal_label"]) == ("open-weights-ai", "Open weights AI")
    assert [change["component"] for change in nearest["changes"]] == ["final-weights"]
    assert nearest["text"] == (
        "1 change: final weights under a license in line with the Open Source Definition."
    )


def test_what_would_change_if(client: Client) -> None:
    rocket()
    weights = {"availability": "released", "coverage": "all", "license": "Apache-2.0"}
    document = {"name": "X", "components": {"final-weights": weights}}
    found = post(client, ROCKET + "what-if/", json.dumps(document), "application/json").json()["verdicts"]
    g7 = found["g7-2026"]
    assert (g7["before"]["level"], g7["after"]["level"], g7["differs"]) == (
        *("weights-available-ai", "open-weights-ai"),
        True,
    )
    assert not found["source-form-1"]["differs"]
    assert client.get(ROCKET).json()["verdicts"]["g7-2026"]["level"] == "weights-available-ai"


@pytest.mark.parametrize("address", ["trace/", "what-if/"])
def test_a_model_nobody_knows_is_404(client: Client, address: str) -> None:
    assert problem(client.get(f"/api/v1/models/nobody/nothing/{address}"), 404)


def test_reviewed_and_imported_facts_are_traced_alike(client: Client) -> None:
    review_facts(make_model("acme/rocket-7b"), released("final-weights"))
    assert client.get(ROCKET + "trace/").status_code == 200

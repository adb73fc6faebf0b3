"""`manage.py evaluate`: from files to verdicts on the terminal, without a database."""

import json
from importlib import resources
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from registry.openness import components, definitions

EXAMPLE = Path(str(resources.files("registry.openness").joinpath("facts.example.toml")))
KEYS = [
    "file",
    "name",
    "definition",
    "outcome",
    "level",
    "score",
    "progress",
    "reasons",
    "missing",
    "what_if",
]
REASON_KEYS = ["code", "clause", "component", "qualifier", "value", "params"]
RECORD = """
framework: {name: Model Openness Framework, version: '1.0', date: '2024-12-15'}
release:
  name: Rocket-7B
  license: {distribution: {name: Apache-2.0, path: ''}}
  components:
    - name: Model architecture
    - name: Model parameters (Final)
    - name: Technical report
    - name: Evaluation results
    - name: Model card
    - name: Data card
"""


def evaluate(*arguments: object) -> tuple[str, str, int]:
    """What the command says, complains and exits with."""
    out, err = StringIO(), StringIO()
    try:
        call_command("evaluate", *map(str, arguments), stdout=out, stderr=err, no_color=True)
    except SystemExit as stop:
        return out.getvalue(), err.getvalue(), int(str(stop.code))
    return out.getvalue(), err.getvalue(), 0


def lines_of(*arguments: object) -> list[dict[str, Any]]:
    out, _, _ = evaluate(*arguments, "--json")
    return [json.loads(line) for line in out.splitlines()]


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "rocket.yml"
    path.write_text(RECORD)
    return path


def test_json_has_one_object_per_file_and_definition_with_the_same_keys(record: Path) -> None:
    found = lines_of(EXAMPLE, record)
    ids = [definition.id for definition in definitions.ordered()]
    assert [line["definition"] for line in found] == ids * 2
    assert [line["file"] for line in found] == [str(EXAMPLE)] * len(ids) + [str(record)] * len(ids)
    assert {line["name"] for line in found} == {"Example-7B", "Rocket-7B"}
    for line in found:
        assert list(line) == KEYS
        for reason in [*line["reasons"], *line["missing"]]:
            assert list(reason) == REASON_KEYS


def test_a_record_of_the_tool_gets_the_class_and_progress_of_the_tool(record: Path) -> None:
    (line,) = lines_of(record, "--definition", "mof-1.0")
    assert (line["outcome"], line["level"], line["score"]) == ("meets", "class-iii", None)
    assert line["progress"] == {"1": 0.0, "2": 60.0, "3": 100.0}


def test_a_score_is_one_number_when_all_is_known_and_a_range_when_not(tmp_path: Path) -> None:
    (unknown,) = lines_of(EXAMPLE, "--definition", "osai-index-2026-03")
    low, high = unknown["score"]
    assert 0 <= low < high <= 1
    assert (unknown["outcome"], unknown["level"], unknown["progress"]) == (None, None, None)
    closed = tmp_path / "closed.json"
    evidence = [slug for slug, row in components.ALL.items() if row.record_as == "evidence"]
    rows = {slug: {"availability": "withheld"} for slug in evidence}
    closed.write_text(json.dumps({"name": "Closed", "components": rows}))
    (known,) = lines_of(closed, "--definition", "osai-index-2026-03")
    assert known["score"] == 0


def test_definitions_come_in_the_order_asked_for(record: Path) -> None:
    found = lines_of(record, "--definition", "g7-2026", "--definition", "mof-1.0")
    assert [line["definition"] for line in found] == ["g7-2026", "mof-1.0"]


def test_a_broken_file_gets_one_line_and_the_others_are_judged(record: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text('name = "x"\nname = ')
    out, err, code = evaluate(broken, record, tmp_path / "absent.json", "--json")
    assert code == 2
    assert {json.loads(line)["name"] for line in out.splitlines()} == {"Rocket-7B"}
    first, second = err.splitlines()
    assert first.startswith(f"{broken}, line 2")
    assert second == f"{tmp_path / 'absent.json'}: no such file"


def test_an_unknown_definition_gets_one_line_that_lists_the_known_ones(record: Path) -> None:
    out, err, code = evaluate(record, "--definition", "mof-9")
    assert (out, code) == ("", 2)
    assert len(err.splitlines()) == 1
    for definition in definitions.ordered():
        assert definition.id in err


def test_the_table_has_a_line_with_a_sentence_for_every_definition(record: Path) -> None:
    out, _, _ = evaluate(record)
    head, *rows = out.splitlines()
    assert head == f"Rocket-7B  ({record})"
    for definition, row in zip(definitions.ordered(), rows, strict=True):
        assert row.strip().startswith(definition.title)
        assert row.endswith(".")


def test_a_name_cannot_move_the_cursor(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(json.dumps({"name": "a\u001b[2Jb\nc"}))
    out, _, _ = evaluate(path, "--definition", "mof-1.0")
    assert "\u001b" not in out
    assert len(out.splitlines()) == 2


@pytest.mark.parametrize(
    ("demands", "code"),
    [
        (["mof-1.0"], 0),
        (["mof-1.0=class-iii"], 0),
        (["mof-1.0=class-ii"], 1),
        (["osaid-1.0"], 1),  # cannot tell is not met
        (["mof-1.0", "osaid-1.0"], 1),
        (["osai-index-2026-03=0.01"], 0),
        (["osai-index-2026-03=0.99"], 1),
        (["mof-9"], 2),
        (["mof-1.0=class-x"], 2),
        (["osaid-1.0=anything"], 2),
        (["osai-index-2026-03"], 2),
        (["osai-index-2026-03=high"], 2),
    ],
)
def test_what_is_required_decides_the_exit_code(record: Path, demands: list[str], code: int) -> None:
    out, err, found = evaluate(record, *(f"--require={text}" for text in demands))
    assert found == code
    assert bool(err) == (code > 0)
    assert bool(out) == (code < 2)
    if code == 1:
        assert all(line.startswith(f"{record}: ") for line in err.splitlines())


def test_a_broken_file_weighs_more_than_a_missed_demand(record: Path, tmp_path: Path) -> None:
    assert evaluate(record, tmp_path / "absent.toml", "--require", "osaid-1.0")[2] == 2


def test_what_only_a_machine_saw_meets_no_demand(tmp_path: Path) -> None:
    weights = {"availability": "released", "coverage": "all", "license": "Apache-2.0"}
    path = tmp_path / "draft.json"
    document = {"name": "Draft", "components": {"final-weights": weights}}
    for origin, code in (("observed", 1), ("reviewed", 0)):
        path.write_text(json.dumps(document | {"origin": origin}))
        assert evaluate(path, "--require", "g7-2026=weights-available-ai")[2] == code


def test_json_says_what_it_would_take(record: Path) -> None:
    (line,) = lines_of(record, "--definition", "mof-1.0")
    goals = {row["goal"]: row for row in line["what_if"]}
    assert goals.keys() == {"class-ii", "class-i"}
    assert {change["component"] for change in goals["class-ii"]["changes"]} == {
        *("training-code", "inference-code", "evaluation-code", "evaluation-data")
    }

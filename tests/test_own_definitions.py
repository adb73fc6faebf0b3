"""An operator's own definitions: a new file in a folder is all it takes, a broken one stops the start."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from registry.badges.front import front
from registry.badges.map import Map
from registry.openness import definitions
from registry.scorecards import queries
from registry.scorecards.judge import reevaluate
from registry.scorecards.models import Definition, Verdict
from tests.build import NOON, import_facts, make_model, released

ROOT = Path(__file__).parent.parent
OWN = """
id = "garage-1"
title = "Garage rule"
short = "Garage"
version = "1"
status = "position"
shape = "all_of"
source = "The garage, by word of mouth"
url = ""
read_on = "2026-11-23"
effective_from = "2026-11-23"
summary = "Whoever has the weights can drive."
reading = "Nothing else is asked."
judgments = ["Whether it drives."]

[[clause]]
id = "weights"
label = "The weights are in the garage"
component = "final-weights"
availability = "released"
license = "any_open"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    definitions.use(None)


@pytest.mark.django_db
def test_a_new_file_appears_everywhere_without_a_migration(client: Client, folder: Path) -> None:
    model = make_model("acme/rocket")
    import_facts(model, released("final-weights"))
    before = client.get("/api/v1/models/acme/rocket/").json()
    judged = Verdict.objects.count()

    (folder / "garage-1.toml").write_text(OWN)
    definitions.use(folder)
    assert reevaluate(NOON + timedelta(days=1)) == 1  # the one profile, under the one new definition
    assert Verdict.objects.count() == judged + 1
    assert reevaluate(NOON + timedelta(days=2)) == 0

    answer = client.get("/api/v1/models/acme/rocket/").json()
    verdict = answer["verdicts"]["garage-1"]
    assert (verdict["outcome"], verdict["label"], verdict["title"]) == ("meets", "Meets", "Garage rule")
    assert [clause["label"] for clause in verdict["clauses"]] == ["The weights are in the garage"]
    assert len(answer["verdicts"]) == len(before["verdicts"]) + 1

    page = client.get("/models/acme/rocket/").content.decode()
    assert 'href="/definitions/garage-1/"' in page
    assert "Whether it drives." in client.get("/definitions/garage-1/").content.decode()
    assert "Garage rule" in client.get("/definitions/").content.decode()
    assert client.get("/definitions/garage-1/rules.toml").content.decode() == OWN

    listed = client.get("/api/v1/definitions/").json()["results"]
    assert "garage-1" in [row["id"] for row in listed]
    assert client.get("/api/v1/models/?garage-1=meets").json()["total"] == 1
    assert client.get("/api/v1/models/?garage-1=does_not_meet").json()["total"] == 0

    assert badge("acme/rocket", "garage-1") == "Meets, unreviewed"


def badge(path: str, definition: str) -> str:
    """What the badge says after a start of the badges."""
    shown = Map(queries)
    shown.ready = lambda: True  # type: ignore[method-assign]
    shown.look(now=1.0)
    serve = front(lambda environ, start_response: [b"{}"], shown)
    environ = {"PATH_INFO": f"/badge/{path}/{definition}.json", "REQUEST_METHOD": "GET"}
    body = b"".join(serve(environ, lambda status, headers, exc_info=None: lambda data: None))
    return str(json.loads(body).get("message", ""))


@pytest.mark.django_db
def test_a_changed_file_is_judged_anew_and_what_held_before_stays(folder: Path) -> None:
    file = folder / "garage-1.toml"
    file.write_text(OWN)
    definitions.use(folder)
    import_facts(make_model(), released("final-weights", "Apache-2.0"))
    file.write_text(OWN.replace('"any_open"', '"dfsg"').replace("in the garage", "in the shed"))
    definitions.use(folder)
    assert reevaluate(NOON + timedelta(days=1)) == 1
    assert Definition.objects.filter(slug="garage-1").count() == 2
    assert Verdict.objects.filter(definition__slug="garage-1").count() == 2


@pytest.mark.parametrize(
    ("change", "where", "reason"),
    [
        (("final-weights", "wings"), "clause[0].component", "unknown component 'wings'"),
        (('"any_open"', '"nice"'), "clause[0].license", "unknown predicate"),
        (('id = "garage-1"', 'id = "garage-2"'), "id", "a file is named after its id"),
        (
            ("version = ", "superseded_by = 'garage-0'\nversion = "),
            "superseded_by",
            "no definition 'garage-0'",
        ),
        (("version = ", "effective_until = '2020-01-01'\nversion = "), "effective_until", "before"),
    ],
)
def test_a_broken_file_is_refused_and_the_others_stay(
    folder: Path, change: tuple[str, str], where: str, reason: str
) -> None:
    before = list(definitions.shipped())
    (folder / "garage-1.toml").write_text(OWN.replace(*change))
    with pytest.raises(definitions.DefinitionError) as refusal:
        definitions.use(folder)
    assert (refusal.value.file, refusal.value.key) == ("garage-1.toml", where)
    assert reason in refusal.value.reason
    assert list(definitions.shipped()) == before


def test_an_id_that_is_shipped_cannot_be_taken(folder: Path) -> None:
    (folder / "osaid-1.0.toml").write_text(OWN.replace("garage-1", "osaid-1.0"))
    with pytest.raises(definitions.DefinitionError, match="a definition of this id is shipped"):
        definitions.use(folder)


@pytest.mark.parametrize(
    "program",
    [
        ["manage.py", "migrate", "--check"],
        ["-m", "registry.run.prepare"],
    ],
    ids=["manage.py", "make run"],
)
def test_nothing_starts_with_a_broken_definition(tmp_path: Path, program: list[str]) -> None:
    (tmp_path / "garage-1.toml").write_text(OWN.replace("final-weights", "wings"))
    said = start(program, tmp_path, DEFINITIONS_DIR=str(tmp_path))
    assert said.returncode == 1
    assert said.stderr.strip() == (
        "Sourceform cannot start: the definition garage-1.toml: clause[0].component: "
        "unknown component 'wings'"
    )


def test_wsgi_does_not_start_with_a_folder_that_is_missing(tmp_path: Path) -> None:
    said = start(["-c", "import registry.wsgi"], tmp_path, DEFINITIONS_DIR=str(tmp_path / "nowhere"))
    assert said.returncode != 0
    assert (
        said.stderr.strip()
        .splitlines()[-1]
        .startswith("django.core.exceptions.ImproperlyConfigured: DEFINITIONS_DIR")
    )


def start(program: list[str], data: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {"PATH": os.environ["PATH"], "DATA_DIR": str(data)}
    return subprocess.run(
        [sys.executable, *program],
        cwd=ROOT,
        env=inherited | environment,
        capture_output=True,
        text=True,
        check=False,
    )

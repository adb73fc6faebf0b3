"""manage.py licenses check: what the license tables cannot place, ready to be mapped."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from registry.openness import license_texts
from registry.openness.facts import Origin
from registry.scorecards.models import Observation
from tests.build import NOON, import_facts, make_entry, make_model, released
from tests.openness.license_examples import MIT

pytestmark = pytest.mark.django_db


def check(*options: str) -> str:
    out = StringIO()
    call_command("licenses", "check", *options, stdout=out)
    return out.getvalue()


def observe(path: str, sequence: int, **said: Any) -> None:
    model = make_model(path) if sequence == 1 else None
    entry = make_entry(model) if model else Observation.objects.latest("pk").entry
    Observation.objects.create(
        entry=entry, sequence=sequence, fetched_at=NOON, digest=f"{path}{sequence}"[:64], said=said
    )


def test_a_database_whose_strings_are_all_placed_has_nothing_to_report() -> None:
    weights = released("final-weights", "MIT", license_verbatim="Apache 2.0")
    import_facts(make_model(), weights, released("training-code", "NONE", license_verbatim="unlicensed"))
    observe("acme/glider", 1, license="apache-2.0")
    assert check() == "Every license string and text is placed.\n"
    assert json.loads(check("--json")) == []


def test_unknown_strings_are_counted_by_source_and_kind() -> None:
    for name in ("one", "two"):
        fact = released("final-weights", "NOASSERTION", license_verbatim="Free as in sky")
        import_facts(make_model(f"acme/{name}"), fact, released("training-code", "LicenseRef-acme"))
    observe("acme/three", 1, license="other", license_name="acme-sky-1.0")
    observe("acme/four", 1, license="sky")
    observe("acme/four", 2, license="mit")  # what was declared before no longer counts
    rows = [(row["text"], row["source"], row["kind"], row["count"]) for row in json.loads(check("--json"))]
    assert rows == [
        ("Free as in sky", "mot", "spelling", 2),
        ("LicenseRef-acme", "mot", "unread", 2),
        ("acme-sky-1.0", "huggingface", "spelling", 1),
    ]
    assert '"Free as in sky" = ""  # 2 in mot' in check()


def test_texts_nobody_has_named_are_counted_with_a_place_to_read_them() -> None:
    for sequence in (1, 2):
        observe(
            f"acme/{sequence}",
            1,
            license="mit",
            license_digest="ab" * 32,
            license_file="LICENSE",
            page="https://hub.example/acme/1",
            commit="c0ffee",
        )
    import_facts(make_model("acme/told"), released("final-weights", "NOASSERTION", license_digest="cd" * 32))
    observe("acme/known", 1, license="other", license_digest=license_texts.digest(MIT))
    assert [(row["kind"], row["text"], row["count"]) for row in json.loads(check("--json"))] == [
        ("text", "ab" * 32, 2),
        ("text", "cd" * 32, 1),
    ]
    assert (
        f'"{"ab" * 32}" = ""  # 2 in huggingface: https://hub.example/acme/1/blob/c0ffee/LICENSE' in check()
    )


def test_the_digest_of_a_file_is_a_line_of_the_table(tmp_path: Path) -> None:
    (tmp_path / "LICENSE").write_text(MIT)
    out = StringIO()
    call_command("licenses", "digest", str(tmp_path / "LICENSE"), stdout=out)
    assert out.getvalue() == f'"{license_texts.digest(MIT)}" = "MIT"  # LICENSE\n'
    for wrong in (["digest"], ["check", "LICENSE"], ["digest", str(tmp_path / "none")]):
        with pytest.raises(CommandError):
            call_command("licenses", *wrong)


def test_a_conflict_of_sources_names_what_each_of_them_said(client: Any) -> None:
    model = make_model()
    import_facts(model, released("final-weights", "Apache-2.0", license_source="LICENSE file"))
    import_facts(
        model, released("final-weights", "CC-BY-NC-4.0", license_source="assessor: CC BY-NC"), origin="osai"
    )
    answer = client.get(f"/api/v1/models/{model.path}/").json()
    [finding] = [row for row in answer["components"] if row["key"] == "final-weights"]
    assert finding["origin"] == Origin.IMPORTED
    assert finding["facts"]["license_conflict"] is True
    assert finding["facts"]["license"] == "Apache-2.0 AND CC-BY-NC-4.0"
    assert finding["facts"]["license_source"] == "mot: LICENSE file; osai: assessor: CC BY-NC"
    page = client.get(f"/models/{model.path}/").content.decode()
    assert "sources differ" in page
    assert "MOT record: LICENSE file; OSAI record: CC BY-NC" in page

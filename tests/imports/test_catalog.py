"""The catalog that comes with the program: what is in it, what must not be, and loading it."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from registry.catalog.models import AIModel
from registry.imports import osai, quotes, shipped
from registry.imports.identity import place
from registry.imports.load import Batch
from registry.imports.records import Rating, as_line, from_line
from registry.openness import definitions, document
from registry.openness.evaluate import evaluate
from registry.scorecards.models import Evidence, ExternalRating, Provenance, Scorecard

# Figures published by the index for its systems, by file: the mean of the twelve classes.
PUBLISHED = {
    "YuLan.yaml": "1.000",
    "Mustango.yaml": "1.000",
    "OLMo.yaml": "0.958",
    "bloomz.yaml": "0.958",
    "Apertus.yaml": "0.917",
    "Pythia.yaml": "0.833",
    "amber.yaml": "0.833",
    "T5.yaml": "0.708",
    "Phi.yaml": "0.542",
    "GPT-OSS.yaml": "0.458",
    "Granite.yaml": "0.417",
    "Falcon.yaml": "0.375",
    "llama-3.1.yaml": "0.292",
    "Mistral.yaml": "0.292",
    "Crystal.yaml": "0.250",
    "CodeLlama.yaml": "0.250",
    "Grok.yaml": "0.083",
    "lumo.yaml": "0.000",
}
PUBLISHED_14 = {
    "YuLan.yaml": "0.929",
    "Mustango.yaml": "0.929",
    "OLMo.yaml": "0.929",
    "bloomz.yaml": "0.821",
    "Apertus.yaml": "0.929",
    "Pythia.yaml": "0.750",
    "amber.yaml": "0.786",
    "T5.yaml": "0.607",
    "Phi.yaml": "0.536",
    "GPT-OSS.yaml": "0.464",
    "Granite.yaml": "0.429",
    "Falcon.yaml": "0.321",
    "llama-3.1.yaml": "0.321",
    "Crystal.yaml": "0.250",
    "CodeLlama.yaml": "0.357",
    "Grok.yaml": "0.071",
    "lumo.yaml": "0.000",
}
# What a line may hold, and how long it may be: enough for a name or an address, too short for a sentence.
LONGEST = {
    "file": 60,
    "name": 60,
    "organization": 100,
    "hub_id": 96,
    "address": 100,
    "family": 40,
    "modality": 12,
    "size": 8,
    "released_on": 10,
    "assessed_on": 10,
    "hidden": 60,
    "subject": 60,
}
LONGEST_QUOTED = {
    "file": 60,
    "subject": 80,
    "name": 80,
    "about": 12,
    "edition": 7,
    "rated_on": 10,
}
FACETS = {"availability", "coverage", "gate", "license", "license_verbatim", "license_source"}
FACETS |= {"license_inherited_from", "peer_reviewed", "proofs"}


# What only a person can say: no source that is imported states it, and nothing guesses it.
JUDGED = {"quality", "covers", "rights", "rights_reason", "contents_rights"}
JUDGED_OF_THE_RELEASE = {"rebuild_judgment", "gpai", "systemic_risk", "monetization", "staged_release"}


def test_no_judgment_of_a_person_is_guessed() -> None:
    for line in lines():
        for table in line.get("components", {}).values():
            assert not JUDGED & table.keys()
        assert not JUDGED_OF_THE_RELEASE & line.get("release", {}).keys()


@pytest.fixture(scope="module")
def batches() -> dict[str, Batch]:
    return {batch.source.origin: batch for batch in shipped.batches()}


def lines(kind: str = "records") -> Iterator[dict[str, Any]]:
    manifest = json.loads((shipped.FOLDER / "manifest.json").read_text("utf-8"))
    for row in manifest["sources"]:
        if row["kind"] == kind:
            for line in (shipped.FOLDER / row["file"]).read_text("utf-8").splitlines():
                yield json.loads(line)


def test_the_manifest_names_sources_licenses_and_the_content() -> None:
    manifest = json.loads((shipped.FOLDER / "manifest.json").read_text("utf-8"))
    assert {row["origin"]: row["license"] for row in manifest["sources"]} == {
        "mot": "MIT",
        "osai": "CC-BY-4.0",
        "osai-2024-10": "CC-BY-4.0",
        "fmti": "CC-BY-4.0",
        "epoch": "CC-BY-4.0",
        "os-ai-map": "MIT",
    }
    for row in manifest["sources"]:
        assert len(row["commit"]) == 40
        assert row["attribution"]
        assert len(row["as_of"]) == 10
        assert hashlib.sha256((shipped.FOLDER / row["file"]).read_bytes()).hexdigest() == row["sha256"]


def test_there_are_at_least_400_models(batches: dict[str, Batch]) -> None:
    listed = [(origin, record) for origin, batch in batches.items() for record in batch.records]
    found = place(listed, {})
    visible = {row.path for row in found.placed if not row.record.hidden}
    assert len(visible) >= 400
    origins = Counter(path for path, _ in {(row.path, row.origin) for row in found.placed})
    assert sum(count == 2 for count in origins.values()) == 6  # described by both sources


def test_the_records_of_the_tool_get_the_classes_the_tool_gives(batches: dict[str, Batch]) -> None:
    shipped_definitions = definitions.shipped()
    counts = {
        name: Counter(evaluate(shipped_definitions[name], row.facts).level for row in batches["mot"].records)
        for name in ("mof-1.0", "mof-1.0-strict")
    }
    assert counts["mof-1.0"] == {"class-i": 14, "class-ii": 1, "class-iii": 16, "unclassified": 242}
    assert counts["mof-1.0-strict"] == {"class-i": 1, "class-iii": 30, "unclassified": 242}


def test_the_quoted_classes_give_the_published_scores(batches: dict[str, Batch]) -> None:
    records = {record.file: record for record in batches["osai"].records}
    for file, score in PUBLISHED.items():
        assert f"{osai.score(records[file].ratings):.3f}" == score
    for record in records.values():
        assert record.ratings[-1].value == f"{osai.score(record.ratings):.3f}"
    classes = Counter(row.value for record in records.values() for row in record.ratings[:-1])
    assert classes == {"open": 908, "partial": 439, "closed": 969}


def test_no_line_holds_prose() -> None:
    for line in lines():
        assert set(line) <= {*LONGEST, "components", "release", "ratings"}
        for key, most in LONGEST.items():
            assert len(line.get(key, "")) <= most, line["file"]
        for table in line.get("components", {}).values():
            assert set(table) <= FACETS, line["file"]
            assert all(set(proof) == {"url"} for proof in table.get("proofs", ()))
            # License names as typed are facts; the longest is a list of license names.
            assert len(table.get("license_verbatim", "")) <= 93
            assert len(table.get("license_source", "")) <= 93
        assert set(line.get("release", {})) <= {"modality"}
        for dimension, value, *links in line.get("ratings", ()):
            assert dimension in {*osai.DIMENSIONS, "score"}
            assert len(value) <= 7
            assert all(link.startswith("http") and " " not in link for link in links)


def test_no_line_of_a_quoted_source_holds_prose() -> None:
    for line in lines("quotes"):
        assert set(line) <= {*LONGEST_QUOTED, "makers", "hub_ids", "release", "ratings"}
        for key, most in LONGEST_QUOTED.items():
            assert len(line.get(key, "")) <= most, line["subject"]
        assert all(len(maker) <= 110 for maker in line.get("makers", ()))
        assert all(" " not in hub_id for hub_id in line.get("hub_ids", ()))
        assert set(line.get("release", {})) <= {"training_flop", "public_api", "registry_package"}
        for fact in line.get("release", {}).values():
            assert isinstance(fact, str) or set(fact) == {"value", "proofs"}
        for dimension, value, *links in line["ratings"]:
            assert len(dimension) <= 30
            assert len(value) <= 30
            assert all(link.startswith("http") and " " not in link for link in links)


def test_the_shipped_files_are_small() -> None:
    assert sum(path.stat().st_size for path in shipped.FOLDER.iterdir()) < 3_000_000


def test_quotes_read_back_as_they_were_written() -> None:
    for batch in shipped.quote_batches():
        for quote in batch.quotes:
            written = json.loads(json.dumps(quotes.as_line(quote)))
            assert quotes.from_line(written, origin=batch.source.origin) == quote


def test_the_quoted_classes_of_the_older_index_give_its_published_scores() -> None:
    batch = next(row for row in shipped.quote_batches() if row.source.origin == "osai-2024-10")
    by_file = {quote.file: quote for quote in batch.quotes}
    for file, score in PUBLISHED_14.items():
        assert by_file[file].ratings[-1] == Rating("score", score), file


def test_every_line_reads_back_as_it_was_written_and_fits_the_schema_of_documents(
    batches: dict[str, Batch],
) -> None:
    for origin, batch in batches.items():
        for record in batch.records:
            line = as_line(record)
            assert from_line(json.loads(json.dumps(line)), origin=origin) == record
            tree = {"name": record.name, "components": line.get("components", {})}
            document.parse(json.dumps(tree), suffix=".json", name=record.file)


def test_a_catalog_can_be_built_from_copies_of_the_sources(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "rocket.yml").write_text(
        "framework: {name: Model Openness Framework, version: '1.0', date: '2024-12-15'}\n"
        "release: {name: Rocket, architecture: a very round wheel, components: [{name: Model card, "
        "license: MIT, description: words of others}]}\n"
    )
    (tmp_path / "rocket.yaml").write_text(
        "system: {name: Rocket, notes: words of others}\ncode: {class: open, notes: words of others}\n"
    )
    out = tmp_path / "out"
    commits = ["--mot-commit", "1" * 40, "--osai-commit", "2" * 40]
    call_command(
        "build_catalog", "--mot", tmp_path, "--osai", tmp_path, *commits, "--out", out, stdout=StringIO()
    )
    written = "".join(path.read_text("utf-8") for path in out.iterdir())
    assert "words of others" not in written
    assert "wheel" not in written
    assert [batch.commit for batch in shipped.batches(out)] == ["1" * 40, "2" * 40]
    assert len(shipped.version(out)) == 16


@pytest.mark.django_db
def test_seeding_fills_an_empty_database_and_seeding_again_changes_nothing() -> None:
    out = StringIO()
    call_command("seed", stdout=out, verbosity=1)
    assert "466 read: 458 models created" in out.getvalue()
    assert AIModel.objects.filter(hidden=False).count() >= 400
    assert set(Scorecard.objects.values_list("state", flat=True)) == {"imported"}
    both = AIModel.objects.get(path="deepseek-ai/deepseek-r1")
    assert set(Evidence.objects.filter(model=both).values_list("origin", flat=True)) == {
        "mot",
        "osai",
        "osai-2024-10",
        "epoch",
    }
    quoted = set(ExternalRating.objects.values_list("origin", flat=True))
    assert quoted == {"osai", "osai-2024-10", "fmti", "epoch", "os-ai-map", "osi"}
    tables = (AIModel, Evidence, ExternalRating, Provenance, Scorecard)
    before = [table._default_manager.count() for table in tables]
    out = StringIO()
    call_command("seed", stdout=out)
    assert "0 models created, 0 changed, 458 unchanged" in out.getvalue()
    assert "1138 quotes read: 0 ratings written, facts of 0 models changed" in out.getvalue()
    assert [table._default_manager.count() for table in tables] == before
    out = StringIO()
    call_command("seed", "--if-needed", stdout=out)
    assert "already loaded" in out.getvalue()

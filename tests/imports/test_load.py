"""From records to the catalog, and again."""

from collections.abc import Mapping
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.accounts.models import Event
from registry.catalog.datasets import list_dataset
from registry.catalog.models import AIModel, Family, HubEntry
from registry.imports.load import Batch, Summary, load
from registry.imports.records import Rating, Record, Source
from registry.openness.facts import Facts, Origin, ReleaseFact
from registry.scorecards import queries
from registry.scorecards.models import Evidence, ExternalRating, Provenance, Scorecard
from registry.scorecards.queries import Filters
from tests.build import NOON, released

pytestmark = pytest.mark.django_db

MOT = Source("mot", "acme/records", "https://example.org/mot", "MIT", "Acme records, MIT")
OSAI = Source("osai", "acme/index", "https://example.org/osai", "CC-BY-4.0", "Acme index, CC BY 4.0")


def record(name: str, *, license: str = "MIT", origin: str = "mot", **rest: object) -> Record:
    facts = Facts.of([released("final-weights", license)], [ReleaseFact("modality", "text")])
    made = Record(
        file=f"{name}.yml",
        name=name,
        subject=name,
        organization="Acme",
        hub_id=f"Acme/{name}",
        facts=facts.with_origin(Origin.IMPORTED, origin),
    )
    return replace(made, **rest)  # type: ignore[arg-type]


def loaded(*records: Record, source: Source = MOT, commit: str = "1") -> Summary:
    return load([Batch(source, commit, records)], now=NOON)


def rows() -> Mapping[str, int]:
    """How many rows every table of the project has."""
    models = [
        model
        for app in ("accounts", "catalog", "scorecards")
        for model in apps.get_app_config(app).get_models()
    ]
    return {model.__name__: model._default_manager.count() for model in models}


def test_an_import_writes_the_model_its_address_its_facts_and_where_they_are_from() -> None:
    row = record(
        "Rocket-7B",
        family="Rocket",
        modality="text",
        size="7B",
        released_on="2026-01",
        assessed_on="2026-02-03",
        ratings=(Rating("code", "open", ("https://example.org/code",)),),
    )
    summary = loaded(row)
    assert (summary.read, summary.created, summary.changed, summary.unchanged, summary.ratings) == (
        1,
        1,
        0,
        0,
        1,
    )
    model = AIModel.objects.get()
    assert (model.path, model.name, str(model.organization)) == ("acme/rocket-7b", "Rocket-7B", "Acme")
    assert (str(model.family), model.modality, model.size, model.released_on) == (
        "Rocket",
        "text",
        "7B",
        "2026-01",
    )
    entry = HubEntry.objects.get()
    assert (entry.hub, entry.repo_id, entry.state) == (
        "huggingface",
        "Acme/Rocket-7B",
        HubEntry.State.CLAIMED,
    )
    evidence = Evidence.objects.get(component="final-weights")
    assert (evidence.origin, evidence.license, evidence.assessed_on) == ("mot", "MIT", "2026-02-03")
    provenance = evidence.provenance
    assert provenance is not None
    assert (provenance.project, provenance.commit, provenance.file) == ("acme/records", "1", "Rocket-7B.yml")
    assert (provenance.license, provenance.attribution) == ("MIT", "Acme records, MIT")
    assert ExternalRating.objects.get().links == ["https://example.org/code"]
    assert Scorecard.objects.get().state == Scorecard.State.IMPORTED


def test_importing_twice_changes_nothing_even_from_another_commit() -> None:
    records = [record(name, ratings=(Rating("code", "open"),)) for name in ("Rocket-7B", "Comet-7B")]
    loaded(*records)
    before = rows()
    for commit in ("1", "2"):
        summary = loaded(*records, commit=commit)
        assert (summary.created, summary.changed, summary.unchanged, summary.ratings) == (0, 0, 2, 0)
        assert rows() == before


def test_a_newer_copy_changes_only_what_it_says_differently() -> None:
    loaded(record("Rocket-7B"), record("Comet-7B"))
    summary = loaded(record("Rocket-7B", license="Apache-2.0"), record("Comet-7B"), commit="2")
    assert (summary.created, summary.changed, summary.unchanged) == (0, 1, 1)
    in_force = Evidence.objects.filter(retired__isnull=True, component="final-weights")
    assert dict(in_force.values_list("model__name", "license")) == {
        "Rocket-7B": "Apache-2.0",
        "Comet-7B": "MIT",
    }
    assert Provenance.objects.filter(commit="2").values_list("file", flat=True).get() == "Rocket-7B.yml"


def test_two_sources_of_one_model_stand_side_by_side_in_its_evidence() -> None:
    batches = [
        Batch(MOT, "1", (record("Rocket-7B"),)),
        Batch(OSAI, "1", (record("rocket-7b", license="Apache-2.0", origin="osai", size="7B"),)),
    ]
    load(batches, now=NOON)
    weights = Evidence.objects.filter(component="final-weights", model=AIModel.objects.get())
    assert dict(weights.values_list("origin", "license")) == {"mot": "MIT", "osai": "Apache-2.0"}
    assert AIModel.objects.get().size == "7B"
    assert Scorecard.objects.get().license == "Apache-2.0 AND MIT"


def test_an_import_fills_blanks_and_overwrites_nothing() -> None:
    loaded(record("Rocket-7B", size="7B"))
    AIModel.objects.update(name="Rocket seven")
    summary = loaded(record("rocket-7b", size="8B", modality="text"))
    model = AIModel.objects.get()
    assert (model.name, model.size, model.modality) == ("Rocket seven", "7B", "text")
    assert summary.changed == 1


def test_an_organization_known_by_its_account_gets_the_name_a_source_gives() -> None:
    list_dataset("allenai/dolma", now=NOON)
    loaded(record("Olmo", hub_id="allenai/Olmo"))
    model = AIModel.objects.get(path="allenai/olmo")
    assert model.organization.name == "Allen Institute for AI"
    assert queries.model_list(Filters(q="allen institute")).rows[0].path == "allenai/olmo"


def test_a_hidden_record_is_imported_and_kept_out_of_lists() -> None:
    summary = loaded(record("Rocket-test", hidden="its name ends in -test"))
    assert AIModel.objects.get().hidden
    assert len(summary.hidden) == 1


def test_the_number_of_queries_does_not_grow_with_the_number_of_models() -> None:
    counts = []
    for start, many in ((0, 5), (100, 60)):
        batch = [record(f"Rocket-{n}-7B") for n in range(start, start + many)]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            loaded(*batch)
        counts.append(len(queries))
    assert counts[1] <= counts[0] + 6  # rows are written in batches of some hundred


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    models = tmp_path / "models"
    models.mkdir()
    head = "framework: {name: Model Openness Framework, version: '1.0', date: '2024-12-15'}\nrelease:\n"
    for name in ("Rocket-7B", "Comet-7B"):
        (models / f"{name}.yml").write_text(
            f"{head}  name: {name}\n  producer: Acme\n  huggingface: https://huggingface.co/Acme/{name}\n"
            "  components: [{name: Model card, license: MIT}]\n"
        )
    (models / "broken.yml").write_text("release: [")
    return tmp_path


def test_the_command_reads_a_folder_and_says_what_came_of_it(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = StringIO()
    call_command("import_mot", str(copy), stdout=out)
    assert "3 read: 2 models created, 0 changed, 0 unchanged, 1 set aside" in out.getvalue()
    assert "mot broken.yml: expected YAML" in out.getvalue()
    assert "2/2" in capsys.readouterr().err  # the progress bar
    before = rows()
    out = StringIO()
    call_command("import_mot", str(copy / "models"), stdout=out)
    assert "0 models created, 0 changed, 2 unchanged" in out.getvalue()
    assert rows() == before
    assert Event.objects.get().verb == "import mot"


def test_no_column_is_too_short_for_a_long_family_name() -> None:
    loaded(record("Rocket-7B", family="Rocket" + "!" * 5000))
    assert len(Family.objects.get().name) == 200


def test_a_commit_that_is_none_gets_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="at most 64 characters"):
        call_command("import_mot", str(tmp_path), commit="c" * 65)


@pytest.mark.parametrize("command", ["import_mot", "import_osai"])
def test_a_path_that_leads_nowhere_gets_one_sentence(command: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="does not exist"):
        call_command(command, str(tmp_path / "absent"))

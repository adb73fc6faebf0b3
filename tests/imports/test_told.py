"""Facts somebody hands over as a file: recorded, named with what they change, retired when said no more."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from registry.accounts.models import Event
from registry.catalog.models import AIModel, Dataset
from registry.imports import shipped
from registry.imports.load import Batch, load
from registry.imports.told import record_datasets
from registry.openness import definitions
from registry.openness.datasets import Use, facts_from
from registry.openness.evaluate import evaluate
from registry.openness.facts import Coverage, Facts, Origin
from registry.scorecards import queries
from registry.scorecards.models import Evidence, Revision
from tests.build import NOON, do_jobs, import_facts, link, make_model, released, use

pytestmark = pytest.mark.django_db

CORPUS = ("pretraining-data", "")
FILE = """
assessor = "Ada Example"
assessed_on = 2026-11-20

[[dataset]]
dataset = "Acme/Corpus"
availability = "released"
coverage = "all"
license = "ODC-By-1.0"
contents_rights = "{contents}"
last_seen_available = 2026-11-20
proofs = [{{ url = "https://data.example/corpus", accessed_on = 2026-11-20 }}]
"""
OTHER = """
[[dataset]]
dataset = "acme/other"
availability = "described"
proofs = [{ url = "https://data.example/other" }]
"""


def write(folder: Path, text: str, name: str = "ours.toml") -> Path:
    (folder / name).write_text(text)
    return folder / name


def told(*arguments: object) -> str:
    out = StringIO()
    call_command(*map(str, arguments), stdout=out)
    return out.getvalue()


def verdict(path: str, definition: str) -> tuple[str, str]:
    page = queries.scorecard_page(path)
    assert page
    [found] = [row for row in page.verdicts if row.definition == definition]
    return found.outcome, found.level


@pytest.fixture
def model() -> AIModel:
    """Free in software and parameters; of its corpus only the name is known."""
    made = make_model()
    code = ("training-code", "data-processing-code", "inference-code", "architecture-code")
    rows = [released(slug) for slug in (*code, "data-acquisition-code", "posttraining-code", "final-weights")]
    rows += [released(slug) for slug in ("supporting-libraries",)]
    rows += [released(slug, "CC0-1.0") for slug in ("finetuning-data", "preference-data", "data-labels")]
    import_facts(made, *rows, released("synthetic-data", "CC0-1.0"))
    use(made, "acme/corpus")
    do_jobs()
    return made


def test_what_a_file_says_of_a_dataset_reaches_the_models_and_is_named(
    model: AIModel, tmp_path: Path
) -> None:
    assert verdict(model.path, "fsf-2024-10")[0] == "insufficient_evidence"
    file = write(tmp_path, FILE.format(contents="known_open"))
    said = told("record_dataset", file)
    assert said.startswith("ours.toml: 1 of 1 datasets changed; verdicts of 1 models changed.")
    assert "    fsf-2024-10: insufficient_evidence -> meets\n" in said
    assert verdict(model.path, "fsf-2024-10")[0] == "meets"
    page = queries.dataset_page("acme/corpus")
    assert page
    assert (page.row.fact.license, page.row.last_seen, page.row.name) == (
        "ODC-By-1.0",
        "2026-11-20",
        "Corpus",
    )
    [source] = page.sources
    assert (source.origin, source.assessed_on) == ("operator", "2026-11-20")
    assert "Ada Example" in source.attribution
    evidence = Evidence.objects.get(dataset__isnull=False, component="dataset")
    assert evidence.source == Evidence.Source.IMPORT  # nobody reviewed it
    assert [proof.url for proof in evidence.citations.all()] == ["https://data.example/corpus"]


def test_the_same_file_again_changes_nothing(model: AIModel, tmp_path: Path) -> None:
    file = write(tmp_path, FILE.format(contents="mixed"))
    told("record_dataset", file)
    before = (Revision.objects.count(), Evidence.objects.count(), Event.objects.count())
    assert (
        told("record_dataset", file) == "ours.toml: 0 of 1 datasets changed; verdicts of 0 models changed.\n"
    )
    write(tmp_path, f"# a remark\n{FILE.format(contents='mixed')}")
    assert told("record_dataset", file).startswith("ours.toml: 0 of 1")
    assert (Revision.objects.count(), Evidence.objects.count(), Event.objects.count()) == before


def test_what_a_file_says_no_more_is_retired_and_other_files_stay(model: AIModel, tmp_path: Path) -> None:
    file = write(tmp_path, FILE.format(contents="known_open") + OTHER)
    told("record_dataset", file)
    told(
        "record_dataset",
        write(tmp_path, FILE.format(contents="mixed").replace("Acme/Corpus", "acme/third"), "b.toml"),
    )
    said = told("record_dataset", write(tmp_path, FILE.format(contents="known_open")))
    assert "  acme/other: said no more, retired\n" in said
    known = {row.path for row in queries.dataset_list() if row.fact.is_known}
    assert known == {"acme/corpus", "acme/third"}


def test_derivatives_follow_by_jobs(model: AIModel, tmp_path: Path) -> None:
    child = make_model("acme/child")
    import_facts(child, released("final-weights"))
    link(child, model.path)
    do_jobs()
    told("record_dataset", write(tmp_path, FILE.format(contents="known_open")))
    do_jobs()
    [finding] = [
        row for row in queries.scorecard_page("acme/child").findings if row.fact.component == CORPUS[0]
    ]
    assert finding.fact.license == "ODC-By-1.0"


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ("assessor", "assesor", 'unknown key "assesor"'),
        ("2026-11-20\n\n", "2026-11-31\n\n", "line 3"),
        ('"released"', '"everywhere"', "dataset[0].availability: expected one of released"),
        ('"ODC-By-1.0"', '"mit AND ("', "dataset[0] (acme/corpus).license: expected an SPDX"),
        ('coverage = "all"', 'coverage = "none"', "coverage none goes only with withheld"),
        ("https://data.example", "https://data", "proofs[0].url: expected a web address"),
        ('"Acme/Corpus"', '"corpus"', "dataset[0].dataset: expected: The path of the dataset"),
        ("proofs =", "proof =", "dataset[0]: unknown key"),
    ],
)
def test_a_file_that_cannot_be_recorded_says_where_and_why(
    wrong: str, right: str, said: str, tmp_path: Path
) -> None:
    file = write(tmp_path, FILE.format(contents="mixed").replace(wrong, right, 1))
    with pytest.raises(CommandError) as caught:
        told("record_dataset", write(tmp_path, FILE.format(contents="mixed"), "good.toml"), file)
    assert str(file) in str(caught.value)
    assert said in str(caught.value)
    assert not Dataset.objects.exists()  # the good one neither


def test_a_facts_document_is_recorded_for_a_listed_model(model: AIModel, tmp_path: Path) -> None:
    text = 'name = "Rocket"\n[components.pretraining-data]\navailability = "withheld"\n'
    text += '[[components.pretraining-data.proofs]]\nurl = "https://acme.example/data"\n'
    file = write(tmp_path, text, "rocket.toml")
    arguments = ("record_model", file, "--model", "Acme/Rocket-7B", "--assessor", "Ada Example")
    said = told(*arguments, "--date", "2026-11-20")
    assert "    fsf-2024-10: insufficient_evidence -> does_not_meet\n" in said
    assert told(*arguments).startswith("acme/rocket-7b: unchanged; verdicts of 0 models")
    evidence = Evidence.objects.get(origin="operator")
    assert (evidence.source, evidence.assessed_on) == ("import", "2026-11-20")
    with pytest.raises(CommandError, match="acme/none is not listed"):
        told("record_model", file, "--model", "acme/none", "--assessor", "Ada Example")


# The shipped catalog


@pytest.fixture(scope="module")
def records() -> dict[str, Batch]:
    wanted = {"mot": {"Pythia-12B.yml"}, "osai": {"AMD OLMo.yaml"}}
    return {
        batch.source.origin: Batch(
            batch.source,
            batch.commit,
            tuple(row for row in batch.records if row.file in wanted[batch.source.origin]),
            batch.as_of,
        )
        for batch in shipped.batches()
    }


@pytest.fixture
def catalog(records: dict[str, Batch]) -> None:
    document, file = shipped.datasets()
    record_datasets(document, file=file, source=shipped.OF_DATASETS, now=NOON)
    load(list(records.values()), now=NOON)


@pytest.mark.usefixtures("catalog")
def test_a_corpus_under_a_database_license_leaves_the_freedom_of_its_contents_open(tmp_path: Path) -> None:
    page = queries.scorecard_page("amd/amd-olmo-1b-sft-dpo")
    assert page
    [corpus] = [row.fact for row in page.findings if row.fact.component == CORPUS[0]]
    assert corpus.license == "ODC-By-1.0"
    assert "dataset:allenai/dolma" in corpus.source
    for definition in ("source-form-1", "fsf-2024-10"):
        assert verdict(page.path, definition)[0] == "insufficient_evidence"
    assert verdict(page.path, "debian-ml-policy") == ("insufficient_evidence", "toxic-candy")
    # Somebody finds out what is in it.
    text = FILE.format(contents="known_restricted").replace("Acme/Corpus", "allenai/dolma")
    said = told("record_dataset", write(tmp_path, text))
    assert "fsf-2024-10: insufficient_evidence -> does_not_meet" in said
    assert verdict(page.path, "debian-ml-policy") == ("does_not_meet", "toxic-candy")


@pytest.mark.usefixtures("catalog")
def test_a_dataset_that_disappears_is_shown_and_lowers_nothing_silently() -> None:
    page = queries.scorecard_page("eleutherai/pythia-12b")
    assert page
    [named] = page.lineage.datasets
    assert (named.path, named.stage, named.last_seen) == ("eleutherai/pile", "pretraining", "2025-11-03")
    [corpus] = [row.fact for row in page.findings if row.fact.component == CORPUS[0]]
    assert (corpus.coverage, corpus.source) == (Coverage.ALL, "mot")  # what its own record says


@pytest.mark.usefixtures("catalog")
def test_a_model_that_follows_from_the_pile_alone_is_no_free_model(records: dict[str, Batch]) -> None:
    [record] = records["mot"].records
    page = queries.dataset_page("eleutherai/pile")
    assert page
    pile = page.row.fact
    data = facts_from([Use("eleutherai/pile", "pretraining", Origin.IMPORTED, pile)])
    rows = [fact for fact in record.facts if fact.component != CORPUS[0]]
    facts = Facts.of([*rows, *data], record.facts.release.values())
    loaded = definitions.shipped()
    assert evaluate(loaded["debian-ml-policy"], facts).could_reach == "toxic-candy"
    assert evaluate(loaded["fsf-2024-10"], facts).outcome == "does_not_meet"
    assert evaluate(loaded["g7-2026"], facts).could_reach == "open-source-ai"
